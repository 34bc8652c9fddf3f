"""What statements about roles say."""

from __future__ import annotations

import postgast

_RIGHTS = {"bypassrls": "BYPASSRLS", "superuser": "SUPERUSER"}


def bypassing_role(sql: str) -> tuple[str, str] | None:
    """The role and the right by which CREATE or ALTER ROLE lets it past row-level security, or None."""
    try:
        statement = postgast.parse(sql).stmts[0].stmt
    except (postgast.PgQueryError, IndexError):
        return None
    kind = statement.WhichOneof("node")
    if kind not in {"create_role_stmt", "alter_role_stmt"}:
        return None
    node = getattr(statement, kind)
    name = node.role if kind == "create_role_stmt" else node.role.rolename
    for option in node.options:
        element = option.def_elem
        if element.defname in _RIGHTS and element.arg.boolean.boolval:
            return name, _RIGHTS[element.defname]
    return None


def memberships(sql: str) -> tuple[tuple[str, str], ...]:
    """(granted role, member) of each membership that a ``GRANT role TO role`` gives; none for a REVOKE."""
    try:
        statement = postgast.parse(sql).stmts[0].stmt
    except (postgast.PgQueryError, IndexError):
        return ()
    if statement.WhichOneof("node") != "grant_role_stmt" or not statement.grant_role_stmt.is_grant:
        return ()
    node = statement.grant_role_stmt
    return tuple(
        (granted.access_priv.priv_name, member.role_spec.rolename)
        for granted in node.granted_roles
        for member in node.grantee_roles
        if member.role_spec.rolename
    )

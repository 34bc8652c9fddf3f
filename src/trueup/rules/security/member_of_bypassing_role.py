"""A role that clients act as may become one that no policy binds."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from trueup.catalog.model.base import Role
from trueup.finding import Finding, Severity
from trueup.origin import Origin
from trueup.rules.context import RuleContext
from trueup.rules.model import Rule
from trueup.rules.roles import memberships

RULE = Rule(
    id="member-of-bypassing-role",
    title="A role that clients act as may become one that no policy binds",
    severity=Severity.WARNING,
    area="security",
    example_platform="supabase",
    what="""
        Finds roles that were made members of a role which is a superuser or has BYPASSRLS. On a live server: the roles
        that clients act as or that can log in, by way of other memberships too.
    """,
    why="""
        A member may SET ROLE to it (manual, GRANT), from a function or a connection, and no policy binds it any longer.
    """,
    fix="""
        Revoke the membership, and give the member the privileges and policies that it needs.
    """,
    example_setup="""
        DO $$ BEGIN
          IF to_regrole('example_admin') IS NULL THEN
            CREATE ROLE example_admin NOLOGIN BYPASSRLS;
            CREATE ROLE example_group NOLOGIN;
            CREATE ROLE example_clerk LOGIN;
          END IF;
        END $$;
        GRANT example_admin, example_group TO postgres WITH ADMIN OPTION;
    """,
    bad="""
        GRANT example_admin TO example_clerk; -- here
    """,
    good="""
        GRANT example_group TO example_clerk;
    """,
)


def check(context: RuleContext) -> Iterator[Finding]:
    """One finding per statement and member; for a live server, one per member."""
    roles = context.catalog.roles
    past = {name for name, role in roles.items() if role.superuser or role.bypass_rls}
    for outcome in context.outcomes:
        if outcome.statement.kind != "GrantRoleStmt":
            continue
        for granted, member in memberships(outcome.statement.sql):
            if granted in past and member not in past:
                yield _finding(context, member, granted, outcome.statement.origin)
    if not context.outcomes:
        platform = _THEIRS.get(context.platform, frozenset())
        for name in sorted(roles.keys() - past - platform):
            found = sorted(_reached(roles, name) & past)
            if found and (roles[name].login or name in context.api_roles):
                yield _finding(context, name, found[0], None)


def _finding(context: RuleContext, member: str, granted: str, origin: Origin | None) -> Finding:
    return context.finding(
        RULE,
        None,
        f"{member} is a member of {granted}, which no policy binds, and may become it with SET ROLE.",
        f"REVOKE {granted} FROM {member}, and give it what it needs.",
        origin=origin,
        subject=f"{member} {granted}",
    )


def _reached(roles: Mapping[str, Role], name: str) -> set[str]:
    """The roles that it is a member of, through others too."""
    found: set[str] = set()
    queue = [name]
    while queue:
        role = roles.get(queue.pop())
        more = [parent for parent in (role.member_of if role else ()) if parent not in found]
        found.update(more)
        queue += more
    return found


# The roles that a platform makes for itself, and lets reach others on purpose.
_THEIRS = {
    "supabase": frozenset(
        {"authenticator", "dashboard_user", "pgbouncer", "supabase_auth_admin", "supabase_storage_admin"}
        | {"supabase_functions_admin", "supabase_realtime_admin", "supabase_replication_admin", "supabase_etl_admin"}
        | {"supabase_read_only_user", "supabase_privileged_role", "cli_login_postgres"}
    )
}

"""Roles that a text names and does not make: made before it runs, and remembered until the end of the run."""

from __future__ import annotations

import threading
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from trueup.diagnostic import Diagnostic
from trueup.origin import Origin
from trueup.replay.model import Unit
from trueup.sqltext.model import Statement
from trueup.sqltext.quote import identifier
from trueup.sqltext.trees import ParseFailure, kind_of, parse_one, walk

if TYPE_CHECKING:
    from trueup.postgres.server import Database

# Statements that name roles; parsing only these keeps the fast path fast.
_NAMING = frozenset(
    """GrantStmt GrantRoleStmt AlterOwnerStmt AlterTableStmt CreatePolicyStmt AlterPolicyStmt AlterRoleStmt
    AlterRoleSetStmt AlterDefaultPrivilegesStmt CreateSchemaStmt ReassignOwnedStmt DropOwnedStmt
    CreateUserMappingStmt AlterDatabaseSetStmt""".split()  # noqa: SIM905
)


def named(statements: Iterable[Statement]) -> dict[str, Origin]:
    """Roles that statements name, each with the first place, without those that an earlier statement makes."""
    found: dict[str, Origin] = {}
    made: set[str] = set()
    for statement in statements:
        if statement.kind == "CreateRoleStmt" and statement.target is not None:
            made.add(statement.target.name[0])
        elif statement.kind in _NAMING or (statement.kind == "VariableSetStmt" and "role" in statement.sql.lower()):
            for role in _roles_in(statement):
                if role not in made:
                    found.setdefault(role, statement.origin)
    return found


def _roles_in(statement: Statement) -> Iterator[str]:
    if statement.kind == "AlterTableStmt" and "owner" not in statement.sql.lower():
        return
    tree = parse_one(statement.sql)
    if isinstance(tree, ParseFailure):
        return
    for node in walk(tree):
        if kind_of(node) == "RoleSpec" and node.rolename:
            yield node.rolename
        elif kind_of(node) == "GrantRoleStmt":
            yield from (r.access_priv.priv_name for r in node.granted_roles if r.access_priv.priv_name)


_LOCK = threading.Lock()  # two sources are replayed at once, and roles belong to the whole server


def prepare(database: Database, units: Iterable[Unit]) -> tuple[frozenset[str], list[Diagnostic]]:
    """Make the roles that units name and nobody makes: without login, with the replay role as their member.

    They belong to the server, which forgets them when it stops.

    Returns:
        All roles that are there now, and a diagnostic for each one that was made.
    """
    wanted = named(s for unit in units for s in unit.statements)
    told = []
    with _LOCK, database.connect(superuser=True) as conn:
        there = {row[0] for row in conn.execute("SELECT rolname::text FROM pg_catalog.pg_roles")}
        for role, origin in wanted.items():
            if role.startswith("pg_") or role == "public":
                continue
            if role not in there:
                conn.execute(f"CREATE ROLE {identifier(role)} NOLOGIN".encode())
                member = identifier(database.server.replay_role)
                grant = f"GRANT {identifier(role)} TO {member} WITH ADMIN TRUE, INHERIT TRUE, SET TRUE"
                conn.execute(grant.encode())
                there.add(role)
            elif role in database.server.baseline_roles:
                continue
            told.append(_told(role, origin))
    return frozenset(there), told


def _told(role: str, origin: Origin) -> Diagnostic:
    return Diagnostic(
        code="role-created",
        message=f"the role {role} is named here and created nowhere; a role without login stood in for it",
        origin=origin,
    )

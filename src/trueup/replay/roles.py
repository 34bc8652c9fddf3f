"""Roles that a text names and does not make: made before it runs; the server forgets them when it stops."""

from __future__ import annotations

import contextlib
import re
import threading
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import psycopg

from trueup.diagnostic import Diagnostic
from trueup.origin import Origin
from trueup.replay.model import Unit
from trueup.sqltext.model import Statement
from trueup.sqltext.quote import identifier
from trueup.sqltext.trees import ParseFailure, kind_of, parse_one, walk

if TYPE_CHECKING:
    from trueup.postgres.server import Database

HELPER = "trueup_owners"
_LOCK = threading.Lock()  # two sources are replayed at once, and roles belong to the whole server
# Statements that name roles; parsing only these keeps the fast path fast.
_NAMING = frozenset(
    """GrantStmt GrantRoleStmt AlterOwnerStmt AlterTableStmt CreatePolicyStmt AlterPolicyStmt AlterRoleStmt
    AlterRoleSetStmt AlterDefaultPrivilegesStmt CreateSchemaStmt ReassignOwnedStmt DropOwnedStmt
    CreateUserMappingStmt AlterDatabaseSetStmt""".split()  # noqa: SIM905
)
_SCHEMAS = """SELECT nspname::text FROM pg_catalog.pg_namespace
 WHERE nspname NOT LIKE 'pg\\_%' AND nspname <> 'information_schema'"""
_TO = re.compile(r"\bto\b", re.IGNORECASE)
_OWNING = frozenset({"AlterOwnerStmt", "AlterTableStmt", "CreateSchemaStmt"})


@dataclass(slots=True)
class Named:
    """Roles that statements name.

    Args:
        first: each role that no earlier statement makes, with the first place.
        owners: those that are to own something.
    """

    first: dict[str, Origin] = field(default_factory=dict)
    owners: set[str] = field(default_factory=set)


def named(statements: Iterable[Statement]) -> Named:
    """The roles that statements name."""
    found = Named()
    made: set[str] = set()
    for statement in statements:
        if statement.kind == "CreateRoleStmt" and statement.target is not None:
            made.add(statement.target.name[0])
        elif statement.kind in _NAMING or (statement.kind == "VariableSetStmt" and "role" in statement.sql.lower()):
            for role in _roles_in(statement):
                if role not in made:
                    found.first.setdefault(role, statement.origin)
                if statement.kind in _OWNING:
                    found.owners.add(role)
    return found


def _roles_in(statement: Statement) -> Iterator[str]:
    if statement.kind == "AlterTableStmt" and "owner" not in statement.sql.lower():
        return
    if statement.kind in {"CreatePolicyStmt", "AlterPolicyStmt"} and not _TO.search(statement.sql):
        return
    tree = parse_one(statement.sql)
    if isinstance(tree, ParseFailure):
        return
    for node in walk(tree):
        if kind_of(node) == "RoleSpec" and node.rolename:
            yield node.rolename
        elif kind_of(node) == "GrantRoleStmt":
            yield from (r.access_priv.priv_name for r in node.granted_roles if r.access_priv.priv_name)


@dataclass(frozen=True, slots=True)
class Prepared:
    """What `prepare` did.

    Args:
        others: roles that are there by another replay's or by our doing, not by the platform's.
        owners: roles that are to own something and are not the platform's.
        diagnostics: one for each role that stands in.
    """

    others: frozenset[str]
    owners: frozenset[str]
    diagnostics: tuple[Diagnostic, ...]


def prepare(database: Database, units: Iterable[Unit]) -> Prepared:
    """Make the roles that units name and nobody makes: without login, with the replay role as their member.

    A role that is to own objects needs CREATE in their schemas, which on a real server whoever set it up has granted;
    here a helper role has it as long as the replay runs.
    """
    wanted = named(s for unit in units for s in unit.statements)
    platform_roles = database.server.baseline_roles
    owners = frozenset(wanted.owners - platform_roles)
    told = []
    with _LOCK, database.connect(superuser=True) as conn:
        there = {row[0] for row in conn.execute("SELECT rolname::text FROM pg_catalog.pg_roles")}
        before = frozenset(there)
        for role, origin in wanted.first.items():
            if role in platform_roles or role.startswith("pg_") or role == "public":
                continue
            if role not in there:
                _make(conn, role, database.server.replay_role)
                there.add(role)
            told.append(_told(role, origin))
        if owners:
            _help(conn, owners & there, database.server.replay_role, new=HELPER not in there)
    return Prepared(before - platform_roles - {HELPER}, owners, tuple(told))


def _make(conn: psycopg.Connection, role: str, member: str) -> None:
    with contextlib.suppress(psycopg.errors.DuplicateObject, psycopg.errors.UniqueViolation):
        # the other side, which is replayed at the same time, may have made it since
        conn.execute(f"CREATE ROLE {identifier(role)} NOLOGIN".encode())
    grant = f"GRANT {identifier(role)} TO {identifier(member)} WITH ADMIN TRUE, INHERIT TRUE, SET TRUE"
    conn.execute(grant.encode())


def _help(conn: psycopg.Connection, owners: Iterable[str], replay_role: str, *, new: bool) -> None:
    """Let the owners create in the schemas that are there; the event trigger sees to those to come."""
    if new:
        conn.execute(f"CREATE ROLE {HELPER} NOLOGIN".encode())
        member = identifier(replay_role)
        conn.execute(f"GRANT {HELPER} TO {member} WITH ADMIN TRUE, INHERIT FALSE, SET FALSE".encode())
    for role in sorted(owners):
        conn.execute(f"GRANT {HELPER} TO {identifier(role)}".encode())
    for (schema,) in conn.execute(_SCHEMAS).fetchall():
        conn.execute(f"GRANT CREATE ON SCHEMA {identifier(schema)} TO {HELPER}".encode())


def release(conn: psycopg.Connection) -> None:
    """Take the helper's rights in this database back."""
    row = conn.execute("SELECT 1 FROM pg_catalog.pg_roles WHERE rolname = %s", (HELPER,)).fetchone()
    if row is not None:
        conn.execute(f"DROP OWNED BY {HELPER}".encode())


def _told(role: str, origin: Origin) -> Diagnostic:
    return Diagnostic(
        code="role-created",
        message=f"the role {role} is named here and created nowhere; a role without login stood in for it",
        origin=origin,
    )

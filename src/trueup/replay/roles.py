"""Roles that a text names and does not make: made before it runs, and remembered until the end of the run."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from trueup.diagnostic import Diagnostic
from trueup.origin import Origin
from trueup.replay.model import Unit
from trueup.sqltext.model import Statement
from trueup.sqltext.quote import identifier
from trueup.sqltext.trees import ParseFailure, kind_of, parse_one, walk

if TYPE_CHECKING:
    from trueup.postgres.server import Database, Server

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


class RoleBook:
    """The roles of one scratch server: who made them.

    A cluster has one set of roles for all databases, and two sources of one run name the same ones.
    """

    def __init__(self, server: Server) -> None:
        self._server = server
        self.made: set[str] = set()  # by us, because a text names them
        self.created: set[str] = set()  # by a text, in one of the replays

    @classmethod
    def of(cls, server: Server) -> RoleBook:
        """The book of a server; there is one for each."""
        book = getattr(server, "role_book", None)
        if not isinstance(book, RoleBook):
            book = cls(server)
            server.role_book = book  # type: ignore[attr-defined]
        return book

    def prepare(self, database: Database, units: Iterable[Unit]) -> list[Diagnostic]:
        """Make the roles that the units name and nobody makes, as NOLOGIN, with the replay role as their member."""
        statements = [s for unit in units for s in unit.statements]
        wanted = named(statements)
        told = []
        with database.connect(superuser=True) as conn:
            there = {row[0] for row in conn.execute("SELECT rolname::text FROM pg_catalog.pg_roles")}
            for role, origin in wanted.items():
                if role in there or role.startswith("pg_") or role == "public":
                    continue
                conn.execute(f"CREATE ROLE {identifier(role)} NOLOGIN".encode())
                member = identifier(self._server.replay_role)
                grant = f"GRANT {identifier(role)} TO {member} WITH ADMIN TRUE, INHERIT TRUE, SET TRUE"
                conn.execute(grant.encode())
                self.made.add(role)
                told.append(_told(role, origin))
        return told

    def existing(self, database: Database) -> set[str]:
        """All roles of the server by now."""
        with database.connect(superuser=True) as conn:
            return {row[0] for row in conn.execute("SELECT rolname::text FROM pg_catalog.pg_roles")}

    def forget(self) -> None:
        """Drop all roles that were made for this run; call it when its databases are gone."""
        with self._server.admin() as conn:
            for role in sorted(self.made | self.created):
                conn.execute(f"DROP ROLE IF EXISTS {identifier(role)}".encode())
        self.made.clear()
        self.created.clear()


def _told(role: str, origin: Origin) -> Diagnostic:
    return Diagnostic(
        code="role-created",
        message=f"the role {role} is named here and created nowhere; a role without login stood in for it",
        origin=origin,
    )

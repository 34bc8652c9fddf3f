"""What a fresh scratch cluster gets: roles, the sandbox's refusals, and the database that all others copy."""

from __future__ import annotations

import contextlib
import re
from collections.abc import Iterator
from pathlib import Path

import psycopg

from trueup.errors import ScratchError
from trueup.postgres.platforms.model import Platform, Role
from trueup.sqltext import quote

DATABASE = "trueup_baseline"
_SANDBOX = Path(__file__).parent / "sandbox.sql"


def sandbox_sql() -> str:
    """The statements that close, in a database, what PostgreSQL leaves open to everyone."""
    return _SANDBOX.read_text(encoding="utf-8")


def role_statements(platform: Platform, existing: frozenset[str]) -> Iterator[str]:
    """SQL that makes the platform's roles and their memberships, except those that exist."""
    for role in platform.roles:
        name = quote.identifier(role.name)
        if role.name == platform.superuser or role.name not in existing:
            verb = "ALTER" if role.name in existing else "CREATE"
            yield f"{verb} ROLE {name} {role.attributes}"
        yield from settings_statements(role)
    for role in platform.roles:
        for member in role.granted_to:
            # The replay role manages the roles that it is a member of, as on the platform.
            option = " WITH ADMIN OPTION" if member == platform.replay_role else ""
            yield f"GRANT {quote.identifier(role.name)} TO {quote.identifier(member)}{option}"
    for granted, members in platform.memberships.items():
        yield f"GRANT {quote.identifier(granted)} TO {', '.join(map(quote.identifier, members))}"
    for setting in platform.settable:
        yield f"GRANT SET ON PARAMETER {setting} TO {quote.identifier(platform.replay_role)}"


def settings_statements(role: Role) -> Iterator[str]:
    """SQL that gives a role its settings. A list setting such as search_path keeps its own quotes."""
    for key, value in role.settings.items():
        text = value if key == "search_path" else quote.literal(value)
        yield f"ALTER ROLE {quote.identifier(role.name)} SET {key} = {text}"


def fill(conn: psycopg.Connection, platform: Platform, *, tolerant: bool = False, replay_role: str = "") -> None:
    """Make the current database the platform's baseline. `conn` is the superuser's, in autocommit.

    Args:
        conn: to that database.
        platform: whose scripts are run.
        tolerant: whether an extension that the server does not have may be missing.
        replay_role: who stands for the platform's own replay role, if that name belongs to somebody else there.

    Raises:
        ScratchError: a script of the platform fails; names the script.
    """
    for name, text in (("sandbox.sql", sandbox_sql()), *platform.sql):
        sql = re.sub(rf"\b{platform.replay_role}\b", replay_role, text) if replay_role else text
        try:
            if tolerant and "extensions" in name:
                _each(conn, sql)
                continue
            with conn.transaction():
                conn.execute(sql.encode())
        except psycopg.Error as error:
            raise ScratchError(f"the platform {platform.name} can't be made: {name}: {error}") from error


def _each(conn: psycopg.Connection, sql: str) -> None:
    import postgast  # late: only a server that the user named needs it

    for statement in postgast.split(sql):
        with contextlib.suppress(psycopg.errors.FeatureNotSupported, psycopg.errors.UndefinedFile):
            conn.execute(statement.encode())


def make_database(conn: psycopg.Connection, platform: Platform, name: str) -> None:
    """An empty database of the replay role, with the platform's search_path."""
    database = quote.identifier(name)
    conn.execute(
        f"CREATE DATABASE {database} OWNER {quote.identifier(platform.replay_role)} TEMPLATE template0".encode()
    )

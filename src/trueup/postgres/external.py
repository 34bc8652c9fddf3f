"""A server that the user named (``--scratch URL``) instead of the embedded one."""

from __future__ import annotations

import contextlib
import secrets
from pathlib import Path
from typing import Any

import psycopg

from trueup.errors import ScratchError
from trueup.postgres import baseline, cluster
from trueup.postgres.conninfo import parameters
from trueup.postgres.platforms.model import Platform
from trueup.postgres.templates import Templates
from trueup.sqltext import quote

_OWN_ROLE = "trueup_replay"


class External:
    """Databases in somebody's own server: nothing that was there is touched, what we made is removed."""

    folder: Path | None = None
    data_folder: Path | None = None
    copy_strategy = ""  # FILE_COPY would force checkpoints, which cost on a server that is not ours

    def __init__(self, platform: Platform, url: str) -> None:
        self._platform = platform
        try:
            self._given: dict[str, Any] = dict(parameters(url))
        except ValueError:
            raise ScratchError(
                "the scratch server's URL can't be read",
                help="Write it as postgresql://user@host:port/database; percent-encode @ : / ? # % in a password.",
            ) from None
        token = secrets.token_hex(4)
        self.prefix = f"trueup_{token}_"
        self.baseline_database = f"{self.prefix}baseline"
        self._password = secrets.token_urlsafe(24)
        self._made: list[str] = []
        self._granted: list[tuple[str, str]] = []
        self._templates = Templates(None, f"{self.prefix}template_")
        self.superuser = ""
        self.replay_role = platform.replay_role
        self.baseline_state = ""

    def templates(self) -> Templates:
        """Templates that live as long as the run."""
        return self._templates

    def known_state(self) -> str:
        """Only the server itself knows."""
        return ""

    def parameters(self, user: str) -> dict[str, Any]:
        """Connection parameters for a role: the user's own for the superuser, ours for the replay role."""
        if user == self.superuser:
            return self._given
        return {**self._given, "user": user, "password": self._password}

    def start(self) -> None:
        """Make the roles that are missing, and the baseline.

        Raises:
            ScratchError: the server can't be reached, is too old, or its user is no superuser.
        """
        try:
            with contextlib.closing(self._connect()) as conn:
                self._check(conn)
                try:
                    self._populate(conn)
                except BaseException:
                    self._clean(conn)
                    raise
        except psycopg.Error as error:
            text = str(error).replace(str(self._given.get("password") or "\0"), "***")
            raise ScratchError(f"the scratch server can't be used: {text}") from None

    def stop(self) -> None:
        """Remove what we made."""
        with contextlib.suppress(psycopg.Error), contextlib.closing(self._connect()) as conn:
            self._clean(conn)

    def is_running(self) -> bool:
        """Whether it answers."""
        with contextlib.suppress(psycopg.Error):
            self._connect().close()
            return True
        return False

    def restart(self) -> None:
        """It is not ours to start.

        Raises:
            ScratchError: it does not answer.
        """
        if not self.is_running():
            raise ScratchError("the scratch server that you named does not answer any more")

    def _connect(self, **changes: Any) -> psycopg.Connection:
        return psycopg.connect(**{**self._given, **changes}, autocommit=True)

    def _check(self, conn: psycopg.Connection) -> None:
        row = conn.execute("SELECT rolname, rolsuper FROM pg_roles WHERE rolname = current_user").fetchone()
        assert row is not None
        self.superuser = str(row[0])
        if not row[1]:
            raise ScratchError(
                f"the scratch server's role {self.superuser} is no superuser",
                help="Name a role that is; text from your files runs as another one that trueup makes.",
            )
        if conn.info.server_version < 140000:
            raise ScratchError("the scratch server is older than PostgreSQL 14", help="Name a newer one.")

    def _populate(self, conn: psycopg.Connection) -> None:
        rows = conn.execute("SELECT rolname, rolsuper FROM pg_roles").fetchall()
        existing = {str(name): bool(superuser) for name, superuser in rows}
        if self.replay_role in existing:
            self.replay_role = f"{_OWN_ROLE}_{self.prefix.split('_')[1]}"
        for role in self._platform.roles:
            if role.name in existing or role.name == self._platform.replay_role:
                continue
            # A superuser more is nothing to leave on somebody's server, not even for a while.
            attributes = "NOLOGIN" if role.name == self._platform.superuser else role.attributes
            conn.execute(f"CREATE ROLE {quote.identifier(role.name)} {attributes}".encode())
            self._made.append(role.name)
        attributes = next(role.attributes for role in self._platform.roles if role.name == self._platform.replay_role)
        name, password = quote.identifier(self.replay_role), quote.literal(self._password)
        conn.execute(f"CREATE ROLE {name} {attributes} PASSWORD {password}".encode())
        self._made.append(self.replay_role)
        for role in self._platform.roles:
            if self._platform.replay_role in role.granted_to:
                conn.execute(f"GRANT {quote.identifier(role.name)} TO {name} WITH ADMIN OPTION".encode())
        conn.execute(
            f"CREATE DATABASE {self.baseline_database} OWNER {name} TEMPLATE template0 ENCODING 'UTF8'".encode()
        )
        with contextlib.closing(self._connect(dbname=self.baseline_database)) as inside:
            baseline.fill(inside, self._platform, tolerant=True, replay_role=self.replay_role)
        self.baseline_state = cluster.state(conn)

    def _clean(self, conn: psycopg.Connection) -> None:
        rows = conn.execute("SELECT datname FROM pg_database WHERE starts_with(datname, %s)", (self.prefix,)).fetchall()
        for (name,) in rows:
            cluster.drop_database(conn, str(name))
        before = cluster.role_names(self.baseline_state) if self.baseline_state else frozenset(self._made)
        left = conn.execute("SELECT rolname FROM pg_roles").fetchall() if self.baseline_state else []
        # Roles that came during the run may be somebody else's: only those that the replay role made are ours.
        for (name,) in left:
            if name not in before and self._is_ours(conn, name):
                with contextlib.suppress(psycopg.Error):
                    conn.execute(f"DROP ROLE {quote.identifier(name)}".encode())
        for name in reversed(self._made):
            with contextlib.suppress(psycopg.Error):
                conn.execute(f"DROP ROLE IF EXISTS {quote.identifier(name)}".encode())

    def _is_ours(self, conn: psycopg.Connection, role: str) -> bool:
        row = conn.execute(
            "SELECT EXISTS (SELECT FROM pg_auth_members "
            "WHERE roleid = %s::regrole AND member = %s::regrole AND admin_option)",
            (quote.identifier(role), quote.identifier(self.replay_role)),
        ).fetchone()
        return bool(row and row[0])

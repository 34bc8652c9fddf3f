"""Roles belong to the whole server, not to a copy: those that a trial made are taken away behind it."""

from __future__ import annotations

import contextlib
from dataclasses import dataclass

import psycopg

from trueup.postgres.cluster import role_names
from trueup.postgres.server import Database
from trueup.sqltext.quote import identifier


@dataclass(slots=True)
class Roles:
    """Roles belong to the whole server: those that a trial made must not be there for the next one."""

    database: Database
    state: str = ""
    names: frozenset[str] = frozenset()

    def remember(self) -> None:
        """Note what is there."""
        self.state = self.database.server.cluster_state()
        self.names = role_names(self.state)

    def changed(self) -> bool:
        """Whether anything came or changed since."""
        return self.database.server.cluster_state() != self.state

    def restore(self) -> None:
        """Drop what has come since; a role that still owns something elsewhere stays."""
        now = self.database.server.cluster_state()
        if now == self.state:
            return
        with self.database.server.admin() as conn:
            for role in sorted(role_names(now) - self.names):
                with contextlib.suppress(psycopg.Error):
                    conn.execute(f"DROP ROLE IF EXISTS {identifier(role)}")

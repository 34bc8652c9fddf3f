"""Bounds on what text from files may take, held from outside: the text itself can set statement_timeout to 0.

A thread looks twice a second at the replay role's sessions, over a connection of its own. What runs too long, or in a
database that grew too large, is cancelled; what catches the cancellation is ended with its session.
"""

from __future__ import annotations

import contextlib
import shutil
import threading
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import psycopg

from trueup import inputs
from trueup.errors import ScratchError

_INTERVAL = 0.5
_ACTIVE = """
SELECT a.pid, a.datname, extract(epoch FROM clock_timestamp() - a.query_start)::float8
  FROM pg_stat_activity a
 WHERE a.usename = %s AND a.state = 'active' AND a.wait_event_type IS DISTINCT FROM 'Client'
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """What one statement, and one database, may take.

    Args:
        statement_seconds: how long a statement may run; time that the server waits for us does not count.
        database_bytes: how large a scratch database may grow.
        free_bytes: how much of the disk is left alone.
    """

    statement_seconds: float = 60.0
    database_bytes: int = 2 * 2**30
    free_bytes: int = 500 * 2**20


class Watch:
    """The watching thread of one server."""

    def __init__(
        self, limits: Limits, role: str, connect: Callable[[], psycopg.Connection], folder: Path | None
    ) -> None:
        self._limits = limits
        self._role = role
        self._connect = connect
        self._folder = folder
        self._reasons: dict[int, str] = {}
        self._bounds: dict[str, int] = {}
        self._end = threading.Event()
        self._thread = threading.Thread(target=self._run, name="trueup-limits", daemon=True)

    def start(self) -> None:
        """Begin to watch."""
        self._thread.start()

    def stop(self) -> None:
        """Watch no more."""
        self._end.set()
        if self._thread.is_alive():
            self._thread.join()

    def reason(self, pid: int) -> str | None:
        """Why the last statement of that session (its backend's process id) was stopped, if it was."""
        return self._reasons.get(pid)

    def _run(self) -> None:
        conn: psycopg.Connection | None = None
        while not self._end.wait(_INTERVAL):
            try:
                if conn is None or conn.closed:
                    conn = self._connect()
                self._look(conn)
            except psycopg.Error:  # the server is down or restarting: look again later
                if conn is not None:
                    conn.close()
                conn = None
            except ScratchError:  # it could not connect
                conn = None
        if conn is not None:
            with contextlib.suppress(psycopg.Error):
                conn.close()

    def _look(self, conn: psycopg.Connection) -> None:
        active = conn.execute(_ACTIVE, (self._role,)).fetchall()
        if not active:
            return
        full = self._disk_is_full()
        sizes: dict[str, int] = {}
        for pid, database, seconds in active:
            if database not in sizes:
                row = conn.execute("SELECT pg_database_size(%s)", (database,)).fetchone()
                sizes[database] = int(row[0]) if row else 0
            reason = self._judge(float(seconds), database, sizes[database], full)
            if reason:
                # Twice at fault: it caught the first cancellation.
                call = (
                    "pg_terminate_backend" if pid in self._reasons and seconds > _INTERVAL * 3 else "pg_cancel_backend"
                )
                self._reasons[pid] = reason
                inputs.spoil(reason)
                conn.execute(f"SELECT {call}(%s)".encode(), (pid,))

    def _judge(self, seconds: float, database: str, size: int, full: bool) -> str | None:
        limits = self._limits
        if seconds > limits.statement_seconds:
            return f"it ran longer than {limits.statement_seconds:g} seconds"
        bound = self._bounds.get(database, limits.database_bytes)
        if size > bound:
            # What was rolled back still takes its room: the next statement is not to pay for it, within reason.
            self._bounds[database] = min(size + limits.database_bytes // 4, 2 * limits.database_bytes)
            return f"its database grew beyond {bound // 2**20} MB"
        if full:
            return "the disk is nearly full"
        return None

    def _disk_is_full(self) -> bool:
        if self._folder is None:
            return False
        return shutil.disk_usage(self._folder).free < self._limits.free_bytes

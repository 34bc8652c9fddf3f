"""The superuser's sessions in scratch databases, kept for the next time that one is asked for.

A new session costs a process and the reading of what each has to know about the catalog, 5 to 20 ms. It is given on as
new: DISCARD ALL takes back all that a session can hold (https://www.postgresql.org/docs/current/sql-discard.html). Text
from files never runs in one.
"""

from __future__ import annotations

import select
import threading
from typing import Any

import psycopg
from psycopg.pq import TransactionStatus

_BOUND = 16


class Kept(psycopg.Connection[tuple[Any, ...]]):
    """A session that `close` gives back."""

    home: Sessions | None = None
    place: str = ""

    def close(self) -> None:
        """Give it back; where that can't be, end it."""
        if self.home is None:
            super().close()
        elif not self.closed:
            self.home.take_back(self)

    def end(self) -> None:
        """Close it for good."""
        self.home = None
        super().close()


class Sessions:
    """Sessions by database, within a bound; the one that was used least recently goes first."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._idle: list[Kept] = []
        self._open = True

    def take(self, place: str) -> Kept | None:
        """One that is in the database already, if it lives."""
        with self._lock:
            for conn in reversed(self._idle):
                if conn.place == place:
                    self._idle.remove(conn)
                    break
            else:
                return None
        if _lives(conn):
            return conn
        conn.end()
        return None

    def lend(self, conn: Kept, place: str) -> Kept:
        """A new one, to be given back."""
        conn.home, conn.place = self, place
        conn.prepare_threshold = None  # DISCARD ALL forgets what was prepared, and psycopg would not know
        return conn

    def take_back(self, conn: Kept) -> None:
        """Clean it and keep it; end what can't be cleaned."""
        with self._lock:
            if conn in self._idle:
                return
        if not _cleaned(conn):
            conn.end()
            return
        with self._lock:
            if self._open:
                self._idle.append(conn)
                surplus = self._idle.pop(0) if len(self._idle) > _BOUND else None
            else:
                surplus = conn
        if surplus is not None:
            surplus.end()

    def leave(self, place: str | None = None, *, for_good: bool = False) -> None:
        """End the idle ones in a database, or all; `for_good`: none is kept any more."""
        with self._lock:
            self._open = self._open and not for_good
            going = [conn for conn in self._idle if place in (None, conn.place)]
            self._idle = [conn for conn in self._idle if conn not in going]
        for conn in going:
            conn.end()


def _lives(conn: Kept) -> bool:
    """Whether nothing came while it was idle: an ended session says so, or its socket is closed."""
    if conn.closed:
        return False
    readable, _, _ = select.select([conn.pgconn.socket], [], [], 0)
    return not readable


def _cleaned(conn: Kept) -> bool:
    try:
        if conn.info.transaction_status != TransactionStatus.IDLE:
            conn.rollback()
        conn.autocommit = True
        conn.row_factory = psycopg.rows.tuple_row
        conn.execute("DISCARD ALL")
    except psycopg.Error:
        return False
    return True

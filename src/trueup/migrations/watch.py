"""Ends a backend from outside when the text that it runs has lifted its own time limit."""

from __future__ import annotations

import contextlib
import threading
import time
from collections.abc import Iterator
from typing import TYPE_CHECKING

import psycopg

from trueup.errors import ScratchError

if TYPE_CHECKING:
    from trueup.postgres.server import Database

_TICK = 0.25


class Watch:
    """One thread that looks after all running statements; it ends when there is nothing to look after for a while."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._running: dict[int, tuple[float, Database, int, list[bool]]] = {}
        self._next = 0
        self._thread: threading.Thread | None = None

    @contextlib.contextmanager
    def over(self, database: Database, pid: int, seconds: float) -> Iterator[list[bool]]:
        """Watch what runs inside the block; the list holds something as soon as it was ended from outside."""
        ended: list[bool] = []
        with self._lock:
            self._next += 1
            number = self._next
            self._running[number] = (time.monotonic() + seconds, database, pid, ended)
            if self._thread is None:
                self._thread = threading.Thread(target=self._look, name="trueup-watch", daemon=True)
                self._thread.start()
        try:
            yield ended
        finally:
            with self._lock:
                self._running.pop(number, None)

    def _look(self) -> None:
        idle = 0
        while True:
            time.sleep(_TICK)
            with self._lock:
                now = time.monotonic()
                late = [(d, p, ended) for at, d, p, ended in self._running.values() if at < now and not ended]
                for _, _, ended in late:
                    ended.append(True)
                idle = 0 if self._running else idle + 1
                if idle > 20:
                    self._thread = None
                    return
            for database, pid, _ in late:
                terminate(database, pid)


def terminate(database: Database, pid: int) -> None:
    """End one backend of a scratch server, if it is still there."""
    with contextlib.suppress(psycopg.Error, ScratchError), database.server.admin() as admin:
        admin.execute("SELECT pg_catalog.pg_terminate_backend(%s)", (pid,))


WATCH = Watch()

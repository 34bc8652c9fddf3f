"""Work that two stages may ask for at the same time, done once."""

from __future__ import annotations

import threading
from collections.abc import Callable, Hashable
from concurrent.futures import Future
from typing import Any


class Once:
    """What was worked out in this run, by key; a second asker waits for the first, and gets its error too."""

    def __init__(self) -> None:
        self._jobs: dict[Hashable, Future[Any]] = {}
        self._lock = threading.Lock()

    def get(self, key: Hashable, make: Callable[[], Any], *, also: Hashable = None) -> Any:
        """What `make` gives, or gave when the key was asked for before.

        Args:
            key: says what it is.
            make: works it out.
            also: another key whose result, where it was asked for already, serves as well.
        """
        with self._lock:
            job = self._jobs.get(also) if also is not None else None
            job = job or self._jobs.get(key)
            if job is None:
                mine = self._jobs[key] = Future()
        if job is not None:
            return job.result()
        try:
            mine.set_result(make())
        except Exception as error:
            mine.set_exception(error)
        return mine.result()

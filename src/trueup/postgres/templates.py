"""Template databases under the hash of what filled them, kept across runs within a bound on disk."""

from __future__ import annotations

import contextlib
import hashlib
import json
import threading
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from trueup.sqltext import quote

if TYPE_CHECKING:
    from trueup.postgres.server import Database, Server

_PREFIX = "template_"
_BOUND = 1 * 2**30


class Templates:
    """The templates of one cluster. ``index`` is a file that remembers them, or None where none outlives the run."""

    def __init__(self, index: Path | None, prefix: str = _PREFIX) -> None:
        self._index = index
        self.prefix = prefix
        self._known: dict[str, dict[str, Any]] = {}
        self._lock = threading.Lock()
        self._building: dict[str, threading.Lock] = {}
        self._in_use: set[str] = set()

    def load(self, databases: frozenset[str]) -> frozenset[str]:
        """Read the index; the names of those templates that are kept and among `databases`."""
        known: dict[str, dict[str, Any]] = {}
        if self._index is not None:
            with contextlib.suppress(OSError, ValueError):
                known = json.loads(self._index.read_text())
        self._known = {name: entry for name, entry in known.items() if entry.get("keep") and name in databases}
        return frozenset(self._known)

    def get(self, server: Server, key: str, build: Callable[[Database], None]) -> str:
        """The template for `key`; see `Server.template`."""
        name = self._name(key)
        with self._lock:
            own = self._building.setdefault(name, threading.Lock())
        with own:
            if name not in self._known:
                self._build(server, name, build)
            self._touch(server, name)
        return name

    def find(self, server: Server, key: str) -> str | None:
        """The template for `key`, if there is one."""
        name = self._name(key)
        if name not in self._known:
            return None
        self._touch(server, name)
        return name

    def keep(self, server: Server, key: str, database: Database) -> None:
        """Make a copy of `database` the template for `key`, unless there is one."""
        name = self._name(key)
        with self._lock:
            own = self._building.setdefault(name, threading.Lock())
        with own:
            if name not in self._known:
                self._publish(server, server.create(template=database.name), name)
            self._touch(server, name)

    def _name(self, key: str) -> str:
        return self.prefix + hashlib.sha256(key.encode()).hexdigest()[:24]

    def _build(self, server: Server, name: str, build: Callable[[Database], None]) -> None:
        database = server.create()
        try:
            build(database)
        except BaseException:
            database.drop()
            raise
        self._publish(server, database, name)

    def _publish(self, server: Server, database: Database, name: str) -> None:
        """Give a database the template's name and note it."""
        try:
            server.rename(database.name, name)
        except BaseException:
            database.drop()
            raise
        # The replay role may neither drop nor change it.
        server.execute(f"ALTER DATABASE {quote.identifier(name)} OWNER TO {quote.identifier(server.superuser)}")
        self._known[name] = {
            "keep": server.cluster_state() == server.baseline_state,
            "bytes": server.size(name),
        }

    def _touch(self, server: Server, name: str) -> None:
        """Note the use, and drop the least recently used ones beyond the bound."""
        with self._lock:
            self._in_use.add(name)
            entry = self._known[name]
            entry["used"] = 1 + max((other.get("used", 0) for other in self._known.values()), default=0)
            total = 0
            for old, other in sorted(self._known.items(), key=lambda item: -item[1].get("used", 0)):
                total += other["bytes"]
                if total > _BOUND and old not in self._in_use:
                    server.drop(old)
                    del self._known[old]
            self._save()

    def _save(self) -> None:
        if self._index is None:
            return
        partial = self._index.with_suffix(".new")
        with contextlib.suppress(OSError):
            partial.write_text(json.dumps(self._known, sort_keys=True))
            partial.replace(self._index)

"""Production as pending migrations meet it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from trueup.catalog.baseline import without_baseline
from trueup.catalog.model import Catalog
from trueup.migrations.course import Course
from trueup.migrations.memory import Memory
from trueup.migrations.reading import Reader, without_recorder
from trueup.migrations.reading import read as own
from trueup.postgres.server import Database, Server


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """Production as the migrations meet it.

    Args:
        database: a scratch database that holds it; cloned, never written to.
        catalog: what it holds.
        read: reads a copy's catalog in the way `catalog` was read.
        memory: what earlier runs found out about it, if that may be used.
    """

    database: Database
    catalog: Catalog
    read: Reader
    memory: Memory | None = None

    def course(self, *, sized: bool = False) -> Course:
        """A course over a copy of it.

        Args:
            sized: locks are told with how many rows the tables hold.
        """
        return Course(self.database, sizes=self.catalog.sizes if sized else {}, memory=self.memory)


def nothing(server: Server, read: Reader) -> Catalog:
    """The catalog of a database in which nothing was run."""
    if read is own:
        baseline = server.baseline_catalog()
        return without_recorder(without_baseline(baseline, baseline))
    blank = server.create()
    try:
        return read(blank)
    finally:
        blank.drop()


@contextmanager
def from_nothing(server: Server, read: Reader, purpose: str) -> Iterator[Target]:
    """An empty database as what migrations run on, for a block.

    Args:
        server: where it is.
        read: reads its copies.
        purpose: what for, in a word; what is remembered for one is not forgotten by another.
    """
    memory = Memory.of(server, "nothing", purpose)
    yield Target(database=server.baseline, catalog=nothing(server, read), read=read, memory=memory)
    if memory is not None:
        memory.save()

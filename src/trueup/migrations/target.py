"""Production as pending migrations meet it."""

from __future__ import annotations

from dataclasses import dataclass

from trueup.catalog.model import Catalog
from trueup.migrations.course import Course
from trueup.migrations.memory import Memory
from trueup.migrations.reading import Reader
from trueup.postgres.server import Database


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

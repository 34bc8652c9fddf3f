"""What a live server counts about its own use."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from trueup.ref import ObjectRef


@dataclass(frozen=True, slots=True, kw_only=True)
class TableUse:
    """How a table is used, since the server's statistics were reset.

    Args:
        sequential_scans, index_scans: how often it was read each way.
        rows_read: rows that sequential scans read.
        live, dead: rows, as estimated.
        bytes: size on disk; `wasted`: as estimated from column widths, None where unknown.
    """

    sequential_scans: int = 0
    index_scans: int = 0
    rows_read: int = 0
    live: int = 0
    dead: int = 0
    bytes: int = 0
    wasted: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ProductionStatistics:
    """What production's statistics views say.

    Args:
        tables: table to its use.
        index_scans: index to how often it was used.
        days: how many days the statistics span, or None where unknown.
        extensions: name to (installed, default version).
        public_buckets: ids of storage buckets that are public, or None where they could not be read.
    """

    tables: Mapping[ObjectRef, TableUse] = field(default_factory=dict)
    index_scans: Mapping[ObjectRef, int] = field(default_factory=dict)
    days: float | None = None
    extensions: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    public_buckets: tuple[str, ...] | None = None

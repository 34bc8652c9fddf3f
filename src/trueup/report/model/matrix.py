"""Who can do what."""

from __future__ import annotations

from dataclasses import dataclass, field

from trueup.report.model.side import Obj


@dataclass(frozen=True, slots=True, kw_only=True)
class CellEntry:
    """One cell of the access matrix: see `trueup.access.model.Cell`."""

    principal: str
    object: Obj
    command: str
    rows: str
    columns: tuple[str, ...] = ()
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class AccessEntry:
    """Who can do what to which row, as tried."""

    principals: tuple[str, ...] = ()
    matrix: tuple[CellEntry, ...] = ()
    coverage: dict[str, int] = field(default_factory=dict)

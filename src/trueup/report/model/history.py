"""What the production side is made of, unit by unit."""

from __future__ import annotations

from dataclasses import dataclass

from trueup.origin import Origin
from trueup.report.model.side import Obj


@dataclass(frozen=True, slots=True, kw_only=True)
class RefusedEntry:
    """A statement that the server refused."""

    origin: Origin
    sqlstate: str
    message: str


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitEntry:
    """One query or migration of the history: what it made, and what it failed to.

    Args:
        status: ``ran``, ``rolled back`` (a refused statement took it along), ``partly ran``, ``empty``.
        created, altered, dropped: what is left of it in the catalog.
        lost: what it would have made, had it not been rolled back.
    """

    side: str
    name: str
    title: str
    origin: Origin
    status: str
    statements: int
    created: tuple[Obj, ...] = ()
    altered: tuple[Obj, ...] = ()
    dropped: tuple[Obj, ...] = ()
    lost: tuple[Obj, ...] = ()
    refused: tuple[RefusedEntry, ...] = ()

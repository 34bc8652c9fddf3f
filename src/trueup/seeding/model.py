"""Who the rows of a scratch copy belong to, and what seeding came to."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from trueup.diagnostic import NotEvaluated
from trueup.ref import ObjectRef


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """Somebody whom rows belong to.

    Args:
        key: ``a``, ``b``, ``c`` (holds privileges, acts only as a control), ``n`` (signed up, owns nothing).
        uid: the user's id.
        role: the role that is set when the person acts.
        settings: run-time settings of the person's request.
        email: the person's address.
    """

    key: str
    uid: str
    role: str | None
    settings: tuple[tuple[str, str], ...] = ()
    email: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SeededRow:
    """One row that is there.

    Args:
        relation: the table's oid.
        context: whose things it hangs on (``a``, ``b``, ``c``).
        owner: whom its user columns name.
        values: the row as JSON.
        assigned: SQL of each value that was given, to make further rows like it.
        variant: whether it is there for a condition that it turns on or off.
        under: the row on which it was hung, where that is not the first of its owner's.
    """

    relation: int
    context: str
    owner: str
    values: Mapping[str, Any]
    assigned: Mapping[str, str]
    variant: bool = False
    under: SeededRow | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SeedReport:
    """What was seeded and what was not.

    Args:
        rows: number of rows by table.
        not_evaluated: each table that has no row, with the server's reason.
        people: whom the rows belong to.
    """

    rows: Mapping[ObjectRef, int] = field(default_factory=dict)
    not_evaluated: tuple[NotEvaluated, ...] = ()
    people: tuple[Person, ...] = ()

    @property
    def tables(self) -> int:
        """How many tables there are."""
        return len(self.rows)

    @property
    def seeded(self) -> int:
        """How many of them have rows."""
        return sum(1 for count in self.rows.values() if count)

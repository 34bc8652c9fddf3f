"""A difference between two catalogs."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from trueup.catalog.model import CatalogObject
from trueup.ref import ObjectRef


class ChangeKind(StrEnum):
    """What happened to an object between FROM and TO."""

    ADDED = "added"  # only in TO
    REMOVED = "removed"  # only in FROM
    CHANGED = "changed"
    RENAMED = "renamed"


class Meaning(StrEnum):
    """What a difference means, in a word."""

    HARMLESS = "harmless"
    BEHAVIOUR = "behaviour"
    SECURITY = "security"
    DATA = "data"


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldChange:
    """One field that differs: its name and both values.

    Args:
        noise: why this field's difference isn't counted, or "".
        label: how to print the field's name.
    """

    field: str
    before: Any
    after: Any
    meaning: Meaning = Meaning.BEHAVIOUR
    noise: str = ""
    label: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One object that differs.

    Args:
        kind: `ChangeKind`.
        ref: its identity (in TO where it is there, else in FROM).
        before, after: the object on each side, or None.
        fields: for CHANGED and RENAMED, what differs.
        meaning: the gravest of its fields' meanings.
        noise: why it is told but not counted (an automatic name, a date-named partition, column order), or "".
        old_ref, confidence, reason: for RENAMED; `reason` also where something inside was renamed (an argument).
        part_of: the object whose own change brings this one with it (a column of a new table), or None.
    """

    kind: ChangeKind
    ref: ObjectRef
    before: CatalogObject | None = None
    after: CatalogObject | None = None
    fields: tuple[FieldChange, ...] = ()
    meaning: Meaning = Meaning.BEHAVIOUR
    noise: str = ""
    old_ref: ObjectRef | None = None
    confidence: float = 1.0
    reason: str = ""
    part_of: ObjectRef | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Drift:
    """All differences from FROM to TO.

    Args:
        changes: in a stable order, grouped by parent object.
        equal: how many objects are equal on both sides.
        total: how many objects there are on either side.
    """

    changes: tuple[Change, ...]
    equal: int
    total: int

    @property
    def counted(self) -> tuple[Change, ...]:
        """The changes that count as drift (not noise)."""
        return tuple(c for c in self.changes if not c.noise)

    @property
    def heads(self) -> tuple[Change, ...]:
        """The counted changes that no other change brings with it: what to list, each with its parts under it."""
        return tuple(c for c in self.counted if c.part_of is None)

    def parts(self, head: ObjectRef) -> tuple[Change, ...]:
        """The changes that the change of `head` brings with it, at any depth."""
        inside = {head}
        found = []
        for change in self.changes:  # in an order in which a part comes after what it is a part of
            if change.part_of in inside:
                inside.add(change.ref)
                found.append(change)
        return tuple(found)

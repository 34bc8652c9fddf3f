"""What the printing of one kind may know: both catalogs, the options, and which objects are made or dropped."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any

from trueup.catalog.model import Catalog, Column, DefaultPrivileges, Grant, Table
from trueup.plan.links import needed_by
from trueup.plan.node import PlanOptions
from trueup.ref import ObjectRef

_MANY_ROWS = 10_000
_MANY_BYTES = 1_000_000


@dataclass(kw_only=True)
class Scope:
    """Both sides of a plan.

    Args:
        before, after: FROM and TO.
        options: `PlanOptions`.
        made: objects that the plan creates (new ones, and those that are dropped and made again).
        dropped: objects of FROM that the plan drops (for good, or to make them again).
        deferred: columns whose default is set only later, because it closes a cycle.
        loosened: columns that stay, but whose default calls what is dropped and made again.
        loosened_types: columns that stay, but whose type is dropped and made again.
        separate: what is dropped on its own though its parent is dropped, because it closes a cycle.
        questions: what a kind can't decide by itself; shown to the user.
    """

    before: Catalog
    after: Catalog
    options: PlanOptions
    made: set[ObjectRef] = field(default_factory=set)
    dropped: set[ObjectRef] = field(default_factory=set)
    deferred: set[ObjectRef] = field(default_factory=set)
    loosened: set[ObjectRef] = field(default_factory=set)
    loosened_types: set[ObjectRef] = field(default_factory=set)
    separate: set[ObjectRef] = field(default_factory=set)
    questions: list[str] = field(default_factory=list)

    def columns(self, relation: ObjectRef, *, before: bool = False) -> list[Column]:
        """A relation's columns in order."""
        catalog = self.before if before else self.after
        found = [c for c in catalog.children(relation, "column") if isinstance(c, Column)]
        return sorted(found, key=lambda c: c.position)

    def grants(self, target: ObjectRef, *, before: bool = False) -> Iterator[Grant]:
        """The grants on one object itself (not on its columns)."""
        catalog = self.before if before else self.after
        return (g for g in catalog.children(target, "grant") if isinstance(g, Grant))

    @cached_property
    def needed_by(self) -> Mapping[ObjectRef, set[ObjectRef]]:
        """FROM: object to the objects that need it."""
        return needed_by(self.before)

    @cached_property
    def default_privileges(self) -> list[DefaultPrivileges]:
        """FROM's default privileges, the platform's too: a plan changes them only after it has made what it makes."""
        known = (*self.before.objects.values(), *self.before.platform_objects.values())
        return [d for d in known if isinstance(d, DefaultPrivileges)]

    @cached_property
    def taken_names(self) -> frozenset[tuple[str, str]]:
        """The names of FROM's constraints, with their schemas, and those that more than one of TO's has."""
        wanted = Counter(_constraint_names(self.after, own=True))
        return frozenset(_constraint_names(self.before)) | {name for name, times in wanted.items() if times > 1}

    def get(self, ref: ObjectRef | None) -> Any:
        """An object of TO, or None."""
        return self.after.objects.get(ref) if ref is not None else None

    def old(self, ref: ObjectRef | None) -> Any:
        """An object of FROM, or None."""
        return self.before.objects.get(ref) if ref is not None else None

    def is_detached(self, ref: ObjectRef | None) -> bool:
        """Whether a table that stays is taken out of its partitioned table (perhaps to be put into another one)."""
        old, new = self.old(ref), self.get(ref)
        if not isinstance(old, Table) or not isinstance(new, Table) or old.partition_of is None or ref in self.dropped:
            return False
        moved = (old.partition_of, old.partition_bound) != (new.partition_of, new.partition_bound)
        return moved or old.partition_of in self.dropped

    def parents_kept(self, ref: ObjectRef | None) -> tuple[ObjectRef, ...]:
        """The parents with which a table stays tied all the time: not those that are made anew, or in another order."""
        old, new = self.old(ref), self.get(ref)
        if not isinstance(old, Table) or not isinstance(new, Table) or ref in self.dropped:
            return ()
        kept: list[ObjectRef] = []
        if old.partition_of is not None and not self.is_detached(ref):
            kept.append(old.partition_of)
        place = 0  # the server keeps the order in which they were joined
        for parent in new.inherits:
            if parent in self.dropped or parent not in old.inherits[place:]:
                break
            place = old.inherits.index(parent) + 1
            kept.append(parent)
        return tuple(kept)

    def is_new(self, ref: ObjectRef | None) -> bool:
        """Whether the plan makes this object, so that nobody uses it and it holds no rows."""
        return ref is not None and ref in self.made

    def is_large(self, ref: ObjectRef) -> bool:
        """Whether a plain table that stays holds so much that reading all of it while nobody else may is felt."""
        table, size = self.get(ref), self.before.sizes.get(ref)
        if size is None or not isinstance(table, Table) or ref.kind != "table" or table.partition_key is not None:
            return False
        heirs = any(isinstance(t, Table) and ref in t.inherits for t in self.after.of_kind("table"))
        return not self.is_new(ref) and not heirs and (size.rows >= _MANY_ROWS or size.bytes >= _MANY_BYTES)


def _constraint_names(catalog: Catalog, *, own: bool = False) -> Iterator[tuple[str, str]]:
    """With their schemas; `own`: without those of NOT NULL that come from a parent, under the parent's name."""
    for obj in catalog.of_kind("constraint"):
        yield obj.ref.schema, obj.ref.name[1]
    for column in catalog.of_kind("column"):
        if isinstance(column, Column) and column.not_null_name and not (own and column.inherited):
            yield column.ref.schema, column.not_null_name


@dataclass(frozen=True, slots=True, kw_only=True)
class Delta:
    """An object that is on both sides and differs.

    Args:
        old, new: the object of FROM and of TO.
        fields: the names of the fields that differ.
    """

    old: Any
    new: Any
    fields: frozenset[str]

    def __contains__(self, name: str) -> bool:
        return name in self.fields

    @property
    def own(self) -> Delta:
        """Without the owner and the comment, which every kind has and no kind needs to be made again for."""
        return replace(self, fields=self.fields - {"owner", "comment"})

    def any(self, *names: str) -> bool:
        """Whether one of these fields differs."""
        return not self.fields.isdisjoint(names)

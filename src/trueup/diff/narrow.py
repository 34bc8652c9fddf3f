"""The part of a comparison that patterns choose: by kind, by schema, by name.

A pattern is a kind (``policy``), a schema (``auth``), a name (``users``, ``public.users``, ``public.users.email``) or
``kind:name``, each a glob. What lives on an object goes with it: ``table:public.t`` and ``table`` take the columns,
keys, policies and grants of the tables along.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Mapping, Sequence
from fnmatch import fnmatchcase

from trueup.catalog.model import CLASSES, Catalog, CatalogObject
from trueup.diff.compare import whole_sides
from trueup.diff.model import Drift
from trueup.ref import ObjectRef

KINDS = frozenset(kind for cls in CLASSES.values() for kind in cls.KINDS)


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """What was chosen of two catalogs.

    Args:
        refs: the identities, of either side.
        strangers: the patterns that match nothing on either side, in order.
    """

    refs: frozenset[ObjectRef]
    strangers: tuple[str, ...]


def choose(before: Catalog, after: Catalog, only: Sequence[str], exclude: Sequence[str]) -> Choice:
    """Those that match a pattern of `only` (all, where there is none) and none of `exclude`."""
    before, after = whole_sides(before, after)
    sides = (before.objects, after.objects)
    used: set[str] = set()
    chosen = set()
    for ref in before.objects.keys() | after.objects.keys():
        family = list(_family(ref, sides))
        wanted = {p for p in only if any(_matches(member, p) for member in family)}
        barred = {p for p in exclude if any(_matches(member, p) for member in family)}
        used |= wanted | barred
        if (wanted or not only) and not barred:
            chosen.add(ref)
    return Choice(refs=frozenset(chosen), strangers=tuple(p for p in (*only, *exclude) if p not in used))


def _family(ref: ObjectRef, sides: Iterable[Mapping[ObjectRef, CatalogObject]]) -> Iterable[ObjectRef]:
    """An object and all that it lives on."""
    seen: set[ObjectRef] = set()
    current: ObjectRef | None = ref
    while current is not None and current not in seen:
        seen.add(current)
        yield current
        obj = next((side[current] for side in sides if current in side), None)
        current = obj.parent if obj is not None else None


def _matches(ref: ObjectRef, pattern: str) -> bool:
    kind, colon, rest = pattern.partition(":")
    if colon and _is_kind(kind):
        return fnmatchcase(ref.kind, _kind(kind)) and (fnmatchcase(ref.schema, rest) or _named(ref, rest))
    return fnmatchcase(ref.kind, _kind(pattern)) or fnmatchcase(ref.schema, pattern) or _named(ref, pattern)


def _kind(pattern: str) -> str:
    """``Materialized_Views`` is ``materialized view``."""
    plain = pattern.lower().replace("_", " ")
    ends = (plain, plain.removesuffix("s"), plain.removesuffix("es"), plain.removesuffix("ies") + "y")
    return next((end for end in ends if end in KINDS), pattern)


def _is_kind(pattern: str) -> bool:
    found = _kind(pattern)
    return any(fnmatchcase(kind, found) for kind in KINDS)


def _named(ref: ObjectRef, pattern: str) -> bool:
    top = f"{ref.schema}.{ref.name[0]}" if ref.schema else ref.name[0]
    names = (ref.qualified, top, ".".join((ref.schema, *ref.name)), ref.name[0], ref.name[-1])
    return any(fnmatchcase(name, pattern) for name in names)


def is_known_kind(pattern: str) -> bool:
    """Whether a pattern is a kind of object: that none is there is then an answer."""
    return _kind(pattern) in KINDS


def narrowed(drift: Drift, before: Catalog, after: Catalog, choice: Choice) -> Drift:
    """The drift of what was chosen; its `equal` and `total` count that alone."""
    kept = [c for c in drift.changes if c.ref in choice.refs or c.old_ref in choice.refs]
    there = {c.ref for c in kept}
    changes = tuple(c if c.part_of in there else dataclasses.replace(c, part_of=None) for c in kept)
    renamed = {c.old_ref for c in kept if c.old_ref is not None}
    ones, others = whole_sides(before, after)
    everything = (ones.objects.keys() | others.objects.keys()) & choice.refs
    total = len((everything | there) - renamed)
    counted = sum(1 for change in changes if not change.noise)
    return Drift(changes=changes, equal=max(total - counted, 0), total=total)


def narrowed_target(before: Catalog, after: Catalog, choice: Choice) -> tuple[Catalog, tuple[ObjectRef, ...]]:
    """TO as far as it was chosen, and FROM for the rest; and what can't be there because what it lives on isn't.

    Returns:
        The catalog, and the chosen objects that live on something which is in neither.
    """
    objects: dict[ObjectRef, CatalogObject] = {}
    for ref in dict.fromkeys([*before.objects, *after.objects]):
        side = after if ref in choice.refs else before
        if ref in side.objects:
            objects[ref] = side.objects[ref]
    provided = before.platform_objects.keys() | after.platform_objects.keys()
    known = before.objects.keys() | after.objects.keys()  # what is in neither is a role, or an extension's
    orphans: list[ObjectRef] = []
    while lost := [ref for ref, obj in objects.items() if obj.parent in known - objects.keys() - provided]:
        orphans += [ref for ref in lost if ref in choice.refs]
        for ref in lost:
            del objects[ref]
    depends = {ref: (after if ref in choice.refs else before).depends.get(ref, frozenset()) for ref in objects}
    return dataclasses.replace(after, objects=objects, depends=depends), tuple(orphans)

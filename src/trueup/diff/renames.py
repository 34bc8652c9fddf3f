"""Renames: an object that is only on one side, and one that is only on the other, that are one and the same."""

from __future__ import annotations

import dataclasses
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from itertools import groupby
from typing import Any

from trueup.catalog.model import Catalog, CatalogObject
from trueup.diff.fields import compare_fields, field_rules
from trueup.ref import ObjectRef

# Below this, two objects are told as one removed and one added.
_LEAST = 0.6
# More pairs than this are not tried one by one; nor are more than so many with the same contents.
_PAIRS = 40_000
_ALIKE = 20


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Rename:
    """One recognised rename.

    Args:
        old, new: the identities on either side.
        confidence: 0 to 1.
        reason: for the reader.
    """

    old: ObjectRef
    new: ObjectRef
    confidence: float
    reason: str


def find_renames(before: Catalog, after: Catalog) -> tuple[tuple[Rename, ...], dict[ObjectRef, CatalogObject]]:
    """Recognise renames, parents before children.

    Returns:
        The renames, and the objects of `before` under the names that they have in `after` (refs inside them too).
    """
    renames: list[Rename] = []
    objects = dict(before.objects)
    for step in (_one_level, _one_level, _one_level, _swapped):  # relations, what lives on them, what lives on that
        found = step(objects, after)
        if found:
            renames.extend(found)
            objects = moved_objects(objects, {rename.old: rename.new for rename in found})
    return tuple(renames), objects


def _one_level(objects: Mapping[ObjectRef, CatalogObject], after: Catalog) -> list[Rename]:
    went, came = objects.keys() - after.objects.keys(), after.objects.keys() - objects.keys()
    if not went or not came:
        return []
    gone = [obj for ref in sorted(went) if _may(obj := objects[ref], objects, after.objects)]
    new = [obj for ref in sorted(came) if _may(obj := after.objects[ref], objects, after.objects)]
    if not gone or not new:
        return []
    inside = (
        _contents(objects.values(), {o.ref for o in gone}),
        _contents(after.objects.values(), {o.ref for o in new}),
    )
    scored = []
    for old, candidate in _pairs(gone, new, inside):
        score, reason = _score(old, candidate, inside)
        if score >= _LEAST:
            scored.append((score, old.ref, candidate.ref, reason))
    return _best(scored)


def _swapped(objects: Mapping[ObjectRef, CatalogObject], after: Catalog) -> list[Rename]:
    """Automatic names that fell to each other's objects: ``t_check`` here is what ``t_check1`` is there."""
    pools: dict[tuple[str, ObjectRef | None], list[ObjectRef]] = {}
    for ref, obj in objects.items():
        new = after.objects.get(ref)
        if new is None or new is obj or not obj.automatic_name or new == obj:
            continue
        if any(not c.noise for c in compare_fields(obj, new)):
            pools.setdefault((ref.kind, obj.parent), []).append(ref)
    found = []
    for refs in pools.values():
        free = list(refs)
        for old in refs:
            for new_ref in free:
                fields = compare_fields(objects[old], after.objects[new_ref]) if new_ref != old else ()
                if new_ref != old and all(change.noise for change in fields):
                    found.append(Rename(old=old, new=new_ref, confidence=0.99, reason="automatic names"))
                    free.remove(new_ref)
                    break
    moved = {rename.old for rename in found}
    return [rename for rename in found if rename.new in moved]


def _may(obj: CatalogObject, before: Mapping[ObjectRef, Any], after: Mapping[ObjectRef, Any]) -> bool:
    """What lives on something is looked at once that something is on both sides; what passes is never the same."""
    return obj.RENAMABLE and not obj.passing and (obj.parent is None or (obj.parent in before and obj.parent in after))


def _pairs(
    gone: Sequence[CatalogObject], new: Sequence[CatalogObject], inside: tuple[dict[ObjectRef, Counter[Any]], ...]
) -> Iterable[tuple[CatalogObject, CatalogObject]]:
    groups: dict[Any, list[CatalogObject]] = {}
    for obj in new:
        groups.setdefault((obj.ref.kind, obj.parent), []).append(obj)
    if sum(len(groups.get((obj.ref.kind, obj.parent), ())) for obj in gone) > _PAIRS:
        yield from _few_pairs(gone, new, inside)
        return
    for old in gone:
        for candidate in groups.get((old.ref.kind, old.parent), ()):
            if old.ref.schema == candidate.ref.schema or old.ref.name == candidate.ref.name:
                yield old, candidate


def _few_pairs(
    gone: Sequence[CatalogObject], new: Sequence[CatalogObject], inside: tuple[dict[ObjectRef, Counter[Any]], ...]
) -> Iterable[tuple[CatalogObject, CatalogObject]]:
    """Of two sides that have little in common: the same name in another schema, or the same contents."""
    alike: dict[Any, list[CatalogObject]] = {}
    for obj in new:
        for key in _likeness(obj, inside[1]):
            alike.setdefault(key, []).append(obj)
    for old in gone:
        seen: set[ObjectRef] = set()
        for key in _likeness(old, inside[0]):
            candidates = alike.get(key, ())
            for candidate in candidates if len(candidates) <= _ALIKE else ():
                if candidate.ref not in seen:
                    seen.add(candidate.ref)
                    yield old, candidate


def _likeness(obj: CatalogObject, inside: dict[ObjectRef, Counter[Any]]) -> Iterable[Any]:
    yield obj.ref.kind, obj.parent, obj.ref.name
    contents = inside.get(obj.ref)
    if contents:
        yield obj.ref.kind, obj.parent, obj.ref.schema, frozenset(contents.items())


def _contents(objects: Iterable[CatalogObject], parents: set[ObjectRef]) -> dict[ObjectRef, Counter[Any]]:
    """What lives on each parent, as signatures that say nothing of the parent's name."""
    found: dict[ObjectRef, Counter[Any]] = {}
    for obj in objects:
        parent = obj.parent
        if parent in parents and obj.RENAMABLE:
            values = tuple(
                value
                for rule in field_rules(type(obj))
                if rule.compare in {"counted", "set"}
                and rule.made_up is None
                and not _names_something(value := getattr(obj, rule.name))
            )
            # A name that PostgreSQL made up holds the parent's.
            name = () if obj.automatic_name else obj.ref.name[len(parent.name) :]
            found.setdefault(parent, Counter())[obj.ref.kind, name, values] += 1
    return found


def _names_something(value: Any) -> bool:
    return isinstance(value, ObjectRef) or (isinstance(value, tuple) and any(isinstance(v, ObjectRef) for v in value))


def _score(
    old: CatalogObject, new: CatalogObject, inside: tuple[dict[ObjectRef, Counter[Any]], ...]
) -> tuple[float, str]:
    from rapidfuzz import fuzz  # late: most comparisons meet no candidates

    name = fuzz.ratio(old.ref.name[-1], new.ref.name[-1]) / 100
    mine, theirs = inside[0].get(old.ref, Counter()), inside[1].get(new.ref, Counter())
    equal, said, placed = _agreement(old, new)
    if mine or theirs:
        same = (mine & theirs).total()
        most = max(mine.total(), theirs.total())
        reason = f"{same} of {most} parts are the same"
        return round(0.85 * (same + len(equal)) / (most + said) + 0.15 * name, 2), reason
    if not said:
        return (round(name, 2), "nothing differs but the name") if name >= 0.8 else (0.0, "")
    share = len(equal) / said
    if share <= 0.5:
        return 0.0, ""
    reason = f"the same {', '.join(equal)}" + (" in the same place" if placed else "")
    if placed is None:
        return round(0.75 * share + 0.25 * name, 2), reason
    return round(0.55 * share + 0.2 * name + 0.25 * placed, 2), reason


def _agreement(old: CatalogObject, new: CatalogObject) -> tuple[list[str], int, bool | None]:
    """The labels of fields that say something and are equal, how many say something, and whether the places agree."""
    equal: list[str] = []
    said, placed = 0, None
    for rule in field_rules(type(new)):
        mine, theirs = getattr(old, rule.name), getattr(new, rule.name)
        if rule.compare == "order":
            placed = mine == theirs
        elif rule.compare in {"counted", "set"} and rule.made_up is None and rule.name not in {"owner", "comment"}:
            says = (mine != rule.default or theirs != rule.default) and theirs != new.parent
            said += says
            if says and mine == theirs:
                equal.append(rule.label)
    return equal, said, placed


def _best(scored: list[tuple[float, ObjectRef, ObjectRef, str]]) -> list[Rename]:
    """The best pairs, each object once; where two are equally good for one object, it is nobody's."""
    found: list[Rename] = []
    taken: set[ObjectRef] = set()
    scored.sort(key=lambda entry: (-entry[0], entry[1], entry[2]))
    for score, group in groupby(scored, key=lambda entry: entry[0]):
        free = [entry for entry in group if entry[1] not in taken and entry[2] not in taken]
        olds, news = Counter(entry[1] for entry in free), Counter(entry[2] for entry in free)
        for _, old, new, reason in free:
            taken |= {old, new}
            if olds[old] == 1 and news[new] == 1:
                found.append(Rename(old=old, new=new, confidence=min(score, 0.99), reason=reason))
    return found


def moved_objects(
    objects: Mapping[ObjectRef, CatalogObject], mapping: dict[ObjectRef, ObjectRef]
) -> dict[ObjectRef, CatalogObject]:
    """The objects with these identities replaced: in their refs, those of what lives on them, and in their fields."""
    mapping = dict(mapping)
    for ref, obj in objects.items():  # a parent comes before its children
        parent = obj.parent
        if ref not in mapping and parent in mapping:
            mapping[ref] = renamed_under(ref, parent, mapping[parent])
    return {mapping.get(ref, ref): _replaced(obj, mapping) for ref, obj in objects.items()}


def renamed_under(ref: ObjectRef, parent: ObjectRef, new: ObjectRef) -> ObjectRef:
    """The identity of what lives on `parent`, once that is called `new`."""
    schema = new.schema if ref.schema == parent.schema else ref.schema
    size = len(parent.name)
    for i in range(len(ref.name) - size + 1):
        if ref.name[i : i + size] == parent.name:
            return ObjectRef(ref.kind, schema, (*ref.name[:i], *new.name, *ref.name[i + size :]))
    return ObjectRef(ref.kind, schema, ref.name)


_REF_FIELDS: dict[type, tuple[str, ...]] = {}


def _ref_fields(cls: Any) -> tuple[str, ...]:
    """The fields that may hold refs."""
    found = _REF_FIELDS.get(cls)
    if found is None:
        found = _REF_FIELDS[cls] = tuple(f.name for f in dataclasses.fields(cls) if "ObjectRef" in str(f.type))
    return found


def _replaced(obj: CatalogObject, mapping: Mapping[ObjectRef, ObjectRef]) -> CatalogObject:
    changes: dict[str, Any] = {}
    for name in _ref_fields(type(obj)):
        value = getattr(obj, name)
        if isinstance(value, ObjectRef):
            if value in mapping:
                changes[name] = mapping[value]
        elif isinstance(value, tuple) and value and isinstance(value[0], ObjectRef):
            moved = tuple(mapping.get(v, v) for v in value)
            if moved != value:
                changes[name] = moved
    return dataclasses.replace(obj, **changes) if changes else obj

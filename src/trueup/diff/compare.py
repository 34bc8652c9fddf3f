"""Compare two catalogs, without code for any kind: fields' metadata and objects' own properties say it all."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from trueup.catalog.model import Catalog, CatalogObject
from trueup.catalog.platform import mark_platform
from trueup.diff.fields import compare_fields, field_rules, gravest, renamed_inside
from trueup.diff.model import Change, ChangeKind, Drift, FieldChange, Meaning
from trueup.diff.renames import Rename, find_renames
from trueup.ref import ObjectRef

Objects = Mapping[ObjectRef, CatalogObject]
_Path = tuple[tuple[str, str, tuple[str, ...]], ...]


def compare(before: Catalog, after: Catalog, *, strict: bool = False, renames: bool = True) -> Drift:
    """All differences from `before` to `after`.

    Args:
        before, after: of servers of one major version (see `trueup.catalog.canonical`), or their texts may differ.
        strict: count what is else told as noise.
        renames: recognise renames; without, they are one removed and one added object each.

    Returns:
        The drift, in an order that hangs on the objects' names alone.
    """
    before, after = whole_sides(before, after)
    found, moved = find_renames(before, after) if renames else ((), before.objects)
    names = {old: new for r in found for old, new in zip(r.old.name, r.new.name, strict=False) if old != new}
    old_of = {rename.new: rename for rename in found}
    changes: dict[ObjectRef, Change] = {}
    differing: list[tuple[CatalogObject, CatalogObject]] = []
    for ref, new in after.objects.items():
        old = moved.get(ref)
        if old is None:
            changes[ref] = _alone(ChangeKind.ADDED, new)
        elif old is not new and (old != new or ref in old_of):
            differing.append((old, new))
    ranks = _ranks(differing, moved, after.objects)
    for old, new in differing:
        change = _both(old, new, ranks.get(new.ref), names, old_of.get(new.ref), before)
        if change is not None:
            changes[new.ref] = change
    for ref in moved.keys() - after.objects.keys():
        changes[ref] = _alone(ChangeKind.REMOVED, moved[ref])
    _strangers(changes, before, after)
    _parts(changes)
    ordered = _ordered(changes, moved, after.objects)
    if strict:
        ordered = [_without_noise(change) for change in ordered]
    counted = sum(1 for change in ordered if not change.noise)
    total = len(moved.keys() | after.objects.keys())
    return Drift(changes=tuple(ordered), equal=max(total - counted, 0), total=total)


def whole_sides(before: Catalog, after: Catalog) -> tuple[Catalog, Catalog]:
    """Both sides with what the platform provides, but for what it provides to both alike."""
    shared = _provided(before, after)
    return _whole(before, shared), _whole(after, shared)


def _provided(before: Catalog, after: Catalog) -> frozenset[ObjectRef]:
    """What the platform provides to both alike, and what is its own affair on either side: its releases differ."""
    theirs = after.platform_objects
    same = {ref for ref, obj in before.platform_objects.items() if (other := theirs.get(ref)) is obj or other == obj}
    return frozenset(same) | mark_platform(before) | mark_platform(after)


def _whole(catalog: Catalog, shared: frozenset[ObjectRef]) -> Catalog:
    if not shared and not catalog.platform_objects:
        return catalog
    return replace(catalog, objects={ref: obj for ref, obj in catalog.everything.items() if ref not in shared})


def _alone(kind: ChangeKind, obj: CatalogObject) -> Change:
    added = kind is ChangeKind.ADDED
    return Change(
        kind=kind,
        ref=obj.ref,
        before=None if added else obj,
        after=obj if added else None,
        meaning=Meaning(obj.MEANING),
        noise=obj.passing,
    )


def _both(
    old: CatalogObject,
    new: CatalogObject,
    ranks: tuple[int, int] | None,
    names: Mapping[str, str],
    rename: Rename | None,
    before: Catalog,
) -> Change | None:
    if type(old) is not type(new):  # a kind that another class describes as well: never so with our own readers
        return Change(kind=ChangeKind.CHANGED, ref=new.ref, before=old, after=new)
    fields = compare_fields(old, new, ranks=ranks, names=names)
    if not fields and rename is None:
        return None
    noise = "" if any(not field.noise for field in fields) else _joined(fields)
    if rename is None:
        return Change(
            kind=ChangeKind.CHANGED,
            ref=new.ref,
            before=old,
            after=new,
            fields=fields,
            meaning=gravest([f.meaning for f in fields if noise or not f.noise]),
            noise=noise,
            reason=renamed_inside(fields),
        )
    made_up = old.automatic_name and new.automatic_name
    noise = "an automatic name" if made_up and all(field.noise for field in fields) else ""
    return Change(
        kind=ChangeKind.RENAMED,
        ref=new.ref,
        before=before.objects.get(rename.old, old),
        after=new,
        fields=fields,
        meaning=gravest([Meaning.BEHAVIOUR, *(f.meaning for f in fields if not f.noise)]),
        noise=noise,
        old_ref=rename.old,
        confidence=rename.confidence,
        reason=rename.reason,
    )


def _joined(fields: tuple[FieldChange, ...]) -> str:
    return ", ".join(dict.fromkeys(field.noise for field in fields))


def _ranks(
    differing: list[tuple[CatalogObject, CatalogObject]], before: Objects, after: Objects
) -> dict[ObjectRef, tuple[int, int]]:
    """For those whose place among the siblings that both sides have differs: both places."""
    rules = {type(new): _order_field(type(new)) for _, new in differing}
    families = {
        (new.parent, new.ref.kind)
        for old, new in differing
        if (rule := rules[type(new)]) and getattr(old, rule) != getattr(new, rule)
    }
    if not families:
        return {}
    places: list[dict[ObjectRef, int]] = []
    for objects, others in ((before, after), (after, before)):
        groups: dict[tuple[ObjectRef | None, str], list[tuple[int, ObjectRef]]] = {}
        for ref, obj in objects.items():
            rule = rules.get(type(obj))
            if rule and (obj.parent, ref.kind) in families and ref in others:
                groups.setdefault((obj.parent, ref.kind), []).append((getattr(obj, rule), ref))
        places.append({ref: i for group in groups.values() for i, (_, ref) in enumerate(sorted(group), 1)})
    return {ref: (place, places[1][ref]) for ref, place in places[0].items() if places[1].get(ref, place) != place}


def _order_field(cls: type) -> str | None:
    return next((rule.name for rule in field_rules(cls) if rule.compare == "order"), None)


def _strangers(changes: dict[ObjectRef, Change], before: Catalog, after: Catalog) -> None:
    """A right of somebody whom the other server doesn't know is told, not counted: it can't be there."""
    for ref, change in changes.items():
        known = after.roles if change.kind is ChangeKind.REMOVED else before.roles
        grantee = getattr(change.before or change.after, "grantee", None)
        alone = change.kind in {ChangeKind.ADDED, ChangeKind.REMOVED}
        if (
            alone
            and known
            and grantee
            and not change.noise
            and grantee not in known
            and _is_role(grantee, before, after)
        ):
            changes[ref] = replace(change, noise=f"role {grantee} is not on the other server")


def _is_role(name: str, before: Catalog, after: Catalog) -> bool:
    return name in before.roles or name in after.roles


def _parts(changes: dict[ObjectRef, Change]) -> None:
    """Tell what comes along with another change, and give it that one's noise."""
    for ref in list(changes):
        change = changes[ref]
        head = _brought_by(change, changes)
        if head is not None:
            changes[ref] = replace(change, part_of=head)
    for ref in list(changes):
        change, seen = changes[ref], {ref}
        noise = change.noise
        if change.kind is ChangeKind.RENAMED:
            continue  # what follows a rename must not make that rename itself noise
        while not noise and change.part_of is not None and change.part_of not in seen:
            seen.add(change.part_of)
            change = changes[change.part_of]
            noise = change.noise
        if noise and not changes[ref].noise:
            changes[ref] = replace(changes[ref], noise=noise)


def _brought_by(change: Change, changes: Mapping[ObjectRef, Change]) -> ObjectRef | None:
    obj = change.after if change.kind is ChangeKind.ADDED else change.before
    if obj is None:
        return None
    for owner in (obj.maker, obj.parent):
        other = changes.get(owner) if owner is not None else None
        if other is None or other.ref == change.ref:
            continue
        if change.kind in {ChangeKind.ADDED, ChangeKind.REMOVED} and other.kind is change.kind:
            return other.ref
        if obj.automatic and other.kind is not ChangeKind.ADDED and other.kind is not ChangeKind.REMOVED:
            return other.ref
    return None


def _without_noise(change: Change) -> Change:
    return replace(change, noise="") if change.noise else change


def _ordered(changes: dict[ObjectRef, Change], before: Objects, after: Objects) -> list[Change]:
    """Grouped by the object at the top, that object first, each part after what it is a part of."""

    known: dict[ObjectRef, _Path] = {}

    def path(ref: ObjectRef) -> _Path:
        """From the top down to it; what stands above it was mostly asked for before."""
        chain: dict[ObjectRef, None] = {}
        above: ObjectRef | None = ref
        while above is not None and above not in chain and above not in known:
            chain[above] = None
            obj, change = after.get(above) or before.get(above), changes.get(above)
            above = (change.part_of if change else None) or (obj.parent if obj else None)
        circle = above in chain
        made: _Path = known[above] if above is not None and not circle else ()
        for link in reversed(chain):
            made = (*made, (link.schema, link.kind, link.name))
            if not circle:
                known[link] = made
        return made

    return [changes[ref] for ref in sorted(changes, key=path)]

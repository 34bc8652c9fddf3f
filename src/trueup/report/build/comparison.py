"""Table by table and kind by kind."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

from trueup.catalog.model import Catalog
from trueup.diff.model import Change, ChangeKind, Drift
from trueup.diff.renames import renamed_under
from trueup.origin import Origin
from trueup.ref import ObjectRef
from trueup.replay.model import Provenance
from trueup.report.build.objects import entry, groups, root, value
from trueup.report.model import ChangeEntry, FieldEntry, GroupEntry, StatusEntry
from trueup.report.sections.common import plural

Places = Mapping[ObjectRef, Provenance]

# FROM is the declared side, TO is production: what was "added" is only in production.
AUDIT_WORDS = {
    ChangeKind.ADDED: "only production",
    ChangeKind.REMOVED: "only declared",
    ChangeKind.CHANGED: "differs",
    ChangeKind.RENAMED: "renamed",
}
DIFF_WORDS = {kind: kind.value for kind in ChangeKind}

_STATUS_KINDS = (
    "table",
    "column",
    "constraint",
    "index",
    "policy",
    "view",
    "materialized view",
    "trigger",
    "function",
    "procedure",
    "sequence",
    "enum",
    "domain",
    "extension",
    "grant",
)


def group_entries(
    before: Catalog,
    after: Catalog,
    drift: Drift,
    *,
    words: Mapping[ChangeKind, str],
    before_places: Places | None = None,
    after_places: Places | None = None,
    elsewhere: Mapping[ObjectRef, tuple[str, ...]] | None = None,
) -> tuple[GroupEntry, ...]:
    """Every top-level object of either side with what differs on it.

    Args:
        before, after: FROM (declared) and TO (production).
        drift: what `compare(before, after)` gave.
        words: how each kind of change is called.
        before_places, after_places: where objects were made.
        elsewhere: top-level objects that are there under another reading only, with the readings' names.
    """
    grouped = groups(before, after)
    tops = {ref: top for top, parts in grouped.items() for ref in parts}  # where both sides agree on who owns what
    by_root: dict[ObjectRef, list[Change]] = {}
    for change in drift.changes:
        obj = change.after or change.before
        top = tops.get(change.ref) or (root(obj, after, before) if obj is not None else change.ref)
        grouped.setdefault(top, [change.ref])
        by_root.setdefault(top, []).append(change)
    changed = {change.ref for change in drift.changes} | {c.old_ref for c in drift.changes if c.old_ref}
    olds = {c.ref: c.old_ref for c in drift.changes if c.old_ref is not None}
    entries = []
    for top, parts in grouped.items():
        entries.append(
            GroupEntry(
                object=entry(top),
                declared=top in before.objects or top in before.platform_objects,
                production=top in after.objects or top in after.platform_objects,
                equal=sum(1 for p in parts if p in before.objects and p in after.objects and p not in changed),
                total=len(parts),
                platform=top not in before.objects and top not in after.objects,
                changes=tuple(
                    change_entry(c, words, before_places or {}, after_places or {}, olds) for c in by_root.get(top, ())
                ),
            )
        )
    for top, names in (elsewhere or {}).items():
        entries.append(
            GroupEntry(object=entry(top), declared=False, production=False, equal=0, total=0, readings=names)
        )
    return tuple(entries)


def change_entry(
    change: Change,
    words: Mapping[ChangeKind, str],
    before: Places,
    after: Places,
    olds: Mapping[ObjectRef, ObjectRef] | None = None,
) -> ChangeEntry:
    """One difference with both values and both places; `olds` are the old names of what was renamed."""
    obj = change.after
    parent = obj.parent if obj is not None else None
    known = (olds or {}).get(parent) if parent is not None else None
    was = change.old_ref or change.ref
    if parent is not None and known is not None:
        was = renamed_under(was, parent, known)
    return ChangeEntry(
        change=words[change.kind],
        object=entry(change.ref),
        fields=tuple(
            FieldEntry(
                field=f.field,
                before=value(f.before),
                after=value(f.after),
                meaning=f.meaning.value,
                label=f.label or f.field.replace("_", " "),
                noise=f.noise,
            )
            for f in change.fields
        ),
        meaning=change.meaning.value,
        noise=change.noise,
        old_name=change.old_ref.qualified if change.old_ref else "",
        reason=change.reason,
        confidence=change.confidence if change.old_ref else None,
        part_of=entry(change.part_of) if change.part_of else None,
        declared_at=_place(before, was),
        production_at=_place(after, change.ref),
    )


def _place(places: Places, ref: ObjectRef) -> Origin | None:
    found = places.get(ref)
    return (found.altered or found.created) if found else None


def status_entries(before: Catalog | None, after: Catalog | None, drift: Drift | None) -> tuple[StatusEntry, ...]:
    """Kind by kind: how many on each side, and what differs."""
    left = Counter(ref.kind for ref in before.objects) if before else Counter()
    right = Counter(ref.kind for ref in after.objects) if after else Counter()
    counted = drift.counted if drift else ()
    kinds = [k for k in _STATUS_KINDS if left[k] or right[k]]
    kinds += sorted((set(left) | set(right)) - set(_STATUS_KINDS))
    rows = []
    for kind in kinds:
        changes = Counter(c.kind for c in counted if c.ref.kind == kind)
        status = ", ".join(f"{number} {AUDIT_WORDS[word]}" for word, number in sorted(changes.items())) or "equal"
        rows.append(
            StatusEntry(
                kind=plural(kind),
                declared=left[kind] if before else None,
                production=right[kind] if after else None,
                status=status if drift else "one side only",
            )
        )
    return tuple(rows)

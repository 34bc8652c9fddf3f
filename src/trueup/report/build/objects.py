"""Names, values and groups of objects."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from enum import Enum
from typing import Any

from trueup.catalog.model import Catalog, CatalogObject
from trueup.diff.model import Change
from trueup.ref import ObjectRef
from trueup.report.model import Obj


def entry(ref: ObjectRef) -> Obj:
    """An object as the report names it."""
    return Obj(kind=ref.kind, name=ref.qualified)


def entries(refs: Iterable[ObjectRef]) -> tuple[Obj, ...]:
    """Several, each once, in order."""
    return tuple(entry(ref) for ref in dict.fromkeys(refs))


def value(given: Any) -> str:
    """A field's value as text."""
    if given is None or given == () or given == "":
        return ""
    if isinstance(given, bool):
        return "yes" if given else "no"
    if isinstance(given, Enum):
        return str(given.value)
    if isinstance(given, ObjectRef):
        return given.qualified
    if isinstance(given, (tuple, list, frozenset)):
        items = sorted(given, key=str) if isinstance(given, frozenset) else given
        return ", ".join(value(item) for item in items)
    if isinstance(given, Mapping):
        return ", ".join(f"{key}={value(item)}" for key, item in given.items())
    return str(given)


def root(obj: CatalogObject, *catalogs: Catalog | None) -> ObjectRef:
    """The top-level object that this one lives on (a policy's table, a grant's function), or itself."""
    ref, seen = obj.ref, set()
    current: CatalogObject | None = obj
    while current is not None and current.parent is not None and current.parent not in seen:
        seen.add(current.parent)
        ref = current.parent
        current = next((c.objects[ref] for c in catalogs if c is not None and ref in c.objects), None)
    return ref


def groups(*catalogs: Catalog | None) -> dict[ObjectRef, list[ObjectRef]]:
    """Top-level object to its parts (itself included), over all catalogs."""
    found: dict[ObjectRef, dict[ObjectRef, None]] = {}
    tops: dict[ObjectRef, ObjectRef] = {}  # a parent stands before its parts
    for catalog in catalogs:
        if catalog is None:
            continue
        for ref, obj in catalog.objects.items():
            top = tops.get(ref)
            if top is None:
                parent = obj.parent
                top = tops[ref] = ref if parent is None else tops.get(parent) or root(obj, *catalogs)
            found.setdefault(top, {})[ref] = None
    return {top: list(parts) for top, parts in found.items()}


def outermost(changes: Sequence[Change]) -> list[Change]:
    """Without the parts of what is itself there on one side only: they go without saying."""
    alone = {c.ref for c in changes if c.before is None or c.after is None}
    objects = ((change, change.after or change.before) for change in changes)
    return [change for change, obj in objects if obj is None or obj.parent not in alone]

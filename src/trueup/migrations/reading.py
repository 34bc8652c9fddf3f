"""Reading a copy's catalog, and comparing parts of two."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace

from trueup.catalog.baseline import without_baseline
from trueup.catalog.introspect import decode, read_document
from trueup.catalog.model import Catalog, CatalogObject
from trueup.diff.compare import compare
from trueup.diff.model import Change, ChangeKind, Drift, FieldChange
from trueup.migrations.recorder import RECORDER
from trueup.migrations.standins import HELPER
from trueup.postgres.server import Database, Server
from trueup.ref import ObjectRef

Reader = Callable[[Database], Catalog]


def read(database: Database) -> Catalog:
    """The catalog of a scratch database, without the recorder of effects."""
    return without_recorder(database.read_catalog())


def document(database: Database) -> bytes:
    """What `read` reads, as the server gives it."""
    with database.connect(superuser=True) as conn:
        return read_document(conn)


def of_document(server: Server, given: bytes) -> Catalog:
    """The catalog in a document: what `read` would give."""
    return without_recorder(without_baseline(decode(given), server.baseline_catalog()))


def seen(given: bytes) -> Catalog:
    """The catalog in a document, with what the platform provides."""
    return without_recorder(decode(given))


def reader_like(catalog: Catalog | None) -> Reader:
    """A reader for what is compared with `catalog`: both name what the platform provides, the comparison sees to it."""
    return read


def unrecorded(given: Reader) -> Reader:
    """A caller's reader that leaves our own helper out."""
    if given is Database.read_catalog:
        return read
    return lambda database: without_recorder(given(database))


def without_recorder(catalog: Catalog) -> Catalog:
    """The catalog as it would be without our own helper in it."""
    if not any(_is_recorder(ref) for ref in catalog.objects):
        return catalog
    return replace(catalog, objects={r: o for r, o in catalog.objects.items() if not _is_recorder(r)})


def _is_recorder(ref: ObjectRef) -> bool:
    return ref.schema in (RECORDER, HELPER) or any(part.startswith((RECORDER, HELPER)) for part in ref.name)


def part(catalog: Catalog, refs: Iterable[ObjectRef]) -> Catalog:
    """The catalog with these objects only."""
    wanted = frozenset(refs)
    return replace(catalog, objects={r: o for r, o in catalog.objects.items() if r in wanted})


def descendants(catalog: Catalog, refs: Iterable[ObjectRef]) -> frozenset[ObjectRef]:
    """Objects of the catalog that are among `refs` or live on one of them."""
    found = set(refs)
    for ref, obj in catalog.objects.items():
        above: CatalogObject | None = obj
        while above is not None and above.parent is not None:
            if above.parent in found:
                found.add(ref)
                break
            above = catalog.objects.get(above.parent)
    return frozenset(r for r in found if r in catalog.objects)


def differing(a: Catalog, b: Catalog, refs: Iterable[ObjectRef]) -> tuple[Change, ...]:
    """How `b` differs from `a` in these objects; who owns them, and in which order, is no part of it."""
    wanted = frozenset(refs)
    drift = compare(part(a, wanted), part(b, wanted))
    return tuple(c for change in drift.counted if (c := without_owner(change)) is not None)


def without_owner(change: Change) -> Change | None:
    """A change without that of who owns it; None where that is all."""
    if change.kind is not ChangeKind.CHANGED:
        return change
    fields = tuple(f for f in change.fields if f.field != "owner")
    return replace(change, fields=fields) if fields else None


def field_text(change: FieldChange) -> str:
    """``type: integer, not text``."""
    return f"{change.field.replace('_', ' ')}: {_value(change.before)} there, {_value(change.after)} in the migration"


def _value(value: object) -> str:
    if value is None or value == () or isinstance(value, bool):
        return "yes" if value else "no" if isinstance(value, bool) else "none"
    text = " ".join(str(value).split())
    return text if len(text) <= 120 else text[:119] + "…"


__all__ = [
    "Drift",
    "Reader",
    "descendants",
    "differing",
    "field_text",
    "part",
    "read",
    "reader_like",
    "without_recorder",
]

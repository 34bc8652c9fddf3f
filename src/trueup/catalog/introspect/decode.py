"""From the document that the query gives to a `Catalog`."""

from __future__ import annotations

import gc
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from functools import cache, cached_property
from typing import Any

import msgspec

from trueup import decoding
from trueup.catalog.model import CLASSES, Catalog, CatalogObject, Role, TableSize
from trueup.catalog.not_captured import not_captured
from trueup.diagnostic import NotEvaluated
from trueup.ref import ObjectRef

Address = tuple[int, int, int]

# The catalog that each section's ids are of. These oids are the same in every version (src/include/catalog/pg_*.h).
_CATALOG_OF = {
    "schemas": 2615,
    "extensions": 3079,
    "languages": 2612,
    "access_methods": 2601,
    "enums": 1247,
    "domains": 1247,
    "composite_types": 1247,
    "range_types": 1247,
    "base_types": 1247,
    "collations": 3456,
    "conversions": 2607,
    "sequences": 1259,
    "tables": 1259,
    "indexes": 1259,
    "views": 1259,
    "materialized_views": 1259,
    "constraints": 2606,
    "statistics": 3381,
    "functions": 1255,
    "aggregates": 1255,
    "operators": 2617,
    "operator_families": 2753,
    "operator_classes": 2616,
    "casts": 2605,
    "transforms": 3576,
    "rules": 2618,
    "triggers": 2620,
    "policies": 3256,
    "event_triggers": 3466,
    "text_search_parsers": 3601,
    "text_search_templates": 3764,
    "text_search_dictionaries": 3600,
    "text_search_configurations": 3602,
    "foreign_data_wrappers": 2328,
    "servers": 1417,
    "user_mappings": 1418,
    "publications": 6104,
    "publication_tables": 6106,
}
_RELATION = 1259
_WITH_NUMBER = {"columns", "attributes"}  # ids that hold the relation's oid and the column's number


class _Size(msgspec.Struct):
    ref: ObjectRef
    rows: int
    bytes: int


class _Section(msgspec.Struct):
    ids: list[int]
    rows: msgspec.Raw


@cache
def _decoder(name: str) -> msgspec.json.Decoder[Any]:
    """For one row of a section (made once: it costs more than most sections)."""
    return decoding.decoder(Role if name == "roles" else CLASSES[name])


class _Kept:
    """Rows that were decoded before, by their text: most of a database is in the next one that is read, too.

    It saves the decoding and the memory, and two sides that share their objects are compared by identity.
    """

    _LIMIT = 64 * 2**20  # bytes of text

    def __init__(self) -> None:
        self._rows: dict[tuple[str, bytes], Any] = {}
        self._size = 0

    def decode(self, name: str, text: msgspec.Raw) -> list[Any]:
        """The rows of a section."""
        rows, decoder = self._rows, _decoder(name)
        found = []
        for raw in decoding.decode(text, type=list[msgspec.Raw]):
            key = name, bytes(raw)
            row = rows.get(key)
            if row is None:
                row = rows[key] = decoder.decode(raw)
                self._size += len(key[1])
            found.append(row)
        if self._size > self._LIMIT:
            self._rows, self._size = {}, 0
        return found


_KEPT = _Kept()


def decode(document: bytes | str, *, missing: Iterable[NotEvaluated] = ()) -> Catalog:
    """The catalog in a document of the introspection query.

    Args:
        document: the one value that the query gave.
        missing: what could not be read, to be told with it.

    Raises:
        msgspec.MsgspecError: the document is damaged.
    """
    with without_collection():
        return _decode(document, tuple(missing))


@contextmanager
def without_collection() -> Iterator[None]:
    """A hundred thousand new objects, none in a circle: the collector would only look at them again and again."""
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if enabled:
            gc.enable()


def _decode(document: bytes | str, missing: tuple[NotEvaluated, ...]) -> Catalog:
    top = decoding.decode(document, type=dict[str, msgspec.Raw])
    version = decoding.decode(top["server_version"], type=int)
    parts: dict[str, msgspec.Raw] = {}
    for name, raw in top.items():
        if name.startswith("part"):
            parts |= decoding.decode(raw, type=dict[str, msgspec.Raw])
    objects: dict[ObjectRef, CatalogObject] = {}
    numbered: dict[str, tuple[list[int], list[ObjectRef]]] = {}
    for name in CLASSES:
        if name in parts:
            section = decoding.decode(parts[name], type=_Section)
            rows = _KEPT.decode(name, section.rows)
            objects.update((row.ref, row) for row in rows)
            numbered[name] = section.ids, [row.ref for row in rows]
    roles = _KEPT.decode("roles", parts["roles"]) if "roles" in parts else []
    sizes = decoding.decode(parts["sizes"], type=list[_Size]) if "sizes" in parts else []
    return Catalog(
        objects=objects,
        depends=_lazy_depends(parts, numbered),
        server_version=version,
        not_captured=(*not_captured(version), *missing),
        roles={role.name: role for role in roles},
        sizes={size.ref: TableSize(rows=size.rows, bytes=size.bytes) for size in sizes},
    )


def _addresses(numbered: Mapping[str, tuple[list[int], list[ObjectRef]]]) -> dict[Address, ObjectRef]:
    """What pg_depend calls each object: its catalog, its oid and the number of a column."""
    address: dict[Address, ObjectRef] = {}
    for name, (ids, refs) in numbered.items():
        if name in _WITH_NUMBER:
            for ident, ref in zip(ids, refs, strict=True):
                address[_RELATION, ident >> 16, ident & 0xFFFF] = ref
        elif name in _CATALOG_OF:
            catalog = _CATALOG_OF[name]
            for ident, ref in zip(ids, refs, strict=True):
                address[catalog, ident, 0] = ref
    return address


def _lazy_depends(
    parts: dict[str, msgspec.Raw], numbered: Mapping[str, tuple[list[int], list[ObjectRef]]]
) -> Mapping[ObjectRef, frozenset[ObjectRef]]:
    if "depends" not in parts:
        return {}
    depends, links = (decoding.decode(parts[name], type=str) for name in ("depends", "links"))
    return Depends(depends, links, numbered)


class Depends(Mapping[ObjectRef, frozenset[ObjectRef]]):
    """`Catalog.depends`, worked out when it is first asked for: a comparison alone doesn't need it."""

    def __init__(self, depends: str, links: str, numbered: Mapping[str, tuple[list[int], list[ObjectRef]]]) -> None:
        self._source = (depends, links, numbered)

    @cached_property
    def _found(self) -> dict[ObjectRef, frozenset[ObjectRef]]:
        depends, links, numbered = self._source
        return _depends(depends, links, _addresses(numbered))

    def __getitem__(self, ref: ObjectRef) -> frozenset[ObjectRef]:
        return self._found[ref]

    def __iter__(self) -> Iterator[ObjectRef]:
        return iter(self._found)

    def __len__(self) -> int:
        return len(self._found)


def _numbers(text: str) -> Iterable[list[int]]:
    return (list(map(int, entry.split(" "))) for entry in text.split(",") if entry)


def _depends(depends: str, links: str, address: dict[Address, ObjectRef]) -> dict[ObjectRef, frozenset[ObjectRef]]:
    """From pg_depend's rows; who needs a column has the column there, not its table as well."""
    stands_for = {
        (catalog, ident, 0): (to_catalog, to_ident, number)
        for catalog, ident, to_catalog, to_ident, number in _numbers(links)
    }

    def resolve(catalog: int, ident: int, number: int) -> ObjectRef | None:
        for _ in range(4):  # an array of a table's row type: two links
            found = address.get((catalog, ident, number)) or (address.get((catalog, ident, 0)) if number else None)
            if found is not None:
                return found
            to = stands_for.get((catalog, ident, 0))
            if to is None:
                return None
            catalog, ident = to[0], to[1]
            number = to[2] or number
        return None

    found: dict[ObjectRef, set[ObjectRef]] = {}
    for catalog, ident, number, to_catalog, to_ident, to_number in _numbers(depends):
        ref, needed = resolve(catalog, ident, number), resolve(to_catalog, to_ident, to_number)
        if ref is not None and needed is not None and ref != needed:
            found.setdefault(ref, set()).add(needed)
    return {ref: frozenset(needed) for ref, needed in found.items()}

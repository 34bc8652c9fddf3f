"""Snapshots: a catalog as JSON in a file, ours or what a web SQL editor gave for the printed query.

Version 1 is ``{"trueup_snapshot": 1, "server_version": ..., "objects": {section: [object, ...]}, "depends": ...}``.
An object's fields that have their default value are left out, and a reader fills them in: so a snapshot of an older
trueup loads in a newer one. A field is never renamed or given another meaning without a new version and a step in
`_UPGRADES`.
"""

from __future__ import annotations

import csv
import dataclasses
import io
import sys
from collections.abc import Callable, Iterable, Mapping
from typing import Any

import msgspec

from trueup import decoding
from trueup.catalog.introspect.decode import decode, without_collection
from trueup.catalog.model import CLASSES, AppliedMigration, Catalog, CatalogObject, Role, TableSize
from trueup.diagnostic import NotEvaluated
from trueup.errors import SnapshotError
from trueup.ref import ObjectRef

VERSION = 1
_HELP = "Make it again with `trueup snapshot SOURCE -o FILE`, or with the query of `trueup snapshot --print-query`."
_SECTION_OF = {cls: name for name, cls in CLASSES.items()}


class _Size(msgspec.Struct):
    ref: ObjectRef
    rows: int
    bytes: int


class _Needs(msgspec.Struct):
    ref: ObjectRef
    needs: list[ObjectRef]


class _Head(msgspec.Struct):
    trueup_snapshot: int = 0
    server_version: int = 0
    objects: dict[str, msgspec.Raw] = {}
    depends: list[_Needs] = []
    roles: list[Role] = []
    sizes: list[_Size] = []
    applied: list[AppliedMigration] = []
    platform_objects: dict[str, msgspec.Raw] = {}
    not_captured: list[NotEvaluated] = []


def dump(catalog: Catalog) -> str:
    """The catalog as readable JSON: one object a line, in a stable order, the same text for the same catalog."""
    members = {
        "trueup_snapshot": str(VERSION),
        "server_version": str(catalog.server_version),
        "objects": _sections(catalog.objects),
        "depends": _lines(_needs(catalog.depends), 2),
        "roles": _lines((_plain(role) for role in catalog.roles.values()), 2),
        "sizes": _lines(({"ref": _plain(r), **_plain(size)} for r, size in catalog.sizes.items()), 2),
        "applied": _lines(map(_plain, catalog.applied), 2),
        "platform_objects": _sections(catalog.platform_objects),
        "not_captured": _lines(map(_plain, catalog.not_captured), 2),
    }
    return "{\n" + ",\n".join(f" {_text(name)}: {text}" for name, text in members.items()) + "\n}\n"


def _sections(objects: Mapping[ObjectRef, CatalogObject]) -> str:
    sections: dict[str, list[CatalogObject]] = {}
    for obj in objects.values():
        sections.setdefault(_SECTION_OF[type(obj)], []).append(obj)
    known = (name for name in CLASSES if name in sections)
    text = ",\n".join(f"  {_text(name)}: {_lines(map(_plain, sections[name]), 4)}" for name in known)
    return "{\n" + text + "\n }" if text else "{}"


def _needs(depends: Mapping[ObjectRef, frozenset[ObjectRef]]) -> Iterable[dict[str, Any]]:
    for ref in sorted(depends):
        yield {"ref": _plain(ref), "needs": [_plain(other) for other in sorted(depends[ref])]}


def _lines(values: Iterable[Any], indent: int) -> str:
    lines = [" " * indent + _text(value) for value in values]
    return "[\n" + ",\n".join(lines) + "\n" + " " * (indent - 1) + "]" if lines else "[]"


def _text(value: Any) -> str:
    return msgspec.json.encode(value).decode()


def _plain(value: Any) -> Any:
    """JSON data of a dataclass without the fields that have their default."""
    if isinstance(value, ObjectRef):
        return {"kind": value.kind, "schema": value.schema, "name": value.name}
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return {
            field.name: _plain(found)
            for field in dataclasses.fields(value)
            if (found := getattr(value, field.name)) != field.default or field.default is dataclasses.MISSING
        }
    if isinstance(value, tuple):
        return [_plain(element) for element in value]
    return value


def load(data: bytes | str, name: str = "snapshot") -> Catalog:
    """The catalog in a snapshot's text.

    Args:
        data: what `dump` wrote; the result of the printed query as pasted (JSON, also where an editor wrapped it in
            rows or quoted it); or the CSV that a web editor downloads.
        name: the file's name, for messages.

    Raises:
        SnapshotError: it is damaged, of a newer version, or no snapshot at all.
    """
    text = _decoded(data, name)
    document = _unwrapped(text)
    if document is None:
        raise SnapshotError(
            f"{name} is no snapshot: it holds neither a snapshot nor a result of the query.", help=_HELP
        )
    kind, raw = document
    try:
        with without_collection():
            return decode(raw) if kind == "trueup_introspection" else _from_snapshot(raw, name)
    except (msgspec.MsgspecError, KeyError, ValueError) as error:
        raise SnapshotError(f"{name} is damaged: {_reason(error)}.", help=_HELP) from error


def _reason(error: Exception) -> str:
    return f"{error.args[0]} is missing" if isinstance(error, KeyError) else str(error)


def _decoded(data: bytes | str, name: str) -> str:
    if isinstance(data, str):
        return data.lstrip("\ufeff")
    encoding = "utf-16" if data[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig"
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        raise SnapshotError(f"{name} is not a text in UTF-8.", help=_HELP) from error


def _unwrapped(text: str, depth: int = 0) -> tuple[str, str] | None:
    """The kind and the JSON text of the document, however an editor wrapped it."""
    text = text.strip()
    if depth > 5 or not text:
        return None
    if text[0] in '{["':
        found = _from_json(text, depth)
        if found is not None:
            return found
    return _from_table(text, depth) or _from_csv(text, depth)


def _from_json(text: str, depth: int) -> tuple[str, str] | None:
    try:
        if text[0] == '"':
            return _unwrapped(decoding.decode(text, type=str), depth + 1)
        if text[0] == "[":
            values = decoding.decode(text, type=list[msgspec.Raw])
        else:
            members = decoding.decode(text, type=dict[str, msgspec.Raw])
            for kind in ("trueup_introspection", "trueup_snapshot"):
                if kind in members:
                    return kind, text
            values = list(members.values())
    except msgspec.DecodeError:
        # Damaged, but ours: say so, rather than that it is something else.
        kinds = [kind for kind in ("trueup_introspection", "trueup_snapshot") if f'"{kind}"' in text[:200]]
        return (kinds[0], text) if kinds and text[0] == "{" else None
    inner = (
        _unwrapped(bytes(value).decode(), depth + 1) for value in values[:5] if bytes(value)[:1] in (b"{", b"[", b'"')
    )
    return next((found for found in inner if found is not None), None)


def _from_csv(text: str, depth: int) -> tuple[str, str] | None:
    """One cell that holds the document, under a header line; separated by commas, semicolons or tabs."""
    limit = csv.field_size_limit(sys.maxsize)
    try:
        for delimiter in (",", ";", "\t"):
            for row in _rows(text, delimiter):
                for cell in row:
                    if "trueup_" in cell[:100] and cell != text and cell.lstrip()[:1] in ("{", "[", '"'):
                        found = _unwrapped(cell, depth + 1)
                        if found is not None:
                            return found
    finally:
        csv.field_size_limit(limit)
    return None


def _rows(text: str, delimiter: str) -> Iterable[list[str]]:
    try:
        yield from csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    except csv.Error:
        return


def _from_table(text: str, depth: int) -> tuple[str, str] | None:
    """psql's own output: a heading, a line, the value, ``(1 row)``."""
    start, end = text.find('{"trueup_'), text.rfind("}")
    if start <= 0 or end < start:
        return None
    return _unwrapped(text[start : end + 1], depth + 1)


def _from_snapshot(text: str, name: str) -> Catalog:
    head = decoding.decode(text, type=_Head)
    if head.trueup_snapshot > VERSION:
        raise SnapshotError(
            f"{name} is a snapshot of version {head.trueup_snapshot}; this trueup reads versions up to {VERSION}.",
            help="Update trueup.",
        )
    for version in range(head.trueup_snapshot, VERSION):
        head = _UPGRADES[version](head)
    unknown = [section for section in head.objects if section not in CLASSES]
    missing = [
        NotEvaluated(what=section, reason="a kind of object that this trueup doesn't know") for section in unknown
    ]
    return Catalog(
        objects=_objects(head.objects),
        depends={entry.ref: frozenset(entry.needs) for entry in head.depends},
        server_version=head.server_version,
        not_captured=(*head.not_captured, *missing),
        platform_objects=_objects(head.platform_objects),
        roles={role.name: role for role in head.roles},
        sizes={size.ref: TableSize(rows=size.rows, bytes=size.bytes) for size in head.sizes},
        applied=tuple(head.applied),
    )


def _objects(sections: Mapping[str, msgspec.Raw]) -> dict[ObjectRef, CatalogObject]:
    found: dict[ObjectRef, CatalogObject] = {}
    for section, cls in CLASSES.items():
        if section in sections:
            found.update((row.ref, row) for row in _rows_of(cls, sections[section]))
    return found


def _rows_of(cls: Any, raw: msgspec.Raw) -> Iterable[Any]:
    rows: list[Any] = decoding.decode(raw, type=list[cls])
    return rows


# From version n to n + 1.
_UPGRADES: dict[int, Callable[[_Head], _Head]] = {}

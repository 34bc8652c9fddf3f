"""What our event triggers say, turned into refs: which objects a statement created, altered and dropped."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from trueup.ref import ObjectRef

Address = tuple[int, int, int]

_KINDS = {
    "table column": "column",
    "view column": "column",
    "materialized view column": "column",
    "foreign table column": "column",
    "composite type column": "attribute",
    "table constraint": "constraint",
    "domain constraint": "constraint",
    "statistics object": "statistics",
    "foreign-data wrapper": "foreign data wrapper",
    "publication relation": "publication table",
    "publication namespace": "publication schema",
}
_TYPES = {"e": "enum", "d": "domain", "c": "composite type", "r": "range type", "m": "range type", "b": "base type"}
_GLOBAL = frozenset(
    {"schema", "extension", "publication", "subscription", "language", "role", "server"}
    | {"event trigger", "foreign data wrapper", "access method"}
)
_UNTOLD = frozenset(
    {"default value", "default acl", "toast table", "user mapping", "large object", "operator of access"}
)


@dataclass(slots=True)
class Effects:
    """What one statement did, each ref once, in order."""

    created: list[ObjectRef] = field(default_factory=list)
    altered: list[ObjectRef] = field(default_factory=list)
    dropped: list[ObjectRef] = field(default_factory=list)
    renamed: list[tuple[ObjectRef, ObjectRef]] = field(default_factory=list)

    def add(self, where: list[ObjectRef], ref: ObjectRef) -> None:
        """Add a ref to one of the three lists unless it is there."""
        if ref not in where:
            where.append(ref)


class Ledger:
    """Knows each object of the scratch database by its address, so that a replaced or renamed one is seen as such.

    Args:
        known: addresses that were there before, with their refs where they are known.
        names: refs of relations that were there before.
        children: relation's oid to the names of its columns and its constraints, as they were before.
    """

    def __init__(
        self,
        known: set[tuple[int, int]] | None = None,
        children: dict[int, tuple[set[str], set[str]]] | None = None,
        names: dict[tuple[int, int], ObjectRef] | None = None,
    ) -> None:
        self._before = known or set()
        self._refs = names or {}
        self._children = children or {}
        self._undo: list[Callable[[], None]] = []

    def mark(self) -> int:
        """A point that `undo` can go back to."""
        return len(self._undo)

    def undo(self, mark: int) -> None:
        """Forget what was read since `mark`: it was rolled back."""
        while len(self._undo) > mark:
            self._undo.pop()()

    def read(self, records: list[str]) -> Effects:
        """The effects of one statement, from the messages of the event triggers."""
        effects = Effects()
        if not records:
            return effects
        messages = [json.loads(record) for record in records]
        making: set[tuple[int, int]] = set()
        if len(messages) > 1:  # an event trigger of the text may change a new table before we are told that it is made
            done = (item for message in messages for item in message.get("done") or ())
            making = {_key(item) for item in done if item["tag"].startswith("CREATE")}
        for message in messages:
            for item in message.get("dropped") or ():
                self._drop(effects, item)
            # A table's own foreign key is told (as ALTER TABLE) before the table: what is made goes first.
            found = message.get("done") or ()
            if len(found) > 1:
                found = sorted(found, key=lambda item: not item["tag"].startswith("CREATE"))
            for item in found:
                if not (making and item["tag"].startswith("ALTER") and self._is_new(_key(item), making)):
                    self._done(effects, item)
        if effects.altered and effects.created:
            made = set(effects.created)
            effects.altered = [ref for ref in effects.altered if ref not in made]
        return effects

    def _is_new(self, key: tuple[int, int], making: set[tuple[int, int]]) -> bool:
        return key in making and key not in self._before and key not in self._refs

    def _done(self, effects: Effects, item: dict[str, Any]) -> None:
        ref = ref_of(item)
        if ref is None:
            return
        key = _key(item)
        sub = ref.kind in {"column", "attribute"}
        old = self._refs.get(key)
        if sub or old is not None or key in self._before or not item["tag"].startswith(("CREATE", "SELECT", "IMPORT")):
            self._altered(effects, key, old, ref, sub=sub)
        else:
            effects.add(effects.created, ref)
        if not sub:
            self._set(self._refs, key, ref)
        if item.get("columns") is not None:
            self._diff_children(effects, item["oid"], ref, set(item["columns"]), set(item["constraints"] or ()))

    def _altered(
        self, effects: Effects, key: tuple[int, int], old: ObjectRef | None, ref: ObjectRef, *, sub: bool
    ) -> None:
        if old is not None and old != ref and not sub:
            effects.renamed.append((old, ref))
        effects.add(effects.altered, ref)

    def _diff_children(
        self, effects: Effects, oid: int, parent: ObjectRef, columns: set[str], constraints: set[str]
    ) -> None:
        had_columns, had_constraints = self._children.get(oid, (set(), set()))
        for kind, now, before in (("column", columns, had_columns), ("constraint", constraints, had_constraints)):
            for name in sorted(now - before):
                effects.add(effects.created, ObjectRef(kind, parent.schema, (parent.name[0], name)))
            for name in sorted(before - now):
                effects.add(effects.dropped, ObjectRef(kind, parent.schema, (parent.name[0], name)))
        self._set(self._children, oid, (columns, constraints))

    def _drop(self, effects: Effects, item: dict[str, Any]) -> None:
        ref = ref_of(item)
        key = _key(item)
        if item.get("sub"):
            if ref is not None:
                effects.add(effects.dropped, ref)
            return
        known = self._refs.get(key)
        if known is not None:
            self._set(self._refs, key, None)
            effects.add(effects.dropped, known)
        elif ref is not None and not (ref.kind == "type" and any(_same(ref, d) for d in effects.dropped)):
            effects.add(effects.dropped, ref)

    def _set(self, where: dict[Any, Any], key: Any, value: Any) -> None:
        missing = object()
        before = where.get(key, missing)
        if value is None:
            where.pop(key, None)
        else:
            where[key] = value

        def back() -> None:
            if before is missing:
                where.pop(key, None)
            else:
                where[key] = before

        self._undo.append(back)


def _key(item: dict[str, Any]) -> tuple[int, int]:
    return item["class"], item["oid"]


def _same(one: ObjectRef, other: ObjectRef) -> bool:
    return one.schema == other.schema and one.name[0] == other.name[0]


def ref_of(item: dict[str, Any]) -> ObjectRef | None:
    """The ref of an object as the event trigger names it; None for what is no object of its own in a catalog."""
    kind = item["type"]
    kind = _KINDS.get(kind, kind)
    names = item["names"] or []
    arguments = [_plain_type(a) for a in item["args"] or []]
    if kind in _UNTOLD or not names or str(names[0]).startswith("pg_temp"):
        return None
    if kind == "type":
        return _type_ref(item)
    if kind in {"publication table", "publication schema"}:
        return ObjectRef(kind, "", (*arguments, *names))
    if kind in _GLOBAL:
        return ObjectRef(kind, "", (names[0],))
    if kind in {"function", "procedure", "aggregate"}:
        return ObjectRef(kind, names[0], (names[1], ", ".join(arguments)))
    if kind == "constraint" and item["type"] == "domain constraint":
        return ObjectRef(kind, item["schema"] or "", (names[0].rpartition(".")[2], *arguments))
    if kind == "operator":
        return ObjectRef(kind, names[0], (names[1], ", ".join(arguments)))
    if kind in {"operator class", "operator family"} and len(names) == 3:
        return ObjectRef(kind, names[1], (names[2], names[0]))
    if kind in {"cast", "transform"}:
        return ObjectRef(kind, "", (*names, *arguments))
    if kind == "trigger" and names[-1].startswith("RI_ConstraintTrigger_"):
        return None
    if len(names) < 2:
        return ObjectRef(kind, "", tuple(names))
    return ObjectRef(kind, names[0], tuple(names[1:]))


def _type_ref(item: dict[str, Any]) -> ObjectRef | None:
    name = item.get("name")
    if not name or str(item["names"][0]).endswith("[]"):
        return None
    return ObjectRef(_TYPES.get(item.get("typtype") or "", "type"), item["schema"] or "", (name,))


def _plain_type(text: str) -> str:
    """The server's forced qualification without what an empty search_path would leave out."""
    return text.removeprefix("pg_catalog.")

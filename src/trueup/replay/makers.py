"""Which statement of a text would make an object: by target, by added column, and by what the event triggers told."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from trueup.ref import ObjectRef
from trueup.replay.model import Outcome, Unit
from trueup.sqltext.model import Statement
from trueup.sqltext.trees import Node, ParseFailure, kind_of, parse_one, walk

_RELATIONS = frozenset({"table", "view", "materialized view", "foreign table", "sequence", "index"})
_TYPES = frozenset({"type", "enum", "domain", "composite type", "range type", "base type"}) | _RELATIONS - {"index"}
_ROUTINES = frozenset({"function", "procedure", "aggregate"})
_MAKING = ("Create", "Define", "Composite", "View", "Index", "Rule", "Rename")
_CHILDREN = frozenset({"column", "constraint", "policy", "trigger", "rule", "attribute"})


@dataclass(frozen=True, slots=True)
class Maker:
    """A statement that makes an object.

    Args:
        ref: what it makes.
        statement: the statement.
        unit: its unit's name.
        place: its number among all statements.
    """

    ref: ObjectRef
    statement: Statement
    unit: str
    place: int


def group_of(kind: str) -> str:
    """The name space of a kind: what shares names with it."""
    if kind in _RELATIONS or kind == "relation":
        return "relation"
    if kind in _ROUTINES:
        return "function"
    return "type" if kind in _TYPES else kind


class Makers:
    """An index of the makers of all objects in units, by name space and name."""

    def __init__(self, units: Iterable[Unit]) -> None:
        self._units = tuple(units)
        self._outcomes: tuple[Outcome, ...] = ()
        self._index: dict[tuple[str, str], list[Maker]] | None = None

    def add_outcomes(self, outcomes: Iterable[Outcome]) -> None:
        """Add what statements were seen to make, e.g. DO blocks; `outcomes` are of the same units, in order."""
        self._outcomes = tuple(outcomes)
        self._index = None

    @property
    def _by_name(self) -> dict[tuple[str, str], list[Maker]]:
        """Made on first use: where nothing fails, nobody asks."""
        if self._index is None:
            self._index = {}
            self._read()
        return self._index

    def _read(self) -> None:
        place = 0
        known: set[tuple[int, str, str]] = set()
        for unit in self._units:
            for statement in unit.statements:
                for ref in made_by(statement):
                    known.add((place, group_of(ref.kind), _key(ref)))
                    self._add(Maker(ref, statement, unit.name, place))
                place += 1
        for at, outcome in enumerate(self._outcomes):
            for ref in outcome.created:
                if (at, group_of(ref.kind), _key(ref)) not in known:
                    self._add(Maker(ref, outcome.statement, outcome.unit, at))

    def _add(self, maker: Maker) -> None:
        ref = maker.ref
        key = _key(ref)
        self._by_name.setdefault((group_of(ref.kind), key), []).append(maker)
        if group_of(ref.kind) == "relation" and ref.kind != "index":
            self._by_name.setdefault(("type", key), []).append(maker)

    def find(self, kind: str, name: tuple[str, ...], table: tuple[str, ...] = ()) -> list[Maker]:
        """Makers of an object, in order; a schema or table counts only where both sides give one."""
        if kind in _CHILDREN and not table and len(name) > 1:
            table, name = name[:-1], name[-1:]
        if not name:
            return []
        plain = name[-1] if group_of(kind) != "function" or len(name) < 3 else name[1]
        found = self._by_name.get((group_of(kind), plain), [])
        return [m for m in found if _fits(m.ref, name, table)]


def _key(ref: ObjectRef) -> str:
    return ref.name[1] if ref.kind in _CHILDREN and len(ref.name) > 1 else ref.name[0]


def _fits(ref: ObjectRef, name: tuple[str, ...], table: tuple[str, ...]) -> bool:
    if ref.kind in _CHILDREN and len(ref.name) > 1:
        if table and table[-1] != ref.name[0]:
            return False
        schema = table[-2] if len(table) > 1 else ""
    else:
        schema = name[0] if len(name) > 1 else ""
    return not schema or not ref.schema or schema == ref.schema


def made_by(statement: Statement) -> Iterator[ObjectRef]:
    """What a statement would make, as far as its text tells: its target, a table's columns, added columns."""
    target = statement.target
    if target is None:
        return
    if statement.kind.startswith((*_MAKING, "Unparsed")) and statement.kind != "RenameStmt":
        yield target
    if statement.kind in {"CreateStmt", "AlterTableStmt", "RenameStmt", "CreateForeignTableStmt"}:
        tree = parse_one(statement.sql)
        if not isinstance(tree, ParseFailure):
            yield from _inner(tree, target)


def _inner(tree: Node, target: ObjectRef) -> Iterator[ObjectRef]:
    if kind_of(tree) == "RenameStmt":
        yield _renamed(tree, target)
        return
    for node in walk(tree):
        match kind_of(node):
            case "ColumnDef" if node.colname:
                yield ObjectRef("column", target.schema, (target.name[0], node.colname))
            case "Constraint" if node.conname:
                yield ObjectRef("constraint", target.schema, (target.name[0], node.conname))
            case _:
                pass


def _renamed(tree: Node, target: ObjectRef) -> ObjectRef:
    if target.kind in _CHILDREN:
        return ObjectRef(target.kind, target.schema, (target.name[0], tree.newname))
    return ObjectRef(target.kind, target.schema, (tree.newname, *target.name[1:]))

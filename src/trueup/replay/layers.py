"""Layered diagnosis: a refused statement is tried again with the likely mend, to see what fails behind it.

Everything here runs in a transaction that is rolled back, in the state in which the statement was refused.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from trueup.ref import ObjectRef
from trueup.replay.faults import Fault, read
from trueup.replay.idioms import Idiom, foreign_type, recognise
from trueup.replay.likely import best
from trueup.replay.makers import Makers
from trueup.replay.model import ServerError, Unit
from trueup.replay.wire import Answer, ConnectionLost, Wire
from trueup.sqltext.model import Statement
from trueup.sqltext.quote import literal, qualified
from trueup.sqltext.rewrite import Rewritten, rename
from trueup.sqltext.trees import ParseFailure, kind_of, parse_one, walk

_DEPTH = 5
_MAX_EXPLORED = 300

_RELATIONS = """SELECT n.nspname, c.relname FROM pg_catalog.pg_class AS c
  JOIN pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace
 WHERE c.relkind IN ('r', 'p', 'v', 'm', 'f') AND n.nspname NOT IN ('pg_catalog', 'information_schema', 'pg_toast')
   AND n.nspname NOT LIKE 'pg_temp%' AND n.nspname NOT LIKE 'pg_toast%' ORDER BY 1, 2"""
_FUNCTIONS = """SELECT n.nspname, p.proname, pg_catalog.pg_get_function_identity_arguments(p.oid)
  FROM pg_catalog.pg_proc AS p JOIN pg_catalog.pg_namespace AS n ON n.oid = p.pronamespace
 WHERE n.nspname NOT IN ('pg_catalog', 'information_schema', 'trueup_internal') ORDER BY 1, 2, 3"""
_TYPES = """SELECT n.nspname, t.typname FROM pg_catalog.pg_type AS t
  JOIN pg_catalog.pg_namespace AS n ON n.oid = t.typnamespace
 WHERE t.typtype IN ('b', 'e', 'd', 'c', 'r') AND t.typelem = 0
   AND (t.typrelid = 0 OR EXISTS (SELECT FROM pg_catalog.pg_class AS c WHERE c.oid = t.typrelid AND c.relkind = 'c'))
   AND n.nspname NOT IN ('information_schema', 'pg_toast') ORDER BY 1, 2"""
_ROLES = "SELECT '', rolname FROM pg_catalog.pg_roles WHERE rolname NOT LIKE 'pg\\_%' ORDER BY 2"
_SCHEMAS = "SELECT '', nspname FROM pg_catalog.pg_namespace WHERE nspname NOT LIKE 'pg\\_%' ORDER BY 2"
_LISTS = {"relation": _RELATIONS, "function": _FUNCTIONS, "type": _TYPES, "role": _ROLES, "schema": _SCHEMAS}
_COLUMNS = """SELECT n.nspname, c.relname, a.attname FROM pg_catalog.pg_attribute AS a
  JOIN pg_catalog.pg_class AS c ON c.oid = a.attrelid JOIN pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace
 WHERE a.attrelid = pg_catalog.to_regclass({}) AND a.attnum > 0 AND NOT a.attisdropped ORDER BY a.attnum"""


@dataclass(slots=True)
class Layer:
    """One fault of a statement: the one that it was refused with, or one that lay behind it.

    Args:
        error: the server's error.
        fault: what it is about.
        position: in the statement as written, 1-based; 0 where unknown.
        likely: what was likely meant, best first (several where equally likely).
        idiom: the known mistake, for a syntax error.
        mended: the text that was tried next, or None where there is no likely mend.
        tables: relations whose columns were looked through, for a missing column.
        overloads: functions of that name with schema and arguments, for a missing function.
    """

    error: ServerError
    fault: Fault
    position: int
    likely: tuple[ObjectRef, ...] = ()
    idiom: Idiom | None = None
    mended: str | None = None
    tables: tuple[ObjectRef, ...] = ()
    overloads: tuple[str, ...] = ()


@dataclass(slots=True)
class Exploration:
    """What trying a refused statement again has shown.

    Args:
        layers: the faults, outermost first; never empty.
        works: whether the statement ran with all mends put in.
    """

    layers: list[Layer] = field(default_factory=list)
    works: bool = False


class Explorer:
    """Tries refused statements again; a hook for the runner.

    Args:
        wire: the runner's own connection.
        makers: what the units make; what one of them makes needs no likely name.
    """

    def __init__(self, wire: Wire, makers: Makers) -> None:
        self._wire, self._makers = wire, makers
        self.found: dict[int, Exploration] = {}
        self._tried: set[tuple[str, tuple[str, ...]]] = set()

    def __call__(self, statement: Statement, unit: Unit, error: ServerError) -> None:
        """Explore one refused statement and keep the result under its identity."""
        exploration = self.found[id(statement)] = Exploration()
        try:
            self._explore(statement, error, exploration)
        except ConnectionLost:
            self._wire.open()

    def _explore(self, statement: Statement, error: ServerError, exploration: Exploration) -> None:
        sql, renames = statement.sql, [Rewritten(statement.sql, ())]
        for _ in range(_DEPTH):
            layer = self._layer(statement, sql, error, renames)
            exploration.layers.append(layer)
            made = self._mend(layer, sql)
            if made is None or len(self.found) > _MAX_EXPLORED:
                return
            layer.mended, sql = made.sql, made.sql
            renames.append(made)
            answer = self._try(sql)
            if answer.error is None:
                exploration.works = True
                return
            error = answer.error

    def _layer(self, statement: Statement, sql: str, error: ServerError, renames: list[Rewritten]) -> Layer:
        fault = read(error)
        layer = Layer(error, fault, _original(error.position, renames))
        if len(renames) == 1 and (error.sqlstate == "42601" or fault.rule == "missing-type"):
            # INDEX x (id) reads as a column named index, of a type x.
            known = recognise(statement, error.position)
            if known is not None and (error.sqlstate == "42601" or known.rule == "inline-index"):
                layer.idiom = known
        if layer.idiom is not None or error.sqlstate == "42601":
            layer.position = (layer.idiom.position if layer.idiom else 0) or layer.position
        elif fault.kind and (fault.kind == "function" or not self._made_here(fault)):
            self._look(layer, sql)
        return layer

    def _made_here(self, fault: Fault) -> bool:
        return bool(self._makers.find(fault.kind, fault.name, fault.table))

    def _look(self, layer: Layer, sql: str) -> None:
        """Look for the name that was meant, among what is visible now."""
        fault = layer.fault
        if fault.kind == "column":
            self._look_for_column(layer, sql)
        elif fault.kind in _LISTS:
            if fault.kind == "type" and (instead := foreign_type(fault.name[-1])) is not None:
                layer.likely = (ObjectRef("type", "", (instead,)),)
                return
            rows = self._rows(_LISTS[fault.kind])
            if fault.kind == "function":
                layer.overloads = tuple(
                    f"{r[0]}.{r[1]}({r[2] or ''})"
                    for r in rows
                    if r[1] == fault.name[-1] and _in_schema(r[0], fault.name)
                )
            if not layer.overloads and not self._made_here(fault):
                layer.likely = _choose(fault, rows)
                self._narrow(layer, sql)

    def _narrow(self, layer: Layer, sql: str) -> None:
        """Of equally likely relations, those that have the columns that the statement uses of it."""
        if layer.fault.kind != "relation" or len(layer.likely) < 2:
            return
        used = _columns_of(sql, layer.fault.name[-1])
        has = {ref: {r[2] for r in self._columns((ref.schema, ref.name[0]))} for ref in layer.likely}
        most = max((len(used & names) for names in has.values()), default=0)
        if most:
            layer.likely = tuple(ref for ref in layer.likely if len(used & has[ref]) == most)

    def _look_for_column(self, layer: Layer, sql: str) -> None:
        name = layer.fault.name[-1]
        rows = [row for table in _tables_for(sql, layer.fault.table) for row in self._columns(table)]
        layer.tables = tuple(dict.fromkeys(ObjectRef("table", r[0] or "", (r[1] or "",)) for r in rows))
        likely = best(name, [r[2] or "" for r in rows])
        layer.likely = tuple(
            ObjectRef("column", r[0] or "", (r[1] or "", r[2] or "")) for c in likely for r in rows if r[2] == c
        )

    def _columns(self, table: tuple[str, ...]) -> list[tuple[str | None, ...]]:
        return self._rows(_COLUMNS.format(literal(qualified(*table))))

    def _mend(self, layer: Layer, sql: str) -> Rewritten | None:
        """The statement with the likely mend; None where nothing is likely, or several things are."""
        if layer.idiom is not None:
            return Rewritten(layer.idiom.mended, ()) if layer.idiom.mended else None
        if len(layer.likely) != 1 or layer.fault.kind not in {"relation", "column", "function", "type"}:
            return None
        ref, fault = layer.likely[0], layer.fault
        new = (
            (ref.schema, ref.name[0])
            if ref.schema and (len(fault.name) > 1 or ref.schema != "public")
            else ref.name[:1]
        )
        if fault.kind == "column":
            return rename(sql, "column", (*fault.table[-1:], *fault.name), ref.name[-1:])
        return rename(sql, fault.kind, fault.name, new)

    def _try(self, sql: str) -> Answer:
        """Run a text behind a savepoint and take it back."""
        answer = self._wire.pipeline(["SAVEPOINT trueup_layer", sql])[1]
        self._wire.pipeline(["ROLLBACK TO SAVEPOINT trueup_layer"])
        return answer

    def _rows(self, sql: str) -> list[tuple[str | None, ...]]:
        answer = self._wire.simple(sql, rows=True)
        return [] if answer.error else answer.rows


def _original(position: int, renames: list[Rewritten]) -> int:
    for made in reversed(renames):
        position = made.original(position) if position else 0
    return position


def _in_schema(schema: str | None, name: tuple[str, ...]) -> bool:
    return len(name) < 2 or name[-2] == schema


def _choose(fault: Fault, rows: list[tuple[str | None, ...]]) -> tuple[ObjectRef, ...]:
    """Names of the schema that was written, or of all that a project owns; else the very name in another schema."""
    kind = "table" if fault.kind == "relation" else fault.kind
    names = [(r[0] or "", r[1] or "") for r in rows]
    near = (
        [n for n in names if _in_schema(n[0], fault.name)]
        if len(fault.name) > 1
        else [n for n in names if n[0] in _OWN]
    )
    likely = best(fault.name[-1], [n[1] for n in near])
    found = [n for c in likely for n in dict.fromkeys(near) if n[1] == c]
    if not found:
        found = [n for n in dict.fromkeys(names) if n[1] == fault.name[-1]]
    return tuple(ObjectRef(kind, schema, (name,)) for schema, name in found)


_OWN = frozenset({"", "public", "api", "app", "private", "internal"})


def _columns_of(sql: str, relation: str) -> set[str]:
    """Columns that a statement takes from a relation by its name or its alias."""
    tree = parse_one(sql)
    if isinstance(tree, ParseFailure):
        return set()
    aliases = {relation}
    used: set[str] = set()
    references = []
    for node in walk(tree):
        kind = kind_of(node)
        if kind == "RangeVar" and node.relname == relation and node.alias.aliasname:
            aliases.add(node.alias.aliasname)
        elif kind == "ColumnRef":
            references.append([f.string.sval for f in node.fields if f.WhichOneof("node") == "string"])
    for parts in references:
        if len(parts) == 1 or (len(parts) > 1 and parts[-2] in aliases):
            used.add(parts[-1])
    return used


def _tables_for(sql: str, table: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    """The relation that an alias or a table name stands for, or all relations of the statement."""
    tree = parse_one(sql)
    if isinstance(tree, ParseFailure):
        return
    seen: list[tuple[str, ...]] = []
    for node in walk(tree):
        if kind_of(node) != "RangeVar":
            continue
        name = tuple(p for p in (node.schemaname, node.relname) if p)
        if (not table or table[-1] in (node.alias.aliasname, node.relname)) and name not in seen:
            seen.append(name)
    yield from seen
    if not seen and table:
        yield table

"""Which statements existing rows can make fail, and the read-only query that asks whether they would. Pure.

What each form of ALTER TABLE checks against the rows: manual, ALTER TABLE, Notes.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

import postgast

from trueup.catalog.model import Catalog, Constraint
from trueup.migrations.constraints import columns_in
from trueup.migrations.model import DataRisk
from trueup.migrations.presence import resolve
from trueup.ref import ObjectRef
from trueup.replay.model import Migration
from trueup.sqltext.model import Statement
from trueup.sqltext.quote import identifier, literal, qualified
from trueup.sqltext.trees import ParseFailure, kind_of, parse_one, strings

pb: Any = postgast.pg_query_pb2
_MEETS_ROWS = frozenset({"AlterTableStmt", "IndexStmt"})


def risks(migration: Migration, production: Catalog, after: Catalog | None = None) -> tuple[DataRisk, ...]:
    """Every statement of a migration that the rows of an existing table can make fail, with its query.

    Args:
        migration: the file.
        production: which tables and columns are there to be asked.
        after: the catalog after the migrations, for the types that they make.
    """
    scene = _Scene(production, after or production)
    return tuple(risk for statement in migration.up.statements for risk in _risks(statement, scene))


class _Scene(NamedTuple):
    """The catalogs before and after."""

    production: Catalog
    after: Catalog

    def has(self, table: ObjectRef, columns: Iterable[str]) -> bool:
        """Whether these columns are there: what a pending migration adds holds nothing that could be asked for."""
        wanted = (ObjectRef("column", table.schema, (table.name[0], column)) for column in columns)
        return all(ref in self.production.everything for ref in wanted)


def _risks(statement: Statement, scene: _Scene) -> Iterator[DataRisk]:
    if not scene.production.objects or statement.kind not in _MEETS_ROWS:
        return
    if isinstance(tree := parse_one(statement.sql), ParseFailure):
        return
    kind, relation = kind_of(tree), tree.relation
    name = ObjectRef("table", relation.schemaname, (relation.relname,))
    tables = [r for r in resolve(name, scene.production) if r.kind == "table"]
    if not tables:
        return
    if kind == "IndexStmt":
        queries = [(_index_query(tables[0], tree, scene), tuple(_columns_of_index(tree)))] if tree.unique else []
    else:
        queries = [q for holder in tree.cmds for q in _queries(tables[0], holder.alter_table_cmd, scene)]
    for query, columns in queries:  # "": rows can stop it, and there is nothing yet that could be asked
        yield DataRisk(origin=statement.origin, ref=tables[0], query=query, columns=columns)


def _queries(table: ObjectRef, command: Any, scene: _Scene) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Each query, with the columns that it is about."""
    name = pb.AlterTableType.Name(command.subtype)
    definition = getattr(command, "def")
    if name == "AT_SetNotNull":
        asked = _count(table, f"{identifier(command.name)} IS NULL") if scene.has(table, [command.name]) else ""
        yield asked, (command.name,)
    elif name == "AT_AddColumn":
        column = definition.column_def
        if not scene.has(table, [column.colname]) and _refuses_rows(column):
            yield _count(table, ""), ()
    elif name == "AT_AddConstraint" and not definition.constraint.skip_validation:
        constraint = definition.constraint
        columns = columns_in(constraint.raw_expr) or strings(constraint.fk_attrs) or strings(constraint.keys)
        yield _constraint_query(table, constraint, scene), tuple(dict.fromkeys(columns))
    elif name == "AT_AlterColumnType" and scene.has(table, [command.name]):
        yield _type_query(table, command.name, definition.column_def, scene), (command.name,)


def _type_query(table: ObjectRef, column: str, definition: Any, scene: _Scene) -> str:
    """Values that the new type does not take; for an enum that a migration makes, those that are none of its own."""
    written = _type(definition.type_name)
    labels = _labels(definition.type_name, scene)
    using = definition.raw_default if definition.HasField("raw_default") else None
    plain = using is None or _only_casts(using)
    if labels is not None:
        among = ", ".join(map(literal, labels))
        condition = f"{identifier(column)}::text NOT IN ({among})" if labels else f"{identifier(column)} IS NOT NULL"
        return _count(table, condition) if plain else ""
    if not plain:
        return f"SELECT count(({_expression(using)})::{written}) FROM {qualified(table.schema, *table.name)}"
    return _count(table, f"NOT pg_input_is_valid({identifier(column)}::text, {literal(written)})")


def _only_casts(node: Any) -> bool:
    """Whether an expression is a column with casts around it."""
    kind = node.WhichOneof("node")
    return kind == "column_ref" or (kind == "type_cast" and _only_casts(node.type_cast.arg))


def _labels(type_name: Any, scene: _Scene) -> tuple[str, ...] | None:
    """The values of an enum that is not in production, or has others there."""
    names = strings(type_name.names)
    for obj in scene.after.of_kind("enum"):
        same = obj.ref.name[-1] == names[-1] and (len(names) < 2 or names[-2] == obj.ref.schema)
        if same and scene.production.everything.get(obj.ref) != obj:
            return tuple(getattr(obj, "labels", ()) or getattr(obj, "values", ()))
    return None


def _refuses_rows(column: Any) -> bool:
    """NOT NULL or PRIMARY KEY, with no default, identity or generation expression."""
    kinds = {pb.ConstrType.Name(c.constraint.contype) for c in column.constraints}
    filled = {"CONSTR_DEFAULT", "CONSTR_IDENTITY", "CONSTR_GENERATED"}
    serial = strings(column.type_name.names)[-1:] in {("serial",), ("bigserial",), ("smallserial",)}
    return bool(kinds & {"CONSTR_NOTNULL", "CONSTR_PRIMARY"}) and not kinds & filled and not serial


def _constraint_query(table: ObjectRef, constraint: Any, scene: _Scene) -> str:
    kind = pb.ConstrType.Name(constraint.contype)
    used = columns_in(constraint.raw_expr) if kind == "CONSTR_CHECK" else strings(constraint.fk_attrs)
    if not scene.has(table, used or strings(constraint.keys)):
        return ""
    if kind == "CONSTR_CHECK":
        return _count(table, f"NOT ({_expression(constraint.raw_expr)})")
    if kind == "CONSTR_NOTNULL":
        return " ".join(_count(table, f"{identifier(c)} IS NULL") for c in strings(constraint.keys))
    if kind in {"CONSTR_UNIQUE", "CONSTR_PRIMARY"}:
        return _duplicates(table, [identifier(c) for c in strings(constraint.keys)], "")
    if kind == "CONSTR_FOREIGN":
        return _orphans(table, constraint, scene)
    return ""


def _orphans(table: ObjectRef, constraint: Any, scene: _Scene) -> str:
    """Rows that point at nothing; at a table that a migration makes, all that point at all."""
    own = strings(constraint.fk_attrs)
    filled = " AND ".join(f"t.{identifier(c)} IS NOT NULL" for c in own)
    name = ObjectRef("table", constraint.pktable.schemaname, (constraint.pktable.relname,))
    tables = [r for r in resolve(name, scene.production) if r.kind == "table"]
    if not tables:
        return f"SELECT count(*) FROM {qualified(table.schema, *table.name)} t WHERE {filled}"
    other = strings(constraint.pk_attrs) or _primary(tables[0], scene.production)
    if not other or len(own) != len(other) or not scene.has(tables[0], other):
        return ""
    target = qualified(tables[0].schema, *tables[0].name)
    match = " AND ".join(f"r.{identifier(o)} = t.{identifier(c)}" for c, o in zip(own, other, strict=True))
    return (
        f"SELECT count(*) FROM {qualified(table.schema, *table.name)} t "
        f"WHERE {filled} AND NOT EXISTS (SELECT FROM {target} r WHERE {match})"
    )


def _primary(table: ObjectRef, production: Catalog) -> tuple[str, ...]:
    """The columns of a table's primary key, which a reference without columns means."""
    for obj in production.of_kind("constraint"):
        if isinstance(obj, Constraint) and obj.table == table and obj.type == "primary key":
            return obj.columns
    return ()


def _index_query(table: ObjectRef, tree: Any, scene: _Scene) -> str:
    parts = []
    if not scene.has(table, _columns_of_index(tree)):
        return ""
    for parameter in tree.index_params:
        element = parameter.index_elem
        parts.append(identifier(element.name) if element.name else f"({_expression(element.expr)})")
    where = _expression(tree.where_clause) if tree.HasField("where_clause") else ""
    return _duplicates(table, parts, where)


def _columns_of_index(tree: Any) -> Iterator[str]:
    for parameter in tree.index_params:
        element = parameter.index_elem
        yield from [element.name] if element.name else columns_in(element.expr)


def _duplicates(table: ObjectRef, parts: list[str], where: str) -> str:
    if not parts:
        return ""
    conditions = [f"{part} IS NOT NULL" for part in parts] + ([f"({where})"] if where else [])
    return (
        f"SELECT count(*) FROM (SELECT FROM {qualified(table.schema, *table.name)} "
        f"WHERE {' AND '.join(conditions)} GROUP BY {', '.join(parts)} HAVING count(*) > 1) AS twice"
    )


def _count(table: ObjectRef, condition: str) -> str:
    where = f" WHERE {condition}" if condition else ""
    return f"SELECT count(*) FROM {qualified(table.schema, *table.name)}{where}"


def _expression(node: Any) -> str:
    """An expression's text, by putting it into a SELECT and taking the SELECT off again."""
    tree: Any = postgast.parse("SELECT 1")
    target = tree.stmts[0].stmt.select_stmt.target_list[0].res_target
    target.val.CopyFrom(node)
    return str(postgast.deparse(tree)).removeprefix("SELECT ")


def _type(type_name: Any) -> str:
    """A type's text, by way of a cast."""
    tree: Any = postgast.parse("SELECT NULL::int4")
    cast = tree.stmts[0].stmt.select_stmt.target_list[0].res_target.val.type_cast
    cast.type_name.CopyFrom(type_name)
    return str(postgast.deparse(tree)).removeprefix("SELECT NULL::")

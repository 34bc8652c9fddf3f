"""Which statements existing rows can make fail, and the read-only query that asks whether they would. Pure.

What each form of ALTER TABLE checks against the rows: manual, ALTER TABLE, Notes.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import postgast

from trueup.catalog.model import Catalog
from trueup.migrations.model import DataRisk
from trueup.migrations.presence import resolve
from trueup.ref import ObjectRef
from trueup.replay.model import Migration
from trueup.sqltext.model import Statement
from trueup.sqltext.quote import identifier, literal, qualified
from trueup.sqltext.trees import ParseFailure, kind_of, parse_one, strings

pb: Any = postgast.pg_query_pb2


def risks(migration: Migration, production: Catalog) -> tuple[DataRisk, ...]:
    """Every statement of a migration that the rows of an existing table can make fail, with its query."""
    return tuple(risk for statement in migration.up.statements for risk in _risks(statement, production))


def _risks(statement: Statement, production: Catalog) -> Iterator[DataRisk]:
    tree = parse_one(statement.sql)
    if isinstance(tree, ParseFailure):
        return
    kind = kind_of(tree)
    relation = tree.relation if kind in {"AlterTableStmt", "IndexStmt"} else None
    if relation is None:
        return
    name = ObjectRef("table", relation.schemaname, (relation.relname,))
    tables = [r for r in resolve(name, production) if r.kind == "table"]
    if not tables:
        return
    if kind == "IndexStmt":
        queries = [_index_query(tables[0], tree)] if tree.unique else []
    else:
        queries = [q for holder in tree.cmds for q in _queries(tables[0], holder.alter_table_cmd, production)]
    for query in queries:
        if query:
            yield DataRisk(origin=statement.origin, ref=tables[0], query=query)


def _queries(table: ObjectRef, command: Any, production: Catalog) -> Iterator[str]:
    name = pb.AlterTableType.Name(command.subtype)
    definition = getattr(command, "def")
    if name == "AT_SetNotNull":
        yield _count(table, f"{identifier(command.name)} IS NULL")
    elif name == "AT_AddColumn":
        column = definition.column_def
        exists = ObjectRef("column", table.schema, (table.name[0], column.colname)) in production.objects
        if not exists and _refuses_rows(column):
            yield _count(table, "")
    elif name == "AT_AddConstraint" and not definition.constraint.skip_validation:
        yield _constraint_query(table, definition.constraint)
    elif name == "AT_AlterColumnType":
        type_ = _type(definition.column_def.type_name)
        if type_ and not definition.column_def.HasField("raw_default"):
            column_name = identifier(command.name)
            yield _count(table, f"NOT pg_input_is_valid({column_name}::text, {literal(type_)})")


def _refuses_rows(column: Any) -> bool:
    """NOT NULL or PRIMARY KEY, with no default, identity or generation expression."""
    kinds = {pb.ConstrType.Name(c.constraint.contype) for c in column.constraints}
    filled = {"CONSTR_DEFAULT", "CONSTR_IDENTITY", "CONSTR_GENERATED"}
    serial = strings(column.type_name.names)[-1:] in {("serial",), ("bigserial",), ("smallserial",)}
    return bool(kinds & {"CONSTR_NOTNULL", "CONSTR_PRIMARY"}) and not kinds & filled and not serial


def _constraint_query(table: ObjectRef, constraint: Any) -> str:
    kind = pb.ConstrType.Name(constraint.contype)
    if kind == "CONSTR_CHECK":
        return _count(table, f"NOT ({_expression(constraint.raw_expr)})")
    if kind == "CONSTR_NOTNULL":
        return " ".join(_count(table, f"{identifier(c)} IS NULL") for c in strings(constraint.keys))
    if kind in {"CONSTR_UNIQUE", "CONSTR_PRIMARY"}:
        return _duplicates(table, [identifier(c) for c in strings(constraint.keys)], "")
    if kind == "CONSTR_FOREIGN":
        return _orphans(table, constraint)
    return ""


def _orphans(table: ObjectRef, constraint: Any) -> str:
    own, other = strings(constraint.fk_attrs), strings(constraint.pk_attrs)
    if not other or len(own) != len(other):
        return ""
    target = qualified(constraint.pktable.schemaname, constraint.pktable.relname)
    filled = " AND ".join(f"t.{identifier(c)} IS NOT NULL" for c in own)
    match = " AND ".join(f"r.{identifier(o)} = t.{identifier(c)}" for c, o in zip(own, other, strict=True))
    return (
        f"SELECT count(*) FROM {qualified(table.schema, *table.name)} t "
        f"WHERE {filled} AND NOT EXISTS (SELECT FROM {target} r WHERE {match})"
    )


def _index_query(table: ObjectRef, tree: Any) -> str:
    parts = []
    for parameter in tree.index_params:
        element = parameter.index_elem
        parts.append(identifier(element.name) if element.name else f"({_expression(element.expr)})")
    where = _expression(tree.where_clause) if tree.HasField("where_clause") else ""
    return _duplicates(table, parts, where)


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

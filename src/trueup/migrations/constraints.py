"""The constraints that a statement writes, told by what they are: most have no name in the text. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import postgast

from trueup.catalog.model import Constraint
from trueup.sqltext.model import Statement
from trueup.sqltext.trees import ParseFailure, kind_of, parse_one, strings

pb: Any = postgast.pg_query_pb2

# Its table, its type and the columns that it is about.
Written = tuple[str, str, frozenset[str]]
_TYPES = {
    "CONSTR_CHECK": "check",
    "CONSTR_UNIQUE": "unique",
    "CONSTR_PRIMARY": "primary key",
    "CONSTR_FOREIGN": "foreign key",
    "CONSTR_EXCLUSION": "exclude",
}


def written(constraint: Constraint) -> Written:
    """A constraint of a catalog as a text would write it."""
    return constraint.table.name[0], constraint.type, frozenset(constraint.columns)


def constraints_of(statement: Statement) -> Iterator[Written]:
    """The constraints that a CREATE TABLE or an ALTER TABLE writes, those of columns too."""
    if statement.kind not in {"CreateStmt", "AlterTableStmt"}:
        return
    tree: Any = parse_one(statement.sql)
    if isinstance(tree, ParseFailure) or kind_of(tree) not in {"CreateStmt", "AlterTableStmt"}:
        return
    table = tree.relation.relname
    for definition in tree.table_elts if kind_of(tree) == "CreateStmt" else _added(tree):
        if definition.WhichOneof("node") == "constraint":
            yield from _constraint(table, definition.constraint, ())
        elif definition.WhichOneof("node") == "column_def":
            column = definition.column_def
            for holder in column.constraints:
                yield from _constraint(table, holder.constraint, (column.colname,))


def _added(tree: Any) -> Iterator[Any]:
    for holder in tree.cmds:
        command = holder.alter_table_cmd
        if pb.AlterTableType.Name(command.subtype) in {"AT_AddColumn", "AT_AddConstraint"}:
            yield getattr(command, "def")


def _constraint(table: str, node: Any, own: tuple[str, ...]) -> Iterator[Written]:
    kind = pb.ConstrType.Name(node.contype)
    if kind not in _TYPES:
        return
    if kind == "CONSTR_CHECK":
        columns = columns_in(node.raw_expr)
    elif kind == "CONSTR_FOREIGN":
        columns = strings(node.fk_attrs) or own
    elif kind == "CONSTR_EXCLUSION":
        columns = tuple(holder.list.items[0].index_elem.name for holder in node.exclusions)
    else:
        columns = strings(node.keys) or own
    yield table, _TYPES[kind], frozenset(columns)


def columns_in(node: Any) -> tuple[str, ...]:
    """The columns that an expression names."""
    found: list[str] = []
    for descriptor, value in node.ListFields():
        if descriptor.message_type is not None:
            for child in [value] if hasattr(value, "ListFields") else value:
                if child.DESCRIPTOR.name == "ColumnRef":
                    found.extend(strings(child.fields)[-1:])
                found.extend(columns_in(child))
    return tuple(found)

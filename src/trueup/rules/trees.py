"""Expression texts of the catalog as trees: which calls, columns, tables and constants they hold."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

import postgast
from google.protobuf.message import Message

_SCALARS = (int, str, bytes, float)


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """A function call.

    Args:
        name: qualified as written, lower case: ``auth.uid``.
        constants: its arguments that are constants, as text.
        nested: whether it stands inside a sub-query.
        once: whether that is a sub-query without FROM and without columns: ``(SELECT auth.uid())``.
        columns: whether an argument reads a column.
        start: byte offset of the name in the parsed text (``SELECT`` before an expression counts).
    """

    name: str
    constants: tuple[str, ...] = ()
    nested: bool = False
    once: bool = False
    columns: bool = False
    start: int = -1


@dataclass(slots=True)
class Shape:
    """What an expression or query is made of.

    Args:
        calls, columns, tables: in the order of the text; columns as tuples of their parts.
        constants: string constants.
        has_query: whether there is a sub-query.
        signed_out_or: whether an OR has a branch that is true where the caller's id is NULL.
        role_against_column: whether a column is compared with the database role (`current_user` ...).
        comparisons: (operator, left node, right node).
        tree: the parsed node; None if the text can't be parsed.
    """

    calls: list[Call] = field(default_factory=list)
    columns: list[tuple[str, ...]] = field(default_factory=list)
    tables: list[tuple[str, ...]] = field(default_factory=list)
    constants: list[str] = field(default_factory=list)
    has_query: bool = False
    signed_out_or: bool = False
    role_against_column: bool = False
    comparisons: list[tuple[str, Any, Any]] = field(default_factory=list)
    tree: Any = None

    def calls_to(self, *names: str) -> Iterator[Call]:
        """Calls of these functions."""
        return (call for call in self.calls if call.name in names)


@lru_cache(maxsize=20_000)
def shape_of(expression: str) -> Shape:
    """The shape of an expression; an empty one where the parser refuses it."""
    return shape_of_query(f"SELECT {expression}")


@lru_cache(maxsize=5_000)
def shape_of_query(query: str) -> Shape:
    """The shape of a statement; an empty one where the parser refuses it."""
    shape = Shape()
    try:
        tree = postgast.parse(query)
    except postgast.PgQueryError:
        return shape
    select: Any = tree.stmts[0].stmt if tree.stmts else None
    shape.tree = select.select_stmt.target_list[0].res_target.val if _is_expression(select) else select
    if select is not None:
        _walk(select, shape)
    return shape


def shape_of_node(node: Any) -> Shape:
    """The shape of a part of a tree."""
    shape = Shape(tree=node)
    _walk(node, shape)
    return shape


def _is_expression(statement: Any) -> bool:
    return (
        statement is not None
        and statement.WhichOneof("node") == "select_stmt"
        and len(statement.select_stmt.target_list) == 1
        and not statement.select_stmt.from_clause
    )


def _walk(node: Any, shape: Shape, *, nested: bool = False, once: bool = False) -> None:
    kind = type(node).__name__
    if kind == "Node":
        which = node.WhichOneof("node")
        if which:
            _walk(getattr(node, which), shape, nested=nested, once=once)
        return
    if kind == "SubLink":
        shape.has_query = nested = True
        once = once or _is_scalar(node)
    elif kind == "FuncCall":
        shape.calls.append(_call(node, nested=nested, once=once))
    elif kind == "ColumnRef":
        shape.columns.append(_strings(node.fields))
    elif kind == "RangeVar":
        shape.tables.append((node.schemaname, node.relname) if node.schemaname else (node.relname,))
    elif kind == "A_Const" and node.WhichOneof("val") == "sval":
        shape.constants.append(node.sval.sval)
    elif kind == "A_Expr":
        shape.comparisons.append((".".join(_strings(node.name)), node.lexpr, node.rexpr))
        sides = {_side(node.lexpr), _side(node.rexpr)}
        shape.role_against_column = shape.role_against_column or sides == {"role", "column"}
    elif kind == "BoolExpr" and node.boolop == postgast.pg_query_pb2.OR_EXPR:
        shape.signed_out_or = shape.signed_out_or or any(_is_signed_out(argument) for argument in node.args)
    elif kind == "SQLValueFunction":
        shape.calls.append(Call(name=_VALUE_FUNCTIONS.get(node.op, "sql value"), nested=nested, once=once))
    for _, value in node.ListFields():
        if isinstance(value, Message):
            _walk(value, shape, nested=nested, once=once)
        elif not isinstance(value, _SCALARS):
            for child in value:
                if isinstance(child, Message):
                    _walk(child, shape, nested=nested, once=once)


def _side(node: Any) -> str:
    """``role`` for current_user and its kin, ``column`` for a column, casts apart."""
    inner = bare(node)
    match inner.WhichOneof("node"):
        case "sqlvalue_function":
            return "role" if _VALUE_FUNCTIONS.get(inner.sqlvalue_function.op, "").endswith("_user") else ""
        case "column_ref":
            return "column"
    return ""


def _is_signed_out(node: Any) -> bool:
    """Whether it is ``auth.uid() IS NULL``, the call maybe in a sub-query of its own."""
    if node.WhichOneof("node") != "null_test" or node.null_test.nulltesttype != postgast.pg_query_pb2.IS_NULL:
        return False
    probe = Shape()
    _walk(node.null_test.arg, probe)
    return not probe.columns and not probe.tables and any(probe.calls_to("auth.uid", "auth.jwt", "current_setting"))


def _is_scalar(link: Any) -> bool:
    """Whether it is a sub-query that reads nothing: no FROM, no column."""
    probe = Shape()
    select = link.subselect
    if select.WhichOneof("node") != "select_stmt" or select.select_stmt.from_clause:
        return False
    _walk(select, probe)
    return not probe.columns and not probe.tables


def _call(node: Any, *, nested: bool, once: bool) -> Call:
    constants, columns = [], False
    for argument in node.args:
        inner = bare(argument)
        if inner.WhichOneof("node") == "a_const":
            constants.append(constant(inner) or "")
        elif inner.WhichOneof("node") != "sublink":
            probe = Shape()
            _walk(argument, probe)
            columns = columns or bool(probe.columns)
    return Call(
        name=".".join(_strings(node.funcname)).lower().removeprefix("pg_catalog."),
        constants=tuple(constants),
        nested=nested,
        once=once,
        columns=columns,
        start=node.location,
    )


def _strings(nodes: Any) -> tuple[str, ...]:
    return tuple(n.string.sval if n.WhichOneof("node") == "string" else "*" for n in nodes)


def bare(node: Any) -> Any:
    """A node without the casts around it."""
    while node.WhichOneof("node") == "type_cast":
        node = node.type_cast.arg
    return node


def constant(node: Any) -> str | None:
    """The text of a constant node, or None for what is none; NULL is ``null``."""
    node = bare(node)
    if node.WhichOneof("node") != "a_const":
        return None
    value = node.a_const
    if value.isnull:
        return "null"
    match value.WhichOneof("val"):
        case "sval":
            return str(value.sval.sval)
        case "ival":
            return str(value.ival.ival)
        case "fval":
            return str(value.fval.fval)
        case "boolval":
            return "true" if value.boolval.boolval else "false"
    return ""


def is_constant(expression: str | None, value: str) -> bool:
    """Whether a whole expression is this constant (``true`` ...), casts apart."""
    if expression is None:
        return False
    tree = shape_of(expression).tree
    return tree is not None and hasattr(tree, "WhichOneof") and constant(tree) == value


_VALUE_FUNCTIONS = {
    postgast.pg_query_pb2.SVFOP_CURRENT_USER: "current_user",
    postgast.pg_query_pb2.SVFOP_SESSION_USER: "session_user",
    postgast.pg_query_pb2.SVFOP_USER: "current_user",
    postgast.pg_query_pb2.SVFOP_CURRENT_ROLE: "current_user",
    postgast.pg_query_pb2.SVFOP_CURRENT_TIMESTAMP: "current_timestamp",
    postgast.pg_query_pb2.SVFOP_CURRENT_DATE: "current_date",
}

"""Parse trees of libpg_query, as little of them as seeding and access need."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from typing import Any

import postgast

Column = tuple[str, str]  # what qualifies it (a table's name, or ""), and its name


def walk(node: Any) -> Iterator[Any]:
    """Every message of a parse tree, outside in."""
    stack = [node]
    while stack:
        here = stack.pop()
        yield here
        below = []
        for descriptor, value in here.ListFields():
            if descriptor.message_type is not None:
                below.extend([value] if hasattr(value, "ListFields") else list(value))
        stack.extend(reversed(below))


def name_of(node: Any) -> str:
    """The message type's name: ``A_Expr``, ``ColumnRef`` ..."""
    return str(node.DESCRIPTOR.name)


def bare(node: Any) -> Any:
    """The message inside `Node` wrappers."""
    while name_of(node) == "Node":
        fields = node.ListFields()
        if not fields:
            return node
        node = fields[0][1]
    return node


def strip(node: Any) -> Any:
    """Without casts, and without a sub-select around one expression."""
    node = bare(node)
    while True:
        kind = name_of(node)
        if kind == "TypeCast":
            node = bare(node.arg)
        elif kind == "SubLink" and _single(node) is not None:
            node = _single(node)
        else:
            return node


def _single(sublink: Any) -> Any | None:
    select = bare(sublink.subselect)
    plain = name_of(select) == "SelectStmt" and not select.from_clause and len(select.target_list) == 1
    return bare(bare(select.target_list[0]).val) if plain else None


def selected(node: Any) -> Any | None:
    """What a sub-select gives that has one column: `role` of `(SELECT role FROM profiles WHERE ...)`; else None."""
    node = strip(node)
    select = bare(node.subselect) if name_of(node) == "SubLink" else node
    plain = name_of(select) == "SelectStmt" and len(select.target_list) == 1 and not select.values_lists
    return bare(bare(select.target_list[0]).val) if plain else None


def strings(nodes: Any) -> list[str]:
    """The texts of a list of String nodes."""
    return [bare(n).sval for n in nodes if name_of(bare(n)) == "String"]


def constant(node: Any) -> str | None:
    """The text of a constant, or None."""
    node = strip(node)
    if name_of(node) != "A_Const" or node.isnull:
        return None
    which = node.WhichOneof("val")
    if which == "ival":
        return str(node.ival.ival)
    if which == "fval":
        return str(node.fval.fval)
    if which == "boolval":
        return "true" if node.boolval.boolval else "false"
    return str(node.sval.sval) if which == "sval" else None


def column(node: Any) -> Column | None:
    """The column that a node names, or None."""
    node = strip(node)
    if name_of(node) != "ColumnRef":
        return None
    parts = strings(node.fields)
    if not parts or len(parts) != len(node.fields):
        return None
    return (parts[-2] if len(parts) > 1 else "", parts[-1])


def deparse(node: Any) -> str:
    """SQL text of an expression."""
    tree = postgast.parse("SELECT 1")
    target = tree.stmts[0].stmt.select_stmt.target_list[0].res_target.val
    target.Clear()
    getattr(target, _oneof(node)).CopyFrom(node)
    return str(postgast.deparse(tree))[len("SELECT ") :]


@lru_cache(maxsize=512)
def _oneof_names() -> dict[str, str]:
    from postgast import pg_query_pb2 as pb

    return {f.message_type.name: f.name for f in pb.Node.DESCRIPTOR.fields if f.message_type is not None}


def _oneof(node: Any) -> str:
    return _oneof_names()[name_of(node)]


def is_nullif(node: Any) -> bool:
    """Whether it is `NULLIF(...)`."""
    kinds = node.DESCRIPTOR.fields_by_name["kind"].enum_type.values_by_number if name_of(node) == "A_Expr" else {}
    return bool(kinds) and kinds[node.kind].name == "AEXPR_NULLIF"


def is_caller(node: Any) -> bool:
    """Whether it calls something and reads no column."""
    kinds = {name_of(n) for n in walk(node)}
    return bool(kinds & {"FuncCall", "SQLValueFunction"}) and not kinds & {"ColumnRef", "RangeVar"}

"""What several rules about speed ask."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import postgast

from trueup.catalog.model import Index
from trueup.ref import ObjectRef
from trueup.rules.context import RuleContext
from trueup.rules.trees import shape_of
from trueup.sqltext import quote

_NAME_LIMIT = 63


def columns_text(columns: Iterable[str]) -> str:
    """Quoted names, as SQL takes them."""
    return ", ".join(quote.identifier(name) for name in columns)


def _by_table(context: RuleContext) -> Mapping[ObjectRef, list[Index]]:
    found: dict[ObjectRef, list[Index]] = {}
    for index in context.indexes:
        found.setdefault(index.table, []).append(index)
    return found


def covering_index(context: RuleContext, table: ObjectRef, columns: tuple[str, ...]) -> bool:
    """Whether a valid index begins with these columns, in any order. A predicate may only leave out their NULLs."""
    wanted = set(columns)
    for index in context.shared("indexes by table", _by_table).get(table, ()):
        if not index.valid or set(index.columns[: len(columns)]) != wanted or index.method not in {"btree", "hash"}:
            continue
        if index.predicate is None or _only_not_null(index.predicate, wanted):
            return True
    return False


def _only_not_null(predicate: str, columns: set[str]) -> bool:
    shape = shape_of(predicate)
    return not shape.comparisons and not shape.calls and {column[-1] for column in shape.columns} <= columns


def first_columns(context: RuleContext) -> Mapping[ObjectRef, set[str]]:
    """Table to the columns that some valid index begins with."""
    found: dict[ObjectRef, set[str]] = {}
    for index in context.indexes:
        if index.valid and index.columns:
            found.setdefault(index.table, set()).add(index.columns[0])
    return found


def index_key(index: Index) -> tuple[object, ...]:
    """What makes two indexes the same, names apart."""
    return (
        *(index.table, index.method, index.columns, index.include, index.expressions, index.predicate),
        *(index.operator_classes, index.collations, index.ordering, index.operator_class_options),
        *(index.unique and index.nulls_not_distinct, index.options if index.method != "btree" else ()),
    )


def index_name(context: RuleContext, table: ObjectRef, columns: tuple[str, ...]) -> str:
    """A name for a new index that nothing has yet, made as PostgreSQL makes it."""
    stem = f"{table.name[0]}_{'_'.join(columns)}"[: _NAME_LIMIT - 8]
    number = 0
    while True:
        name = f"{stem}_idx{number or ''}"
        if ObjectRef("index", table.schema, (name,)) not in context.catalog.objects:
            return quote.identifier(name)
        number += 1


def wrap_calls(expression: str, names: tuple[str, ...]) -> str:
    """The expression with calls of these functions, where nothing of the row goes in, in sub-queries of their own."""
    found = [call for call in shape_of(expression).calls if call.name in names and not call.once and not call.columns]
    raw = f"SELECT {expression}".encode()
    cuts = sorted({(call.start, _call_end(raw, call.start)) for call in found}, reverse=True)
    for begin, end in cuts:
        raw = raw[:begin] + b"(SELECT " + raw[begin:end] + b")" + raw[end:]
    return raw.decode().removeprefix("SELECT ")


def _call_end(raw: bytes, start: int) -> int:
    """Where the call that begins at a byte ends: after the parenthesis that closes it."""
    depth = 0
    for token in postgast.scan(raw.decode()).tokens:
        if token.start < start:
            continue
        text = raw[token.start : token.end]
        depth += (text == b"(") - (text == b")")
        if text == b")" and depth == 0:
            return int(token.end)
    return len(raw)

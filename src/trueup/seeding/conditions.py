"""What a condition asks of the columns of one table: its alternatives, each a list of terms that must hold together.

Pure functions over parse trees. Terms with a sub-query are left out; which values satisfy the rest is for the server
to say.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import postgast

from trueup.seeding.trees import Column, bare, column, deparse, name_of, strings, walk

_MAX_ARMS = 8
_TIMES = frozenset(
    {"now", "timezone", "date_trunc", "clock_timestamp", "statement_timestamp", "lower", "upper", "btrim"}
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Term:
    """One term of a condition.

    Args:
        sql: its text.
        columns: the columns in it, each with what qualifies it, or "".
    """

    sql: str
    columns: frozenset[Column]


@dataclass(frozen=True, slots=True, kw_only=True)
class Arm:
    """One alternative: terms that must hold together for rows of a table.

    Args:
        table: (schema or "", name).
        alias: what the table is called in the terms.
        alone: whether columns without a qualifier can only be the table's.
        terms: the terms.
    """

    table: tuple[str, str]
    alias: str
    alone: bool
    terms: tuple[Term, ...]


def columns_in(node: Any) -> frozenset[Column]:
    """Every column in an expression, except in the sub-queries of it."""
    found: set[Column] = set()
    stack = [bare(node)]
    while stack:
        here = stack.pop()
        kind = name_of(here)
        if kind == "ColumnRef":
            named = column(here)
            found |= {named} if named is not None else set()
        elif kind != "SubLink":
            for descriptor, value in here.ListFields():
                if descriptor.message_type is not None:
                    stack += [value] if hasattr(value, "ListFields") else list(value)
    return frozenset(found)


def alternatives(node: Any) -> list[tuple[Term, ...]]:
    """The alternatives of an expression, with the terms that can be judged by a row alone."""
    node = bare(node)
    kind = name_of(node)
    if kind == "BoolExpr":
        word = node.DESCRIPTOR.fields_by_name["boolop"].enum_type.values_by_number[node.boolop].name
        if word == "OR_EXPR":
            return list(itertools.chain.from_iterable(map(alternatives, node.args)))[:_MAX_ARMS]
        if word == "AND_EXPR":
            # An OR about the row alone stays whole: what misses it misses each of its alternatives.
            parts = [[(whole,)] if (whole := _plain(arg)) is not None else alternatives(arg) for arg in node.args]
            combined = itertools.islice(itertools.product(*parts), _MAX_ARMS)
            return [tuple(itertools.chain.from_iterable(arm)) for arm in combined]
    term = _term(node)
    return [(term,)] if term is not None else [()]


def _plain(node: Any) -> Term | None:
    """The term, if it is about the row and the time only, not about who asks."""
    called = {strings(n.funcname)[-1] for n in walk(node) if name_of(n) == "FuncCall" and n.funcname}
    return _term(bare(node)) if called <= _TIMES else None


def _term(node: Any) -> Term | None:
    if any(name_of(n) in {"SubLink", "ParamRef"} for n in walk(node)):
        return None
    columns = columns_in(node)
    if not columns:
        return None
    try:
        return Term(sql=deparse(node), columns=columns)
    except (postgast.PgQueryError, KeyError):
        return None


def query_arms(nodes: list[Any]) -> Iterator[Arm]:
    """The alternatives of each query's WHERE, once for each table that the query reads."""
    for node in nodes:
        if name_of(node) != "SelectStmt" or not node.HasField("where_clause"):
            continue
        tables = [n for item in node.from_clause for n in _tables(item)]
        arms = alternatives(node.where_clause)
        for table in tables:
            for terms in arms:
                if len(terms) > 1:
                    alias = table.alias.aliasname or table.relname
                    yield Arm(table=(table.schemaname, table.relname), alias=alias, alone=len(tables) == 1, terms=terms)


@lru_cache(maxsize=20_000)
def expression_arms(text: str) -> tuple[tuple[Term, ...], ...]:
    """The alternatives of an expression's text; none where it does not parse."""
    try:
        tree = postgast.parse("SELECT " + text)
    except postgast.PgQueryError:
        return ()
    return tuple(alternatives(tree.stmts[0].stmt.select_stmt.target_list[0].res_target.val))


def _tables(node: Any) -> Iterator[Any]:
    node = bare(node)
    kind = name_of(node)
    if kind == "RangeVar":
        yield node
    elif kind == "JoinExpr":
        yield from _tables(node.larg)
        yield from _tables(node.rarg)

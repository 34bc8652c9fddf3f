"""Asks production whether its rows would stop a statement: one read-only query each, within limits."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from trueup.catalog.live import Answer
from trueup.migrations.model import DataRisk
from trueup.postgres.server import Database
from trueup.sqltext.trees import ParseFailure, parse_one, strings

Ask = Callable[[Sequence[str]], tuple[Answer, ...]]
MOST_QUERIES = 50
# Class 22: a value that the new type or expression does not take; the query meets it as the statement would.
_BAD_VALUE = "22"
# Built-ins that do no more than answer, although the server can't promise that they always answer the same.
_VOLATILITY = """
SELECT coalesce(bool_and(p.provolatile <> 'v'), false) FROM unnest(%s::text[]) AS asked (name)
LEFT JOIN pg_catalog.pg_proc p ON p.proname = asked.name
"""


def asked(
    found: Mapping[str, Sequence[DataRisk]], ask: Ask | None, scratch: Database
) -> dict[str, tuple[DataRisk, ...]]:
    """The risks with production's answers, where it can be asked.

    The conditions come from files: one that calls a function which may do something is never sent.

    Args:
        found: by migration.
        ask: sends queries to production; None where there is no live server.
        scratch: a scratch database that holds production: its functions tell which of them only read.
    """
    risks = {name: tuple(given) for name, given in found.items()}
    queries = list(dict.fromkeys(r.query for given in risks.values() for r in given if r.query))
    if ask is None or not queries:
        return risks
    harmless = [query for query in queries[:MOST_QUERIES] if _only_reads(query, scratch)]
    answers = dict(zip(harmless, ask(harmless) if harmless else (), strict=True))
    beyond = frozenset(queries[MOST_QUERIES:])
    return {name: tuple(_with(risk, answers, beyond) for risk in given) for name, given in risks.items()}


def _with(risk: DataRisk, answers: Mapping[str, Answer], beyond: Collection[str]) -> DataRisk:
    if not risk.query:
        return risk
    if risk.query in beyond:
        return replace(risk, refused=f"{MOST_QUERIES} queries are the most that it is asked")
    answer = answers.get(risk.query)
    if answer is None:
        return replace(risk, refused="its condition calls a function that may do more than read")
    if answer.error:
        words = f"{answer.error} ({answer.sqlstate})" if answer.sqlstate else answer.error
        return replace(risk, refused=words, blocked=answer.sqlstate.startswith(_BAD_VALUE))
    return replace(risk, rows=answer.rows)


def _only_reads(query: str, scratch: Database) -> bool:
    tree = parse_one(query)
    if isinstance(tree, ParseFailure):
        return False
    names = sorted(set(_called(tree)) - {"count", "pg_input_is_valid"})
    if not names:
        return True
    with scratch.connect(superuser=True) as conn:
        row = conn.execute(_VOLATILITY, (names,)).fetchone()
    return bool(row and row[0])


def _called(node: Any) -> Iterator[str]:
    """The names of all functions that a tree calls."""
    if node.DESCRIPTOR.name == "FuncCall":
        yield strings(node.funcname)[-1]
    for descriptor, value in node.ListFields():
        if descriptor.message_type is not None:
            for child in [value] if hasattr(value, "ListFields") else value:
                yield from _called(child)

"""Which values together turn a condition on, and which nearly do: asked of the server."""

from __future__ import annotations

import itertools
from collections.abc import Sequence

from trueup.seeding.conditions import Term
from trueup.seeding.engine import Action, Engine, Task
from trueup.seeding.rows import Planner, without_cast
from trueup.seeding.schema import Relation, quote

_MAX_COMBINATIONS = 200
_MAX_CONDITIONS = 8
_Choice = tuple[str, ...]
_Values = tuple[tuple[str, str], ...]


def find_states(running: Engine, planner: Planner, tables: Sequence[Relation]) -> None:
    """Note for each table the states that its conditions ask for: what turns one on, then what misses by one column."""
    asked = []
    for relation in tables:
        on = planner.switches(relation)
        for alias, terms in list(planner.insight.conditions.get(relation.oid, ()))[:_MAX_CONDITIONS]:
            kept = [t for t in terms if all(name in on for _, name in t.columns)]
            names = sorted({name for t in kept for _, name in t.columns})
            if len(names) > 1:
                combos = _combinations(planner, relation, names, on)
                asked.append((relation, names, combos, _query(alias, names, combos, kept)))
    tasks = [Task(actions=(Action(sql=sql, rows=True),)) for *_, sql in asked]
    for (relation, names, combos, _), results in zip(asked, running.run(tasks), strict=True):
        if results[0].ok and results[0].value and results[0].value[0] != 0:
            found = planner.states.setdefault(relation.oid, {})
            found.update(dict.fromkeys(_around(names, combos, results[0].value)))


def _combinations(planner: Planner, relation: Relation, names: list[str], on: dict[str, list[str]]) -> list[_Choice]:
    """Values for the columns, those first that change the least of what is normal."""
    choices = []
    for name in names:
        column = relation.columns[name]
        options = [planner.normal(relation, column), *on[name], *([] if column.notnull else ["NULL"])]
        apart: dict[str, str] = {}
        for value in options:
            apart.setdefault(without_cast(value), f"({value})::{column.type_name}")
        choices.append(list(apart.values()))
    ranked = sorted(
        itertools.islice(itertools.product(*(enumerate(c) for c in choices)), 4000),
        key=lambda combo: (sum(i > 0 for i, _ in combo), [i for i, _ in combo]),
    )
    return [tuple(value for _, value in combo) for combo in ranked[:_MAX_COMBINATIONS]]


def _query(alias: str, names: list[str], combos: list[_Choice], terms: list[Term]) -> str:
    rows = ", ".join(f"({number}, {', '.join(combo)})" for number, combo in enumerate(combos))
    columns = ", ".join(map(quote, names))
    condition = " AND ".join(f"({t.sql})" for t in terms)
    return (
        f"SELECT coalesce(jsonb_agg(trueup_n ORDER BY trueup_n), '[]') FROM (VALUES {rows}) "
        f"AS {quote(alias)}(trueup_n, {columns}) WHERE {condition}"
    )


def _around(names: list[str], combos: list[_Choice], good: list[int]) -> list[_Values]:
    """The first combination that is good, and for each column the first that differs in it alone and is not."""
    first = combos[good[0]]
    bad = [combo for number, combo in enumerate(combos) if number not in set(good)]
    near = []
    for index in range(len(names)):
        rest = first[:index] + first[index + 1 :]
        near += [c for c in bad if c[:index] + c[index + 1 :] == rest][:1]
    normal = combos[0]
    return [
        tuple((name, value) for name, value, usual in zip(names, combo, normal, strict=True) if value != usual)
        for combo in (first, *near)
    ]

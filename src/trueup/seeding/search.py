"""A row that passes all checks of its table: values are varied, and the server says which row does."""

from __future__ import annotations

import heapq
import itertools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from trueup.seeding.engine import Action, Engine, Task
from trueup.seeding.expressions import expression_facts
from trueup.seeding.rows import sql_value
from trueup.seeding.schema import Relation, quote

_MAX_ROWS = 400
_AT_ONCE = 80
Choices = dict[str, list[str]]


@dataclass(slots=True)
class Search:
    """Looks for a row of one table.

    Args:
        running: the engine.
        relation: the table.
        conditions: what must not be false: the table's checks, or a partition's bounds.
        dear: columns that are changed last, since they say whose the row is.
    """

    running: Engine
    relation: Relation
    conditions: Sequence[str]
    dear: frozenset[str] = field(default_factory=frozenset)

    def first(self, assigned: dict[str, str], choices: Choices, derived: dict[str, str] | None = None) -> Any:
        """The values of the first row that passes, by column, or None.

        Args:
            assigned: the row as it is.
            choices: for some of its columns, the values to try, best first.
            derived: for some, SQL in terms of the others.
        """
        derived = derived or {}
        names = [n for n, c in self.relation.columns.items() if n not in derived and not c.generated]
        if not any(c.generated for c in self.relation.columns.values()):
            read = {
                found[1] for text in (*self.conditions, *derived.values()) for found in expression_facts(text).touched
            }
            names = [n for n in names if n in read or n in choices]
        options = [
            [self._cast(n, v) for v in choices.get(n, ()) if v != "DEFAULT"] or [self._held(n, assigned)] for n in names
        ]
        combos = _cheapest_first(options, [20 if n in self.dear else 1 for n in names])
        while part := list(itertools.islice(combos, _AT_ONCE)):
            found = self._ask(names, part, derived)
            if found:
                changed = [n for n in (*choices, *derived) if n in found]
                return {n: sql_value(found[n], self.relation.columns[n].type_name) for n in changed}
        return None

    def _held(self, name: str, assigned: dict[str, str]) -> str:
        column = self.relation.columns[name]
        value = assigned.get(name, "DEFAULT")
        if value == "DEFAULT":
            value = column.default if column.default and "nextval" not in column.default else "NULL"
        return self._cast(name, value)

    def _cast(self, name: str, value: str) -> str:
        return f"({value})::{self.relation.columns[name].type_name}"

    def _ask(self, names: list[str], combos: Sequence[Sequence[str]], derived: dict[str, str]) -> Any:
        """The first row that passes as JSON, or None; one by one where a value of some row is refused."""
        at_once = Action(sql=self._query(names, combos, derived), rows=True, soft=True)
        result = self.running.run([Task(actions=(at_once,))])[0][0]
        if result.ok:
            return result.value
        single = tuple(Action(sql=self._query(names, [c], derived), rows=True, soft=True) for c in combos)
        results = self.running.run([Task(actions=single)])[0]
        return next((r.value for r in results if r.ok and r.value), None)

    def _query(self, names: list[str], combos: Sequence[Sequence[str]], derived: dict[str, str]) -> str:
        table = quote(self.relation.name)
        columns = ", ".join(map(quote, names))
        rows = ", ".join(f"({', '.join([str(number), *combo])})" for number, combo in enumerate(combos))
        source = f"(VALUES {rows}) AS {table}({', '.join(filter(None, ['trueup_n', columns]))})"
        generated = {n: c.default for n, c in self.relation.columns.items() if c.generated and c.default}
        for level in (derived, generated):
            if level:
                more = ", ".join(f"{self._cast(n, e)} AS {quote(n)}" for n, e in level.items())
                source = f"(SELECT {table}.*, {more} FROM {source}) AS {table}"
        where = " AND ".join(f"(({c}) IS NOT FALSE)" for c in self.conditions)
        return f"SELECT to_jsonb({table}.*) FROM {source} WHERE {where} ORDER BY trueup_n LIMIT 1"


def _cheapest_first(options: list[list[str]], weights: list[int]) -> Iterator[tuple[str, ...]]:
    """Combinations, those first that take the earliest values."""
    start = (0,) * len(options)
    queue, seen = [(0, start)], {start}
    for _ in range(_MAX_ROWS):
        if not queue:
            return
        cost, here = heapq.heappop(queue)
        yield tuple(values[i] for values, i in zip(options, here, strict=True))
        for index, values in enumerate(options):
            if here[index] + 1 < len(values):
                after = (*here[:index], here[index] + 1, *here[index + 1 :])
                if after not in seen:
                    seen.add(after)
                    heapq.heappush(queue, (cost + weights[index], after))

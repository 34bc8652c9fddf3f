"""What to change in a row that the server refused."""

from __future__ import annotations

import itertools
from dataclasses import dataclass, field
from typing import Any

import postgast

from trueup.seeding.engine import Action, Engine, Result, Task
from trueup.seeding.rows import Planner, RowSpec, insert_sql, sql_value
from trueup.seeding.schema import Relation, quote
from trueup.seeding.trees import constant, name_of, walk

_MAX_COMBINATIONS = 400


@dataclass(slots=True)
class Repair:
    """Tries other values for the columns that an error is about. One per row."""

    running: Engine
    planner: Planner
    relation: Relation
    spec: RowSpec
    tried: set[str] = field(default_factory=set)
    number: int = 0

    def __post_init__(self) -> None:
        self.number = self.planner.counters.get(self.relation.oid, 1)

    def change(self, failed: Result, assigned: dict[str, str]) -> dict[str, str] | None:
        """The row with other values, or None where nothing is left to try."""
        if failed.state == "23514" and failed.constraint:
            return self._check(failed.constraint, assigned)
        if failed.state == "23502" and failed.column in self.relation.columns:
            return self._not_null(failed, assigned)
        if failed.state in {"23505", "23P01"}:
            return self._unique(failed, assigned)
        if failed.state == "23514":
            return self._partition(assigned)
        if failed.state == "23503":
            return self._foreign(failed, assigned)
        if failed.state[:2] in {"22", "42"} or failed.type_name:
            return self._types(failed, assigned)
        return None

    def _candidates(self, name: str) -> list[str]:
        seed = f"{self.relation.schema}.{self.relation.name}"
        column = self.relation.columns[name]
        found = self.planner.values.candidates(self.relation, column, seed, self.number)
        return list(dict.fromkeys(found))

    def _check(self, name: str, assigned: dict[str, str]) -> dict[str, str] | None:
        """Ask the server for the first combination that passes the check and the others on the same columns."""
        key = f"check {name}"
        constraint = next((c for c in self.relation.constraints if c.name == name and c.type == "c"), None)
        if constraint is None or not constraint.expression:
            return self._types(Result(ok=False), assigned)
        if key in self.tried:
            return None
        self.tried.add(key)
        columns = [c for c in constraint.columns if not self.relation.columns[c].generated]
        others = [
            c.expression
            for c in self.relation.constraints
            if c.type == "c" and c.expression and set(c.columns) <= set(columns)
        ]
        keys = {c for fk in self.relation.foreign_keys for c in fk.columns}
        choices = []
        for column in columns:
            here = [assigned[column]] if assigned.get(column, "DEFAULT") != "DEFAULT" else []
            if column in keys:
                options = [*self._other_parents(column), "NULL"]
            else:
                options = [v for v in self._candidates(column) if v != "DEFAULT"]
            choices.append(_with_null_early(list(dict.fromkeys([*here, *options])))[:24])
        pinned = [(self.relation.oid, column) in self.planner.pinned for column in columns]
        combos = sorted(
            itertools.islice(itertools.product(*(enumerate(c) for c in choices)), 4000),
            # Who owns the row is what matters about it: change that last.
            key=lambda combo: sum(i * (20 if pin else 1) for (i, _), pin in zip(combo, pinned, strict=True)),
        )[:_MAX_COMBINATIONS]
        good = self._first_passing(columns, [[v for _, v in combo] for combo in combos], others)
        if good is None:
            return None
        return {**assigned, **dict(zip(columns, good, strict=True))}

    def _other_parents(self, column: str) -> list[str]:
        """Values of the rows that a foreign key of the column may point to, c's first: that is nobody who acts."""
        found = []
        for fk in self.relation.foreign_keys:
            if column not in fk.columns:
                continue
            other = fk.target_columns[fk.columns.index(column)]
            rows = sorted(self.planner.rows.get(fk.target, []), key=lambda r: (r.context != "c", r.context))
            type_name = self.relation.columns[column].type_name
            found += [sql_value(r.values[other], type_name) for r in rows if r.values.get(other) is not None]
        return list(dict.fromkeys(found))

    def _first_passing(self, columns: list[str], combos: list[list[str]], checks: list[Any]) -> list[str] | None:
        """The first combination that all checks pass, judged one by one where some do not cast."""
        condition = " AND ".join(f"(({c}) IS NOT FALSE)" for c in checks)
        alias = f"{quote(self.relation.name)}({', '.join(quote(c) for c in columns)})"
        actions = tuple(
            Action(
                sql=f"SELECT to_jsonb({condition}) FROM (SELECT {', '.join(combo)}) AS {alias}",
                rows=True,
                soft=True,
            )
            for combo in combos
        )
        for start in range(0, len(actions), 40):
            results = self.running.run([Task(actions=actions[start : start + 40])])[0]
            for combo, result in zip(combos[start : start + 40], results, strict=False):
                if result.ok and result.value is True:
                    return combo
        return None

    def _not_null(self, failed: Result, assigned: dict[str, str]) -> dict[str, str] | None:
        name = failed.column
        key = f"null {name}"
        if key in self.tried or (failed.table and failed.table != self.relation.name):
            return None
        self.tried.add(key)
        value = next((v for v in self._candidates(name) if v not in ("NULL", "DEFAULT")), None)
        return {**assigned, name: value} if value else None

    def _unique(self, failed: Result, assigned: dict[str, str]) -> dict[str, str] | None:
        """New values for the free columns of the key that was taken."""
        key = f"unique {failed.constraint}"
        if key in self.tried:
            return None
        self.tried.add(key)
        unique = next(
            (u for u in self.relation.uniques if u.name.rpartition(".")[2].strip('"') == failed.constraint), None
        )
        columns = unique.columns if unique else self._constraint_columns(failed.constraint)
        fixed = {c for fk in self.relation.foreign_keys for c in fk.columns} | {n for n, _ in self.spec.values}
        free = [c for c in columns if c not in fixed and (self.relation.oid, c) not in self.planner.pinned]
        if not free:
            return None
        self.number = self.planner.next_number(self.relation)
        out = dict(assigned)
        for name in free:
            options = [v for v in self._candidates(name) if v not in ("DEFAULT", "NULL")]
            other = next((v for v in options if v != assigned.get(name)), None)
            if other:
                out[name] = other
        return out

    def _constraint_columns(self, name: str) -> tuple[str, ...]:
        return next((c.columns for c in self.relation.constraints if c.name == name), ())

    def _foreign(self, failed: Result, assigned: dict[str, str]) -> dict[str, str] | None:
        columns = self._constraint_columns(failed.constraint)
        key = f"foreign {failed.constraint}"
        if key in self.tried or not columns or any(self.relation.columns[c].notnull for c in columns):
            return None
        self.tried.add(key)
        return {**assigned, **dict.fromkeys(columns, "NULL")}

    def _partition(self, assigned: dict[str, str]) -> dict[str, str] | None:
        """Values that the bounds of the partitions name."""
        if "partition" in self.tried:
            return None
        self.tried.add("partition")
        children = [r for r in self.planner.schema.relations.values() if self.relation.oid in r.parents and r.bound]
        texts: list[str] = []
        for child in children:
            try:
                tree = postgast.parse(f"CREATE TABLE x PARTITION OF y {child.bound}")
            except postgast.PgQueryError:
                continue
            texts += [v for n in walk(tree) if name_of(n) == "A_Const" and (v := constant(n)) is not None]
        for name, column in self.relation.columns.items():
            for text in texts:
                trial = f"'{text}'::{column.type_name}"
                sql = insert_sql(self.relation, {**assigned, name: trial})
                results = self.running.run([Task(actions=(Action(sql=sql, rows=True),))])[0]
                if results[0].ok:
                    return {**assigned, name: trial}
        return None

    def _types(self, failed: Result, assigned: dict[str, str]) -> dict[str, str] | None:
        """Find the columns whose value does not even cast, and take the first candidate that does."""
        if "types" in self.tried:
            return None
        self.tried.add("types")
        out = dict(assigned)
        for name, value in assigned.items():
            if value in ("NULL", "DEFAULT"):
                continue
            options = [value, *(v for v in self._candidates(name) if v not in (value, "DEFAULT"))][:60]
            actions = tuple(Action(sql=f"SELECT to_jsonb({v})", rows=True, soft=True) for v in options)
            first = self.running.run([Task(actions=actions[:1])])[0]
            if first and first[0].ok:
                continue
            results = self.running.run([Task(actions=actions)])[0]
            good = next((v for v, r in zip(options, results, strict=False) if r.ok), None)
            if good is not None:
                out[name] = good
        return out if out != assigned else None

    def existing(self, failed: Result, assigned: dict[str, str]) -> dict[str, Any] | None:
        """The row that already holds the key."""
        unique = next(
            (u for u in self.relation.uniques if u.name.rpartition(".")[2].strip('"') == failed.constraint), None
        )
        if unique is None or not unique.columns:
            return None
        fixed = {c for fk in self.relation.foreign_keys for c in fk.columns}
        told = (
            {n for n, _ in self.spec.values} | fixed | {p[1] for p in self.planner.pinned if p[0] == self.relation.oid}
        )
        if not set(unique.columns) & told:
            return None
        if any(assigned.get(c, "DEFAULT") == "DEFAULT" for c in unique.columns):
            return None
        where = " AND ".join(f"{quote(c)} = {assigned[c]}" for c in unique.columns)
        sql = f"SELECT to_jsonb(t.*) FROM {self.relation.sql} t WHERE {where} LIMIT 1"
        results = self.running.run([Task(actions=(Action(sql=sql, rows=True),))])[0]
        value = results[0].value if results and results[0].ok else None
        return value if isinstance(value, dict) else None

    def learn(self, assigned: dict[str, str]) -> None:
        """Remember which candidate was taken, for later rows of the table."""
        for name, value in assigned.items():
            candidates = self._candidates(name)
            if value in candidates and name not in dict(self.spec.values):
                index = candidates.index(value)
                if index:
                    self.planner.learned.setdefault((self.relation.oid, name), index)


def _with_null_early(options: list[str]) -> list[str]:
    """NULL among the first: checks on several columns often want one of them empty."""
    if "NULL" not in options[2:]:
        return options
    rest = [v for v in options if v != "NULL"]
    return [*rest[:2], "NULL", *rest[2:]]

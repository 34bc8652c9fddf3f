"""What to change in a row that the server refused."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

import postgast

from trueup.seeding.derive import derivations
from trueup.seeding.engine import Action, Engine, Result, Task
from trueup.seeding.expressions import expression_facts
from trueup.seeding.rows import Planner, RowSpec, sql_value
from trueup.seeding.schema import Constraint, Relation, Schema, literal, quote
from trueup.seeding.search import Search
from trueup.seeding.trees import constant, name_of, walk

_MAX_OPTIONS = 40
_MAX_LEAVES = 4
_MAX_OTHERS = 8


@dataclass(slots=True)
class Repair:
    """Tries other values for the columns that an error is about. One per row."""

    running: Engine
    planner: Planner
    relation: Relation
    spec: RowSpec
    tried: set[str] = field(default_factory=set)
    number: int = 0
    before: dict[str, str] = field(default_factory=dict)
    searched: dict[str, str] = field(default_factory=dict)
    placed: set[str] = field(default_factory=set)
    used: set[tuple[str, str]] = field(default_factory=set)

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
            return self._types(failed, assigned) or self._smaller(assigned) or self._raising(assigned)
        return None

    def _smaller(self, assigned: dict[str, str]) -> dict[str, str] | None:
        """Small numbers, since something that is worked out from them does not fit."""
        if "smaller" in self.tried:
            return None
        self.tried.add("smaller")
        keys = {c for fk in self.relation.foreign_keys for c in fk.columns} | set(dict(self.spec.values))
        out = dict(assigned)
        for name, value in assigned.items():
            column = self.relation.columns[name]
            type_ = self.planner.schema.types[column.type]
            pinned = (self.relation.oid, name) in self.planner.pinned
            if type_.category == "N" and value not in ("NULL", "DEFAULT") and name not in keys and not pinned:
                out[name] = f"'{self.number % 97 + 1}'::{column.type_name}"
        return out if out != assigned else None

    def _raising(self, assigned: dict[str, str]) -> dict[str, str] | None:
        """Values with which no check of the table raises."""
        for constraint in self.relation.constraints:
            if constraint.type == "c" and f"check {constraint.name}" not in self.tried:
                found = self._check(constraint.name, assigned)
                if found is not None and found != assigned:
                    return found
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
        checks = [c for c in self.relation.constraints if c.type == "c" and c.expression]
        columns = self._free(constraint.columns)
        found = self._search(columns, [c.expression or "" for c in checks], assigned)
        if found is None:
            tied = self._free([c for one in checks if set(one.columns) & set(columns) for c in one.columns])
            if len(tied) > len(columns):
                found = self._search(tied, [c.expression or "" for c in checks], assigned)
        if found is None:
            found = self._derived(columns, checks, assigned)
        if found is None:  # then this one first, and the others in their turn
            within = [c.expression or "" for c in checks if set(c.columns) <= set(columns)]
            found = self._search(columns, within or [constraint.expression], assigned)
        self.searched |= found or {}
        return None if found is None else {**assigned, **found}

    def _free(self, names: Iterable[str]) -> list[str]:
        """The columns that may be given a value; for a generated one, those that it is made of."""
        found: dict[str, None] = {}
        for name in names:
            column = self.relation.columns[name]
            made_of = expression_facts(column.default or "").touched if column.generated else {("", name)}
            found.update(dict.fromkeys(sorted(n for _, n in made_of if n in self.relation.columns)))
        return list(found)

    def _options(self, name: str, assigned: dict[str, str]) -> list[str]:
        """Values for a column, best first."""
        here = [assigned[name]] if assigned.get(name, "DEFAULT") != "DEFAULT" else []
        if any(name in fk.columns for fk in self.relation.foreign_keys):
            options = [*self._other_parents(name), *([] if self.relation.columns[name].notnull else ["NULL"])]
        else:
            options = [v for v in self._candidates(name) if v != "DEFAULT"]
        if dict(self.spec.values).get(name, "NULL") != "NULL":
            return [v for v in dict.fromkeys([*here, *options]) if v != "NULL"][:_MAX_OPTIONS]
        return _with_null_early(list(dict.fromkeys([*here, *options])))[:_MAX_OPTIONS]

    def _searching(self, conditions: Sequence[str]) -> Search:
        # Whose the row is, and what it is there for, matters about it: change that last.
        dear = {n for n in self.relation.columns if (self.relation.oid, n) in self.planner.pinned}
        return Search(self.running, self.relation, conditions, frozenset(dear | {n for n, _ in self.spec.values}))

    def _search(
        self, columns: Sequence[str], conditions: Sequence[str], assigned: dict[str, str]
    ) -> dict[str, str] | None:
        choices = {name: self._options(name, assigned) for name in columns}
        found: dict[str, str] | None = self._searching(conditions).first(assigned, choices)
        return found

    def _derived(
        self, columns: Sequence[str], checks: Sequence[Constraint], assigned: dict[str, str]
    ) -> dict[str, str] | None:
        """One column worked out from the others, where a check ties them."""
        for within in (checks, [c for c in checks if set(c.columns) <= set(columns)]):
            found = self._worked_out(columns, within, assigned)
            if found is not None:
                return found
        return None

    def _worked_out(
        self, columns: Sequence[str], checks: Sequence[Constraint], assigned: dict[str, str]
    ) -> dict[str, str] | None:
        searching = self._searching([c.expression or "" for c in checks])
        for name in reversed(columns):
            type_ = self.planner.schema.types[self.relation.columns[name].type]
            category = self.planner.values.base_type(type_)[0].category
            shapes = [d for c in checks if name in c.columns for d in derivations(c.expression or "", name, category)]
            for shape in shapes[:6]:
                choices = {n: self._options(n, assigned)[:8] for n in columns if n != name}
                found: dict[str, str] | None = searching.first(assigned, choices, {name: shape})
                if found is not None:
                    return found
        return None

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
        key = f"unique {failed.constraint} {len(self.used)}"
        if key in self.tried or len(self.used) > _MAX_OTHERS:
            return None
        self.tried.add(key)
        unique = next(
            (u for u in self.relation.uniques if u.name.rpartition(".")[2].strip('"') == failed.constraint), None
        )
        columns = unique.columns if unique else self._constraint_columns(failed.constraint)
        fixed = {c for fk in self.relation.foreign_keys for c in fk.columns} | {n for n, _ in self.spec.values}
        if self.spec.base and self.spec.owner != "c":
            # A sign-up gave a its row already: another role in its place would entitle whom the rest is held against.
            fixed |= set(self.planner.switches(self.relation))
        free = [c for c in columns if c not in fixed and (self.relation.oid, c) not in self.planner.pinned]
        if not free:
            return None
        self.number = self.planner.next_number(self.relation)
        out = dict(assigned)
        for name in free:
            options = [v for v in self._candidates(name) if v not in ("DEFAULT", "NULL")]
            if self.spec.owner in ("a", "b"):  # a role that the sign-up gave is not mended into a better one
                options = [v for v in options if v not in self.planner.switches(self.relation).get(name, ())]
            self.used.add((name, assigned.get(name, "")))
            other = next((v for v in options if (name, v) not in self.used), None)
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
        """Values that the bounds of the partitions name, by the server's own condition for a partition."""
        if "partition" in self.tried:
            return None
        self.tried.add("partition")
        for leaf in leaves_of(self.planner.schema, self.relation)[:_MAX_LEAVES]:
            found = self.within(leaf, assigned)
            if found is not None:
                self.searched |= found
                self.placed |= set(found)
                return {**assigned, **found}
        return None

    def within(self, leaf: Relation, assigned: dict[str, str]) -> dict[str, str] | None:
        """Values with which a row falls into a partition, by the server's own condition for it; None without any."""
        condition = self.running.query(f"SELECT pg_get_partition_constraintdef({leaf.oid})")
        if not isinstance(condition, str):
            return None
        texts = _bounds(self.planner.schema, self.relation)
        choices = {}
        for name in sorted(n for _, n in expression_facts(condition).touched if n in self.relation.columns):
            named = [f"{literal(t)}::{self.relation.columns[name].type_name}" for t in texts]
            choices[name] = list(dict.fromkeys([*self._options(name, assigned)[:1], *named, *self._spread(name)]))
        found: dict[str, str] | None = self._searching([condition]).first(assigned, choices)
        return found

    def _spread(self, name: str) -> list[str]:
        """Further values of a column, for a hash to fall where it should."""
        column = self.relation.columns[name]
        seed = f"{self.relation.schema}.{self.relation.name}"
        return [self.planner.values.candidates(self.relation, column, seed, 3000 + i)[0] for i in range(12)]

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

    def _is_free_in_keys(self, name: str) -> bool:
        """Whether every key that the column is part of has another column to tell rows apart (`id`, `created_at`)."""
        pinned = {n for oid, n in self.planner.pinned if oid == self.relation.oid}
        pointing = {c for fk in self.relation.pointers for c in fk.columns}
        keys = [u.columns for u in self.relation.uniques if name in u.columns]
        return all(set(columns) - pinned - pointing - self.placed for columns in keys)

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
        """Remember for later rows of the table which candidate was taken, or the values that go together."""
        apart = set()
        for name, value in assigned.items():
            candidates = self._candidates(name)
            if name in dict(self.spec.values):
                if value in candidates and value != dict(self.spec.values)[name]:
                    self.planner.learned_on.setdefault((self.relation.oid, name), candidates.index(value))
                continue
            if value not in candidates:
                apart.add(name)
            elif index := candidates.index(value):
                self.planner.learned.setdefault((self.relation.oid, name), index)
        together = set(self.searched) if apart & set(self.searched) else set()
        for name in sorted(together | {n for n in apart if assigned[n] != self.before.get(n)}):
            if name in self.placed and self._is_free_in_keys(name):
                self.planner.bounded.add((self.relation.oid, name))
            if self.planner.may_settle(self.relation, name, assigned[name], self.spec):
                self.planner.settled.setdefault(self.relation.oid, {}).setdefault(name, assigned[name])


def leaves_of(schema: Schema, relation: Relation) -> list[Relation]:
    """The partitions that hold the table's rows."""
    below = _below(schema, relation)
    return [r for r in below if not any(r.oid in other.parents for other in below)]


def _below(schema: Schema, relation: Relation) -> list[Relation]:
    found: list[Relation] = []
    todo = [relation]
    while todo:
        here = todo.pop(0)
        children = [r for r in schema.relations.values() if here.oid in r.parents and r.bound]
        found += children
        todo += children
    return found


def _bounds(schema: Schema, relation: Relation) -> list[str]:
    """Every constant that a bound of a partition names."""
    texts: list[str] = []
    for child in _below(schema, relation):
        with suppress(postgast.PgQueryError):
            tree = postgast.parse(f"CREATE TABLE x PARTITION OF y {child.bound}")
            texts += [v for n in walk(tree) if name_of(n) == "A_Const" and (v := constant(n)) is not None]
    return list(dict.fromkeys(texts))


def _with_null_early(options: list[str]) -> list[str]:
    """NULL among the first: checks on several columns often want one of them empty."""
    if "NULL" not in options[2:]:
        return options
    rest = [v for v in options if v != "NULL"]
    return [*rest[:2], "NULL", *rest[2:]]

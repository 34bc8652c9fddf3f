"""Which rows a table gets, and what is put into each of their columns."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field

from trueup.seeding.insight import Insight, Place
from trueup.seeding.model import Person, SeededRow
from trueup.seeding.schema import Column, Constraint, Relation, Schema, literal, quote
from trueup.seeding.unequal import unequal_to
from trueup.seeding.values import Values, default_is_constant, default_is_now


@dataclass(frozen=True, slots=True, kw_only=True)
class RowSpec:
    """A row to make.

    Args:
        context: whose things it hangs on.
        owner: whom it names.
        values: SQL of values that are set.
        base: whether it is the first row of its owner.
        variant: whether it turns a condition on or off.
        under: a row that it hangs on, with all that this one hangs on; None for the first of the context's.
    """

    context: str
    owner: str
    values: tuple[tuple[str, str], ...] = ()
    base: bool = False
    variant: bool = False
    under: SeededRow | None = None


class NoParent(Exception):
    """A foreign key that must not be NULL has nothing to point to."""


@dataclass(slots=True)
class Planner:
    """Plans rows for one schema; it holds what has been made so far and what was learned about columns."""

    schema: Schema
    insight: Insight
    people: Mapping[str, Person]
    pinned: dict[Place, dict[str, str]] = field(default_factory=dict)
    listed: dict[Place, dict[str, str]] = field(default_factory=dict)
    by_owner: set[Place] = field(default_factory=set)
    rows: dict[int, list[SeededRow]] = field(default_factory=dict)
    bases: dict[int, int] = field(default_factory=dict)
    learned: dict[Place, int] = field(default_factory=dict)
    learned_on: dict[Place, int] = field(default_factory=dict)
    settled: dict[int, dict[str, str]] = field(default_factory=dict)
    bounded: set[Place] = field(default_factory=set)
    counters: dict[int, int] = field(default_factory=dict)
    done: set[int] = field(default_factory=set)
    ahead: set[int] = field(default_factory=set)
    starts: dict[int, int] = field(default_factory=dict)
    states: dict[int, dict[tuple[tuple[str, str], ...], None]] = field(default_factory=dict)
    read_with: Mapping[int, frozenset[int]] = field(default_factory=dict)
    values: Values = field(init=False)

    def __post_init__(self) -> None:
        # One for all rows: it remembers what the checks of each column speak of.
        self.values = Values(self.schema)

    def next_number(self, relation: Relation) -> int:
        """A row number, never given twice for a table; tables start apart so that their numbers differ."""
        if not self.starts:
            self.starts.update({oid: 10 + (i % 60) * 40 for i, oid in enumerate(sorted(self.schema.relations))})
        self.counters[relation.oid] = self.counters.get(relation.oid, self.starts[relation.oid]) + 1
        return self.counters[relation.oid]

    def has_context(self, relation: Relation) -> bool:
        """Whether its rows hang on things other than users."""
        return any(
            fk.target in self.rows and not self.is_user_table(self.schema.relations[fk.target])
            for fk in relation.pointers
            if fk.target != relation.oid
        )

    def is_user_table(self, relation: Relation) -> bool:
        """Whether it is `auth.users`, or has one row per user: its key is a user's id."""
        if (relation.schema, relation.name) == ("auth", "users"):
            return True
        key = relation.primary_key
        if len(key) != 1:
            return False
        if (relation.oid, key[0]) in self.by_owner:
            return True
        for fk in relation.foreign_keys:
            target = self.schema.relations.get(fk.target)
            if fk.columns == key and target is not None and target.oid != relation.oid:
                return self.is_user_table(target)
        return False

    def switches(self, relation: Relation) -> dict[str, list[str]]:
        """Columns that conditions read, with SQL of the values that may turn them on."""
        found = {name: self._turning_on(relation, column) for name, column in relation.columns.items()}
        return {name: values for name, values in found.items() if values}

    def _turning_on(self, relation: Relation, column: Column) -> list[str]:
        """SQL of the values of a column that may turn a condition on; none where something fixes it."""
        place = (relation.oid, column.name)
        if place not in self.insight.touched or place in self.pinned or column.generated:
            return []
        if column.name in relation.primary_key or any(column.name in fk.columns for fk in relation.pointers):
            return []
        return self.switch_values(relation, column)

    def switch_values(self, relation: Relation, column: Column) -> list[str]:
        """SQL of the values that conditions ask of a column."""
        place = (relation.oid, column.name)
        type_ = self.schema.types.get(column.type)
        if type_ is None:
            return []
        base, _ = self.values.base_type(type_)
        cast = f"::{column.type_name}"
        constants = sorted(self.insight.constants.get(place, set()))
        if base.plain == "bool":
            return [f"true{cast}", f"false{cast}"]
        if base.kind == "e":
            constants = [c for c in constants if c in base.labels]
        if base.plain in {"timestamptz", "timestamp", "date"}:
            if place not in self.insight.compared and default_is_now(column):
                return []
            return [f"'2199-01-01'{cast}", f"'2001-01-01'{cast}"]
        if base.plain in {"tstzrange", "tsrange", "daterange"} and place in self.insight.compared:
            apart = any(c.type == "x" and column.name in c.columns for c in relation.constraints)
            return [] if apart else [f"'[2001-01-01,2199-01-01)'{cast}", f"'[2001-01-01,2002-01-01)'{cast}"]
        if base.plain in {"json", "jsonb"}:
            # An object has keys whichever way they are asked for; a list only where they are its elements.
            constants = sorted(self.insight.documents.get(place, set()), key=lambda text: (text[:1] != "{", text))
        if base.category == "A":
            constants = [f"{{{c}}}" if not c.startswith("{") else c for c in constants]
        if base.category == "N":
            constants = [c for c in constants if c.replace(".", "", 1).lstrip("-").isdigit()]
            if not constants and any(place == one for one, _ in self.insight.levels):
                constants = ["1"]  # one above what most hold, which is nothing
            constants = list(dict.fromkeys(v for c in constants for v in _around(c)))
        if base.plain == "uuid":
            constants = [c for c in constants if len(c) == 36]
        found = [literal(c) + cast for c in constants]
        if place in self.insight.nulls and not found:
            good = self.learned_on.get(place, 0)
            found = self.values.candidates(relation, column, "on", 7)[good : good + 1]
        return found

    def assign(self, relation: Relation, spec: RowSpec, number: int) -> dict[str, str]:
        """SQL for every column of a new row. Raises NoParent."""
        out = {**self.settled.get(relation.oid, {}), **dict(spec.values)}
        for fk in relation.pointers:
            self._point(relation, fk, spec, out)
        for name, column in relation.columns.items():
            if name in out:
                continue
            if column.generated:
                continue
            out[name] = self._value(relation, column, spec, number)
        return {name: out[name] for name in relation.columns if name in out}

    def _value(self, relation: Relation, column: Column, spec: RowSpec, number: int) -> str:
        place = (relation.oid, column.name)
        pinned = self.pinned.get(place)
        if pinned:
            key = spec.owner if place in self.by_owner else spec.context
            if key in pinned:
                return f"{literal(pinned[key])}::{column.type_name}"
        seed = f"{relation.schema}.{relation.name}"
        if place in self.learned:
            candidates = self.values.candidates(relation, column, seed, number)
            return candidates[min(self.learned[place], len(candidates) - 1)]
        if place in self.insight.nulls and not column.notnull and column.default is None:
            return "NULL"
        if default_is_constant(column) and not self._is_empty_amount(place, column):
            return "DEFAULT"
        plenty = self._plenty(relation, column, number) if place in self.insight.charged else None
        if plenty is not None:
            return plenty
        on = set(self._turning_on(relation, column))
        type_ = self.schema.types.get(column.type)
        few = type_ is not None and bool(self.values.base_type(type_)[0].labels)
        if not few:
            first = self.values.first(relation, column, seed, number)
            if first is not None and first not in on:
                return first
        candidates = self.values.candidates(relation, column, seed, number)
        off = [c for c in candidates if c not in on]
        if on and (few or not off or off[0] in ("NULL", "DEFAULT")) and not (few and off):
            return self._least_asked(place, candidates)
        return off[0] if off else candidates[0]

    def may_settle(self, relation: Relation, name: str, value: str, spec: RowSpec) -> bool:
        """Whether a value may be every row's: it is no key, and says neither whose the row is nor why it is there.

        What puts rows into a partition may, though it has to be part of every key.
        """
        keys = {c for unique in relation.uniques for c in unique.columns if (relation.oid, c) not in self.bounded}
        keys |= {n for n, _ in spec.values}
        pointing = {c for fk in relation.pointers for c in fk.columns}
        free = (relation.oid, name) not in self.pinned and name not in keys
        return free and (name not in pointing or value == "NULL")

    def _is_empty_amount(self, place: Place, column: Column) -> bool:
        """Whether it is what functions take from, and nothing by default: then there is nothing to take."""
        type_ = self.schema.types.get(column.type)
        if type_ is None or place not in self.insight.amounts or self.values.base_type(type_)[0].category != "N":
            return False
        # What is held against another column of the row (`used < limit`) is a count: it begins with nothing.
        if any(place in pair and pair[0][0] == pair[1][0] for pair in self.insight.pairs):
            return False
        return (column.default or "").split("::")[0].strip("'").strip("0.") == ""

    def _plenty(self, relation: Relation, column: Column, number: int) -> str | None:
        """More than what other numbers hold: functions take these from it."""
        type_ = self.schema.types.get(column.type)
        base = self.values.base_type(type_)[0].plain if type_ is not None else ""
        most = {"int2": 20_000, "int4": 2_000_000, "int8": 20_000_000}.get(base)
        if most is None and base == "numeric" and not 0 < column.mod < (9 << 16):  # numeric(9) and more holds it
            most = 2_000_000
        if most is None:
            return None
        bounds = set().union(*(facts.numbers for facts in self.values.checks_of(relation, column)))
        return f"{literal(str(most + number))}::{column.type_name}" if bounds <= {"0"} else None

    def normal(self, relation: Relation, column: Column) -> str:
        """SQL of the value that a row gets where nothing asks for another; the default's own where it is a constant."""
        value = self._value(relation, column, RowSpec(context="a", owner="a"), 1)
        return column.default or "NULL" if value == "DEFAULT" else value

    def _least_asked(self, place: Place, candidates: list[str]) -> str:
        """Of values that all turn something on, the one that the fewest conditions ask for; the last of equals."""
        mentions = self.insight.mentions
        asked = {literal(v): n for (p, v), n in mentions.items() if p == place}
        ranked = [c for c in candidates if c not in ("NULL", "DEFAULT")]
        return min(reversed(ranked), key=lambda c: asked.get(c.rpartition("::")[0], 0), default=candidates[0])

    def _point(self, relation: Relation, fk: Constraint, spec: RowSpec, out: dict[str, str]) -> None:
        """Make a foreign key point to a row of the right person."""
        if all(name in out for name in fk.columns):
            return
        nullable = not any(relation.columns[name].notnull for name in fk.columns)
        if fk.target == relation.oid:
            self._point_to_itself(relation, fk, out, nullable)
            return
        row = self._another(relation, fk, self.parent(fk, spec), out)
        if row is None and fk.type == "l":
            return
        if row is None:
            if nullable:
                out.update(dict.fromkeys((n for n in fk.columns if n not in out), "NULL"))
                return
            target = self.schema.relations.get(fk.target)
            if target is not None and target.oid not in self.done:
                self._point_ahead(relation, fk, target, spec, out)
                return
            raise NoParent(f"{target.sql if target else 'the referenced table'} has no row that {fk.name} can point to")
        for name, other in zip(fk.columns, fk.target_columns, strict=True):
            out.setdefault(name, sql_value(row.values.get(other), relation.columns[name].type_name))

    def _another(
        self, relation: Relation, fk: Constraint, row: SeededRow | None, out: Mapping[str, str]
    ) -> SeededRow | None:
        """The row itself, or one more of its table where a check wants another one than a column that is set has."""
        target = self.schema.relations.get(fk.target)
        rivals = unequal_to(relation, fk.columns[0]) if len(fk.columns) == 1 else frozenset[str]()
        taken = {out[n] for n in rivals if n in out}
        if row is None or not taken or (target is not None and self.is_user_table(target)):
            return row
        key, type_name = fk.target_columns[0], relation.columns[fk.columns[0]].type_name
        # Not one of A's in a row of B's, or A would have a part in it.
        order = (row.context, "c", "b", "a")
        rows = sorted(self.rows.get(fk.target, ()), key=lambda r: order.index(r.context) if r.context in order else 4)
        free = (r for r in (row, *rows) if sql_value(r.values.get(key), type_name) not in taken)
        return next(free, row)

    def _point_ahead(
        self, relation: Relation, fk: Constraint, target: Relation, spec: RowSpec, out: dict[str, str]
    ) -> None:
        """In a cycle of keys that must not be NULL: agree on the key that the other row will have."""
        self.ahead.add(relation.oid)
        for name, other in zip(fk.columns, fk.target_columns, strict=True):
            agreed = self.pinned.setdefault((target.oid, other), {})
            if spec.context not in agreed:
                column = target.columns[other]
                number = 90 + len(agreed)
                sql = self.values.candidates(target, column, f"ahead {target.sql}", number)[0]
                agreed[spec.context] = sql.rpartition("::")[0].strip().strip("'")
            out.setdefault(name, f"{literal(agreed[spec.context])}::{relation.columns[name].type_name}")

    def _point_to_itself(self, relation: Relation, fk: Constraint, out: dict[str, str], nullable: bool) -> None:
        for name, other in zip(fk.columns, fk.target_columns, strict=True):
            if name in out:
                continue
            if nullable or other not in relation.columns:
                out[name] = "NULL"
            else:
                seed, number = f"{relation.schema}.{relation.name}", self.counters.get(relation.oid, 1)
                out[other] = (
                    out.get(other) or self.values.candidates(relation, relation.columns[other], seed, number)[0]
                )
                out[name] = out[other]

    def parent(self, fk: Constraint, spec: RowSpec) -> SeededRow | None:
        """The row that a foreign key of a row should point to."""
        above = spec.under
        while above is not None:
            if above.relation == fk.target:
                return above
            above = above.under
        rows = self.rows.get(fk.target, [])
        target = self.schema.relations.get(fk.target)
        if target is not None and self.is_user_table(target):
            mine = [r for r in rows if r.owner == spec.owner]
        else:
            mine = [r for r in rows if r.context == spec.context and r.owner == spec.context]
            mine = mine or [r for r in rows if r.context == spec.context]
        usable = [r for r in mine or rows if all(r.values.get(c) is not None for c in fk.target_columns)]
        return usable[0] if usable else None


def _around(number: str) -> list[str]:
    """A number that something is compared with, one above it and one below: what turns `<` on as well as `>`."""
    value = float(number)
    steps = (0, 1, -1) if value >= 1 else (0, 1)
    return [number if not step else str(value + step).removesuffix(".0") for step in steps]


def without_cast(sql: str) -> str:
    """A constant without its cast and quotes: `'x'::text` and `x` are one."""
    return (sql.rpartition("::")[0] or sql).strip().strip("'")


def sql_value(value: object, type_name: str) -> str:
    """SQL of a JSON value that a row held."""
    if value is None:
        return "NULL"
    if isinstance(value, bool):
        return f"{'true' if value else 'false'}::{type_name}"
    if isinstance(value, list | dict):
        text = json.dumps(value)
        if isinstance(value, list) and not type_name.startswith("json"):
            text = "{" + ",".join(json.dumps(v) if isinstance(v, str) else str(v) for v in value) + "}"
        return f"{literal(text)}::{type_name}"
    return f"{literal(str(value))}::{type_name}"


def insert_sql(relation: Relation, assigned: Mapping[str, str], *, returning: bool = True) -> str:
    """An INSERT of one row; identity columns take the given value."""
    names = [n for n in assigned if assigned[n] != "DEFAULT"]
    overriding = "OVERRIDING SYSTEM VALUE " if any(relation.columns[n].identity == "a" for n in names) else ""
    tail = " RETURNING to_jsonb(x.*)" if returning else ""
    if not names:
        return f"INSERT INTO {relation.sql} AS x DEFAULT VALUES{tail}"
    columns, values = ", ".join(map(quote, names)), ", ".join(assigned[n] for n in names)
    return f"INSERT INTO {relation.sql} AS x ({columns}) {overriding}VALUES ({values}){tail}"

"""Which rows a table gets: of each person, for each condition, and on each state of what it hangs on."""

from __future__ import annotations

from collections.abc import Iterator

from trueup.seeding.insight import Insight, routine_facts
from trueup.seeding.model import SeededRow
from trueup.seeding.offices import entitles, is_of_offices
from trueup.seeding.rows import Planner, RowSpec, without_cast
from trueup.seeding.schema import Constraint, Relation, Schema, literal

_MAX_VARIATIONS = 12
_MAX_UNDER = 5
_Values = tuple[tuple[str, str], ...]


def specs(planner: Planner, relation: Relation) -> list[RowSpec]:
    """Rows of a table; a and b get the same ones, so that they differ in nothing but their names.

    Base rows for a, b and c, rows of c among a's and b's things, rows that turn conditions on and off, and rows that
    hang on such rows of the tables that the conditions read.
    """
    on = planner.switches(relation)
    states = list(planner.states.get(relation.oid, ()))
    all_on = states[0] if states else tuple((name, values[0]) for name, values in on.items())
    found = [] if is_of_offices(planner, relation) else [RowSpec(context=key, owner=key, base=True) for key in "ab"]
    unclaimed, of_nobody = _open(planner, relation)
    # Where everybody has one row only, that of c is the one that nobody has claimed.
    alone = dict(unclaimed) if unclaimed and not of_nobody and planner.is_user_table(relation) else {}
    found.append(RowSpec(context="c", owner="c", values=tuple({**dict(all_on), **alone}.items()), base=True))
    among_things = planner.has_context(relation)
    if among_things:
        for values in dict.fromkeys(((), all_on)):
            found += [RowSpec(context=key, owner="c", values=values) for key in "ab"]
    found += _between_two(planner, relation)
    if unclaimed and of_nobody:
        found += [RowSpec(context=key, owner="", values=unclaimed) for key in ("ab" if among_things else "a")]
    elif unclaimed and not _taken(planner, relation, {name for name, _ in unclaimed}, ()):
        found += [RowSpec(context=key, owner=key, values=unclaimed, variant=True) for key in "ab"]
    found += _listing(planner, relation)
    variations = _variations(planner, relation, on, all_on)
    # What makes somebody entitled elsewhere is c's alone: a and b are judged by what they may without it.
    for values in variations:
        holders = "c" if entitles(planner, relation) else "ab"
        found += [RowSpec(context=key, owner=key, values=values, variant=True) for key in holders]
    return [*found, *_under(planner, relation, all_on)]


def _variations(planner: Planner, relation: Relation, on: dict[str, list[str]], all_on: _Values) -> list[_Values]:
    """One column turned at a time, and all of them; none where a person has one row only."""
    single: list[_Values] = [((name, value),) for name, values in on.items() for value in values]
    single = [*planner.states.get(relation.oid, ()), *_emptied(planner, relation), *single]
    if len(on) > 1:
        single.append(all_on)
    single = [values for values in dict.fromkeys(single) if values and not _is_first(planner, relation, values)]
    single = [*single[:_MAX_VARIATIONS], *_said_of_owners(planner, relation)]
    return [values for values in single if not _taken(planner, relation, {name for name, _ in values}, ())]


def _emptied(planner: Planner, relation: Relation) -> list[_Values]:
    """NULL in each column that conditions test for it, and that is filled as a rule: a key, a tenant, a default."""
    return [
        ((name, f"NULL::{column.type_name}"),)
        for name, column in relation.columns.items()
        if (relation.oid, name) in planner.insight.nulls
        and (relation.oid, name) not in planner.by_owner
        and not (column.notnull or column.generated or name in relation.primary_key)
    ]


def _is_first(planner: Planner, relation: Relation, values: _Values) -> bool:
    """Whether the first rows of a and b, which take what the schema means as normal, are like that anyway."""
    if any(name in fk.columns for fk in relation.pointers for name, _ in values):
        return False
    return all(
        without_cast(planner.normal(relation, relation.columns[name])) == without_cast(value) for name, value in values
    )


def _taken(planner: Planner, relation: Relation, changed: set[str], foreign: tuple[str, ...]) -> bool:
    """Whether some key of the row is the same as in the first row of its owner: it names people and things only."""
    same = {name for name in relation.columns if (relation.oid, name) in planner.pinned}
    same |= {name for fk in relation.pointers if fk.target != relation.oid for name in fk.columns}
    same -= changed | set(foreign)
    return any(
        unique.columns and set(unique.columns) <= same and not unique.partial and not unique.expressions
        for unique in relation.uniques
    )


def _said_of_owners(planner: Planner, relation: Relation) -> list[_Values]:
    """Constants that a text column is compared with besides the caller (`path LIKE 'public/%'`)."""
    keys = {c for fk in relation.pointers for c in fk.columns} | set(relation.primary_key)
    found: list[_Values] = []
    for name, column in relation.columns.items():
        type_ = planner.schema.types.get(column.type)
        if (relation.oid, name) in planner.pinned and name not in keys and type_ and type_.category == "S":
            found += [((name, value),) for value in planner.switch_values(relation, column)[:2]]
    return found


def _listing(planner: Planner, relation: Relation) -> list[RowSpec]:
    """Rows of one person that list the other, in columns that policies look the caller up in (`= ANY (members)`)."""
    found = []
    for name, column in relation.columns.items():
        listed = planner.listed.get((relation.oid, name), {})
        for key, other in (("b", "a"), ("a", "b")):
            if other in listed:
                values = ((name, f"ARRAY[{literal(listed[other])}]::{column.type_name}"),)
                found.append(RowSpec(context=key, owner=key, values=values))
    return found


def _between_two(planner: Planner, relation: Relation) -> list[RowSpec]:
    """Rows that name A in one column and B in another: from one to the other, and back."""
    columns = [
        name
        for name in relation.columns
        if (relation.oid, name) in planner.by_owner and (relation.oid, name) in planner.pinned
    ]
    if len(columns) < 2:
        return []
    found = []
    for first, other in (("a", "b"), ("b", "a")):
        keys = dict.fromkeys(columns, other) | {columns[0]: first}
        values = tuple(
            (name, f"{literal(planner.pinned[relation.oid, name][key])}::{relation.columns[name].type_name}")
            for name, key in keys.items()
            if key in planner.pinned[relation.oid, name]
        )
        found.append(RowSpec(context=first, owner=first, values=values, variant=True))
    return found


def _open(planner: Planner, relation: Relation) -> tuple[_Values, bool]:
    """Owner columns that are NULL where a condition asks whether they are; and whether the row then names nobody."""
    owners = [c for n, c in relation.columns.items() if (relation.oid, n) in planner.by_owner]
    free = [c for c in owners if not (c.notnull or c.generated or c.name in relation.primary_key)]
    asked = any((relation.oid, c.name) in planner.insight.nulls for c in free)
    if not asked:
        return (), False
    if len(free) < len(owners):
        free = [c for c in free if (relation.oid, c.name) in planner.insight.nulls]
    return tuple((c.name, f"NULL::{c.type_name}") for c in free), len(free) == len(owners)


def _under(planner: Planner, relation: Relation, all_on: _Values) -> list[RowSpec]:
    """A row for each state of a parent that decides about it: the first rows of its owner show one state only."""
    reads = planner.read_with.get(relation.oid, frozenset())
    parents = [
        fk
        for fk in relation.pointers
        if fk.target != relation.oid and fk.target in reads and not _taken(planner, relation, set(), fk.columns)
    ]
    # What another parent hangs on comes with that one.
    above = {r.under.relation for fk in parents for r in planner.rows.get(fk.target, ()) if r.under is not None}
    parents = [fk for fk in parents if fk.target not in above]
    found = []
    for key in "ab":
        rows = [row for fk in parents for row in _free_states(planner, relation, fk, key)]
        specs = [RowSpec(context=key, owner=key, variant=True, under=row) for row in rows[:_MAX_UNDER]]
        if all_on:
            specs += [RowSpec(context=key, owner=key, variant=True, under=row, values=all_on) for row in rows[:1]]
        found += specs
    return found


def _free_states(planner: Planner, relation: Relation, fk: Constraint, key: str) -> list[SeededRow]:
    """States of a parent to hang rows on; where each can have one row only, one parent is left without, to be tried."""
    states = list(states_of(planner, fk, key))
    single = any(set(u.columns) == set(fk.columns) and not u.partial for u in relation.uniques)
    return states[:-1] if single else states


def states_of(planner: Planner, fk: Constraint, key: str) -> Iterator[SeededRow]:
    """Rows of a person that differ from the first one in what conditions read, or in what they hang on."""
    target = planner.schema.relations[fk.target]
    rows = [r for r in planner.rows.get(fk.target, ()) if r.owner == r.context == key]
    if not rows:
        return
    names = list(planner.switches(target))
    seen = {_state(planner, rows[0], names)}
    for row in rows:
        state = _state(planner, row, names)
        if row.variant and state not in seen and all(row.values.get(c) is not None for c in fk.target_columns):
            seen.add(state)
            yield row


def _state(planner: Planner, row: SeededRow, names: list[str]) -> tuple[str, ...]:
    """What tells rows of one person apart: what they hang on, what conditions read of them, and whom they name."""
    pinned = [(n, planner.pinned.get((oid, n), {})) for oid, n in sorted(planner.by_owner) if oid == row.relation]
    people = ["".join(k for k, v in of.items() if v == str(row.values.get(n))) for n, of in pinned]
    return (str(id(row.under)), *(str(row.values.get(name)) for name in names), *people)


def read_together(schema: Schema, insight: Insight) -> dict[int, frozenset[int]]:
    """By table: the tables that decide who reaches its rows, through its policies and theirs, views and functions."""
    first: dict[int, set[int]] = {oid: set() for oid in schema.relations}
    for relation in schema.relations.values():
        for policy in relation.policies:
            first[relation.oid] |= insight.influences.get(policy.oid, frozenset())
    for together in _read_at_once(schema):
        for oid in together:
            first[oid] |= together
    return {oid: frozenset(_closure(first, oid)) for oid in first}


def _closure(first: dict[int, set[int]], oid: int) -> set[int]:
    seen: set[int] = set()
    todo = [oid]
    while todo:
        for other in first.get(todo.pop(), ()):
            if other not in seen:
                seen.add(other)
                todo.append(other)
    return seen


def _read_at_once(schema: Schema) -> Iterator[set[int]]:
    """Tables that one view or one function reads."""
    by_name: dict[str, set[int]] = {}
    for relation in schema.relations.values():
        if relation.is_table and not relation.is_platform:
            by_name.setdefault(relation.name, set()).add(relation.oid)
        elif relation.definition and not relation.is_platform:
            yield {oid for oid in relation.reads if oid in schema.relations}
    for routine in schema.routines.values():
        yield {oid for _, name in routine_facts(routine).tables for oid in by_name.get(name, ())}

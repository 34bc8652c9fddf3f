"""Foreign keys that were left NULL because their target came later."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any

from trueup.seeding.engine import Action, Engine, Task
from trueup.seeding.model import SeededRow
from trueup.seeding.rows import RowSpec, sql_value
from trueup.seeding.schema import Constraint, Relation, quote
from trueup.seeding.world import World

_MOST_UNDER = 8


def close_cycles(running: Engine, world: World) -> None:
    """Set the foreign keys that were left NULL because their target came later."""
    tasks = []
    for oid, rows in sorted(world.rows.items()):
        relation = world.schema.relations[oid]
        key = relation.primary_key
        if not key or relation.is_platform:
            continue
        for fk in relation.foreign_keys:
            if fk.target == oid:
                tasks += _put_under(world, relation, fk, rows)
            if fk.target == oid or any(relation.columns[c].notnull for c in fk.columns):
                continue
            for row in rows:
                tasks += _point_late(world, relation, fk.columns, row, fk)
    running.run(tasks)
    if tasks:
        _reread(running, world)


def _point_late(world: World, relation: Relation, columns: Sequence[str], row: SeededRow, fk: Any) -> list[Task]:
    if any(row.values.get(c) is not None for c in columns) or any(
        row.values.get(k) is None for k in relation.primary_key
    ):
        return []
    if any((relation.oid, c) in world.insight.nulls for c in columns):
        return []
    parent = world.planner.parent(fk, RowSpec(context=row.context, owner=row.owner))
    if parent is None:
        return []
    pairs = zip(columns, fk.target_columns, strict=True)
    sets = ", ".join(f"{quote(c)} = {sql_value(parent.values.get(o), relation.columns[c].type_name)}" for c, o in pairs)
    where = _where_key(relation, row)
    person = world.people.get(row.owner)
    update = Action(sql=f"UPDATE {relation.sql} SET {sets} WHERE {where}", settings=person.settings if person else ())
    return [Task(actions=(update,), keep=True)]


def _put_under(world: World, relation: Relation, fk: Constraint, rows: Sequence[SeededRow]) -> list[Task]:
    """A's and B's own rows under C's, where conditions ask who is above (`manager_id`): else nobody is above any."""
    name = fk.columns[0]
    by_owner = world.planner.by_owner
    one_each = any({(relation.oid, c) for c in u.columns} <= by_owner for u in relation.uniques if u.columns)
    asked = len(fk.columns) == 1 and (relation.oid, name) in world.insight.compared
    if not asked or not one_each or relation.columns[name].notnull:
        return []
    above = next((r for r in rows if r.owner == r.context == "c" and r.values.get(fk.target_columns[0])), None)
    below = [r for key in "ab" for r in rows if r.owner == r.context == key][:_MOST_UNDER] if above is not None else []
    found = []
    for row in below:
        if row.values.get(name) is None and all(row.values.get(k) is not None for k in relation.primary_key):
            value = sql_value(above.values[fk.target_columns[0]], relation.columns[name].type_name) if above else ""
            sql = f"UPDATE {relation.sql} SET {quote(name)} = {value} WHERE {_where_key(relation, row)}"
            person = world.people.get(row.owner)
            found.append(Task(actions=(Action(sql=sql, settings=person.settings if person else ()),), keep=True))
    return found


def _where_key(relation: Relation, row: SeededRow) -> str:
    parts: Iterable[str] = (
        f"{quote(k)} = {sql_value(row.values[k], relation.columns[k].type_name)}" for k in relation.primary_key
    )
    return " AND ".join(parts)


def _reread(running: Engine, world: World) -> None:
    """Read the rows anew: triggers and late keys may have changed them."""
    tables = [world.schema.relations[oid] for oid in world.rows]
    tables = [r for r in tables if r.primary_key and not r.is_platform]
    tasks = [Task(actions=(Action(sql=f"SELECT jsonb_agg(to_jsonb(t.*)) FROM {r.sql} t", rows=True),)) for r in tables]
    for relation, results in zip(tables, running.run(tasks), strict=True):
        if not results[0].ok or not results[0].value:
            continue
        key, rows = relation.primary_key, world.rows[relation.oid]
        fresh = {tuple(str(v.get(k)) for k in key): v for v in results[0].value}
        for index, row in enumerate(rows):
            now = fresh.get(tuple(str(row.values.get(k)) for k in key))
            if now is not None:
                rows[index] = replace(row, values=now)

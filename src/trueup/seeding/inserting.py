"""Rows put into tables: planned, inserted, mended where the server refuses them, or told why not."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from trueup.seeding.engine import Action, Engine, Result, Task
from trueup.seeding.repair import Repair
from trueup.seeding.rows import NoParent, RowSpec, insert_sql, sql_value
from trueup.seeding.schema import Relation, quote
from trueup.seeding.specs import specs
from trueup.seeding.states import find_states
from trueup.seeding.world import World, keep

_ATTEMPTS = 16
_TABLES_AT_ONCE = 40
REPLICA = Action(sql="SET LOCAL session_replication_role = replica")
ORIGIN = Action(sql="SET LOCAL session_replication_role = origin")
_Planned = tuple[Relation, RowSpec, dict[str, str]]


def seed_tables(running: Engine, world: World, tables: Sequence[Relation]) -> None:
    """Rows for tables none of which waits for another of them, in as few round trips as they take."""
    for start in range(0, len(tables), _TABLES_AT_ONCE):
        _seed_at_once(running, world, tables[start : start + _TABLES_AT_ONCE])


def _seed_at_once(running: Engine, world: World, tables: Sequence[Relation]) -> None:
    find_states(running, world.planner, tables)
    planned = [row for relation in tables for row in _planned(world, relation)]
    ahead = world.planner.ahead
    outcomes = running.run([insert_task(world, r, s.owner, a, replica=r.oid in ahead) for r, s, a in planned])
    for (relation, spec, assigned), results in zip(planned, outcomes, strict=True):
        done = inserted(results, replica=relation.oid in ahead)
        if done.ok and done.value is not None:
            keep(world, relation, spec, done.value, assigned)
        elif not (spec.under is not None and done.state == "23505"):
            # A second row of one owner that a key forbids is no loss.
            _mend(running, world, relation, spec, assigned, done)
    for relation in tables:
        if not world.rows.get(relation.oid):
            _adopt_existing(running, world, relation)


def _planned(world: World, relation: Relation) -> list[_Planned]:
    planner = world.planner
    planned: list[_Planned] = []
    for spec in specs(planner, relation):
        try:
            planned.append((relation, spec, planner.assign(relation, spec, planner.next_number(relation))))
        except NoParent as reason:
            world.failures.setdefault(relation.oid, str(reason))
    planner.done.add(relation.oid)
    return planned


def insert_task(
    world: World, relation: Relation, owner: str, assigned: dict[str, str], *, replica: bool = False
) -> Task:
    """The insertion of a seed row, in the name of its owner but with every right."""
    person = world.people.get(owner)
    settings = person.settings if person else ()
    insert = Action(sql=insert_sql(relation, assigned), settings=settings, rows=True)
    deferred = Action(sql="SET CONSTRAINTS ALL DEFERRED", soft=True)
    if replica:
        return Task(actions=(REPLICA, insert, ORIGIN, insert_done()), keep=True)
    if any(fk.deferrable for fk in relation.foreign_keys):
        return Task(actions=(deferred, insert), keep=True)
    return Task(actions=(insert,), keep=True)


def insert_done() -> Action:
    """A harmless last action: its result stands for the task's."""
    return Action(sql="SELECT 'true'::jsonb", rows=True)


def inserted(results: Sequence[Result], *, replica: bool) -> Result:
    """The result of the INSERT itself."""
    return results[1] if replica and len(results) > 1 else results[-1]


def _mend(
    running: Engine, world: World, relation: Relation, spec: RowSpec, assigned: dict[str, str], failed: Result
) -> None:
    """Change what the server refused, as often as it helps; then go without triggers; then give up and say why."""
    repair = Repair(running=running, planner=world.planner, relation=relation, spec=spec)
    replica = relation.oid in world.planner.ahead
    for _ in range(_ATTEMPTS):
        if failed.state == "23505" and spec.base:
            adopted = repair.existing(failed, assigned)
            if adopted is not None:
                _adopt(running, world, relation, spec, adopted, assigned)
                return
        changed = repair.change(failed, assigned)
        if changed is None:
            if replica or failed.state in {"23505", "23503"}:
                break
            replica, changed = True, assigned
        assigned = changed
        results = running.run([insert_task(world, relation, spec.owner, assigned, replica=replica)])[0]
        done = inserted(results, replica=replica)
        if done.ok and done.value is not None:
            repair.learn(assigned)
            keep(world, relation, spec, done.value, assigned)
            return
        failed = done
    world.failures.setdefault(relation.oid, f"{failed.message} ({failed.state})")


def _adopt(
    running: Engine, world: World, relation: Relation, spec: RowSpec, values: dict[str, Any], assigned: dict[str, str]
) -> None:
    """A row that a trigger or the schema's own data made takes the place; switch values are put into it."""
    if any(row.values == values for row in world.rows.get(relation.oid, ())):
        return
    key = relation.primary_key
    if spec.values and key and all(values.get(c) is not None for c in key):
        where = " AND ".join(f"{quote(c)} = {sql_value(values[c], relation.columns[c].type_name)}" for c in key)
        sets = ", ".join(f"{quote(n)} = {v}" for n, v in spec.values if n not in key)
        update = Action(sql=f"UPDATE {relation.sql} AS x SET {sets} WHERE {where} RETURNING to_jsonb(x.*)", rows=True)
        for actions in ((update,), (REPLICA, update, ORIGIN)):
            results = running.run([Task(actions=actions, keep=True)])[0]
            done = results[min(len(results), len(actions) // 2 + 1) - 1]
            if done.ok and done.value is not None:
                values = done.value
                break
    keep(world, relation, spec, values, assigned)


def _adopt_existing(running: Engine, world: World, relation: Relation) -> None:
    """Rows that the schema's own statements put there stand in for rows that could not be made."""
    sql = f"SELECT coalesce(jsonb_agg(x), '[]') FROM (SELECT to_jsonb(t.*) AS x FROM {relation.sql} t LIMIT 3) s"
    results = running.run([Task(actions=(Action(sql=sql, rows=True),))])[0]
    if results and results[0].ok:
        for key, values in zip("abc", results[0].value, strict=False):
            keep(world, relation, RowSpec(context=key, owner=key), values, {})

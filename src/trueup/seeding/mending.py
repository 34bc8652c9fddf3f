"""Rows that the server refused: one is mended, and what helped it is tried on the others of its table at once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from trueup.seeding.engine import Action, Engine, Result, Task
from trueup.seeding.repair import Repair
from trueup.seeding.rows import RowSpec, sql_value
from trueup.seeding.schema import Relation, quote
from trueup.seeding.tasks import ORIGIN, REPLICA, insert_task, inserted
from trueup.seeding.world import World, keep

_ATTEMPTS = 16
_FIRST = 3
_OPTIONAL = 4
Refused = tuple[RowSpec, dict[str, str], Result]
Mended = tuple[dict[str, str], bool]  # what was put in, and whether without triggers


def mend_all(running: Engine, world: World, refused: Mapping[int, Sequence[Refused]]) -> None:
    """Mend the first rows of each table, then the rest in the same way."""
    again: list[tuple[Relation, Refused, Mended]] = []
    for oid, rows in refused.items():
        relation = world.schema.relations[oid]
        for index, row in enumerate(rows[:_FIRST]):
            mended = _mend(running, world, relation, row)
            if mended is not None:
                again += [(relation, r, _likewise(world, relation, row[1], mended, r)) for r in rows[index + 1 :]]
                break
    tasks = [
        insert_task(world, relation, row[0].owner, how, replica=replica) for relation, row, (how, replica) in again
    ]
    left: dict[int, int] = {}
    for (relation, (spec, _, _), (how, replica)), results in zip(again, running.run(tasks), strict=True):
        done = inserted(results, replica=replica)
        if done.ok and done.value is not None:
            keep(world, relation, spec, done.value, how)
        elif not spec.variant or left.setdefault(relation.oid, 0) < _OPTIONAL:
            left[relation.oid] = left.get(relation.oid, 0) + spec.variant
            _mend(running, world, relation, (spec, how, done))


def _likewise(world: World, relation: Relation, before: Mapping[str, str], mended: Mended, row: Refused) -> Mended:
    """Another row with what helped the first: not its keys, nor what says whose it is or why it is there."""
    spec, assigned, _ = row
    after, replica = mended
    changed = {
        name: value
        for name, value in after.items()
        if value != before.get(name) and world.planner.may_settle(relation, name, value, spec)
    }
    settled = world.planner.settled.get(relation.oid, {})
    changed |= {n: v for n, v in settled.items() if world.planner.may_settle(relation, n, v, spec)}
    return {**assigned, **changed}, replica


def _mend(running: Engine, world: World, relation: Relation, refused: Refused) -> Mended | None:
    """Change what the server refused, as often as it helps; then go without triggers; then give up and say why."""
    spec, assigned, failed = refused
    repair = Repair(running=running, planner=world.planner, relation=relation, spec=spec, before=assigned)
    replica = relation.oid in world.planner.ahead
    for _ in range(_ATTEMPTS):
        if failed.state == "23505" and spec.base:
            adopted = repair.existing(failed, assigned)
            if adopted is not None:
                _adopt(running, world, relation, spec, adopted, assigned)
                return assigned, False
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
            return assigned, replica
        failed = done
    world.failures.setdefault(relation.oid, f"{failed.message} ({failed.state})")
    return None


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

"""Rows put into tables: planned, inserted, mended where the server refuses them, or told why not."""

from __future__ import annotations

from collections.abc import Sequence

from trueup.seeding.engine import Action, Engine, Task
from trueup.seeding.mending import Refused, mend_all
from trueup.seeding.rows import NoParent, RowSpec
from trueup.seeding.schema import Relation
from trueup.seeding.specs import specs
from trueup.seeding.states import find_states
from trueup.seeding.tasks import insert_task, inserted
from trueup.seeding.world import World, keep

_TABLES_AT_ONCE = 40
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
    refused: dict[int, list[Refused]] = {}
    for (relation, spec, assigned), results in zip(planned, outcomes, strict=True):
        done = inserted(results, replica=relation.oid in ahead)
        if done.ok and done.value is not None:
            keep(world, relation, spec, done.value, assigned)
        elif not (spec.under is not None and done.state == "23505"):
            # A second row of one owner that a key forbids is no loss.
            refused.setdefault(relation.oid, []).append((spec, assigned, done))
    mend_all(running, world, refused)
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


def _adopt_existing(running: Engine, world: World, relation: Relation) -> None:
    """Rows that the schema's own statements put there stand in for rows that could not be made."""
    sql = f"SELECT coalesce(jsonb_agg(x), '[]') FROM (SELECT to_jsonb(t.*) AS x FROM {relation.sql} t LIMIT 3) s"
    results = running.run([Task(actions=(Action(sql=sql, rows=True),))])[0]
    if results and results[0].ok:
        for key, values in zip("abc", results[0].value, strict=False):
            keep(world, relation, RowSpec(context=key, owner=key), values, {})

"""A row of A and one of B in each partition, since each is a table of its own to whoever reads it directly."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from trueup.seeding.engine import Action, Engine, Task
from trueup.seeding.repair import Repair, leaves_of
from trueup.seeding.rows import NoParent, RowSpec
from trueup.seeding.schema import Relation
from trueup.seeding.tasks import insert_task, inserted
from trueup.seeding.world import World, keep

_MAX_LEAVES = 8


def fill_partitions(running: Engine, world: World, tables: Sequence[Relation]) -> None:
    """Put rows into the partitions that have none, of tables that have rows; what can't be put there is left out."""
    for relation in tables:
        if relation.kind == "p" and not relation.partition and world.rows.get(relation.oid):
            for leaf in _empty(running, leaves_of(world.schema, relation)[:_MAX_LEAVES]):
                _fill(running, world, relation, leaf)


def _empty(running: Engine, leaves: Iterable[Relation]) -> list[Relation]:
    asked = list(leaves)
    look = [Action(sql=f"SELECT to_jsonb(NOT EXISTS (SELECT FROM {leaf.sql}))", rows=True, soft=True) for leaf in asked]
    found = running.run([Task(actions=tuple(look))])[0] if look else []
    return [leaf for leaf, result in zip(asked, found, strict=False) if result.ok and result.value]


def _fill(running: Engine, world: World, relation: Relation, leaf: Relation) -> None:
    planner = world.planner
    for key in "ab":
        spec = RowSpec(context=key, owner=key, variant=True)
        try:
            assigned = planner.assign(relation, spec, planner.next_number(relation))
        except NoParent:
            return
        within = Repair(running, planner, relation, spec).within(leaf, assigned)
        if within is None or any((relation.oid, name) in planner.pinned for name in within):
            return  # by tenant or person: then the rows are where they belong
        assigned |= within
        done = inserted(running.run([insert_task(world, relation, key, assigned)])[0], replica=False)
        if done.ok and done.value is not None:
            keep(world, relation, spec, done.value, assigned)

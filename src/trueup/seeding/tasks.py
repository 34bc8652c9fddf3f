"""The insertion of a row, as a task of the engine."""

from __future__ import annotations

from collections.abc import Sequence

from trueup.seeding.engine import Action, Result, Task
from trueup.seeding.rows import insert_sql
from trueup.seeding.schema import Relation
from trueup.seeding.world import World

REPLICA = Action(sql="SET LOCAL session_replication_role = replica")
ORIGIN = Action(sql="SET LOCAL session_replication_role = origin")


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

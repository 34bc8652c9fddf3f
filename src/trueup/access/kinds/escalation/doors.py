"""Doors that are meant to be open: what everybody may join as long as the thing itself says that it is open."""

from __future__ import annotations

from trueup.access.acting import Actor
from trueup.access.gains import Write
from trueup.access.study import Study
from trueup.seeding.engine import Action, Task
from trueup.seeding.schema import Relation, quote

# Columns that say whether a thing is still in use, and not whom it is for.
_ENDED = ("archiv", "delet", "activ", "expir", "suspend", "disab", "status", "state", "lock", "close", "ban", "end")
_MAX_TRIED = 8


def is_open_door(study: Study, actor: Actor, write: Write) -> bool:
    """Whether the row is let in for a column of the thing that it joins, such as `open`, and refused without it.

    An INSERT that goes through whatever the thing says is none: it is not asked.
    """
    if not write.joins or write.given:
        return False
    table = study.schema.relations[write.table]
    insert = study.action(actor, write.sql)
    tasks = [Task(actions=(change, insert)) for change in _shut(study, table, actor)]
    ran = study.running.run(tasks)
    return any(
        len(results) == 2 and results[0].ok and results[1].state == "42501" and "security" in results[1].message
        for results in ran
    )


def _shut(study: Study, table: Relation, actor: Actor) -> list[Action]:
    """Every thing that rows of the table hang on and that INSERT policies ask, in another state: as nobody's doing."""
    reads = study.world.insight.influences
    asked = {oid for p in study.applying(table, "INSERT", actor) for oid in reads.get(p.oid, ())}
    parents = sorted({fk.target for fk in table.foreign_keys} & asked)
    out = []
    for parent in (study.schema.relations[oid] for oid in parents):
        if study.world.planner.is_user_table(parent) or parent.is_platform:
            continue
        for name, values in study.world.planner.switches(parent).items():
            personal = (parent.oid, name) in study.world.planner.by_owner
            if not personal and not any(word in name.lower() for word in _ENDED):
                out += [Action(sql=f"UPDATE {parent.sql} SET {quote(name)} = {value}") for value in values]
    return out[:_MAX_TRIED]

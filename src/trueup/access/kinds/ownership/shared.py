"""Rows that name, beside their owner, a list of people who may change them: one of these makes itself the owner."""

from __future__ import annotations

from collections.abc import Iterator

from trueup.access.acting import Actor
from trueup.access.fixes import remedies
from trueup.access.ground import Row
from trueup.access.kinds.ownership.placing import may_set
from trueup.access.naming import person_value
from trueup.access.proofs import Line
from trueup.access.study import Claim, Study, where_is
from trueup.finding import Severity
from trueup.seeding.engine import Task
from trueup.seeding.schema import Relation, quote


def find(study: Study) -> Iterator[Claim]:
    """Claims about tables with one owner and a list of people in the row."""
    listed = {oid for oid, _ in study.world.planner.listed}
    for relation in study.relations:
        owners = study.ground.owner_columns.get(relation.oid, ())
        if relation.oid not in listed or not relation.rls or len(owners) != 1:
            continue
        for actor in study.attackers_on(relation):
            claim = _taken(study, relation, actor, owners[0]) if actor.person == "a" else None
            if claim is not None:
                yield claim
                break


def _taken(study: Study, relation: Relation, actor: Actor, owner: str) -> Claim | None:
    """A row that the actor may change and not delete, until it has put its own name in."""
    mine = person_value(study, relation, owner, actor.person)
    if mine is None or not may_set(study, relation, actor, {owner}) or not study.rights(actor, relation).delete:
        return None
    changed, gone = (study.reach(actor).of(relation.oid, command) for command in ("UPDATE", "DELETE"))
    for row in study.ground.rows.get(relation.oid, ()):
        if row.id not in changed or row.id in gone or not study.is_anothers(row, actor):
            continue
        where = where_is(relation, row)
        take = f"UPDATE {relation.sql} SET {quote(owner)} = {mine} WHERE {where}"
        delete = f"DELETE FROM {relation.sql} WHERE {where}"
        steps = tuple(study.action(actor, sql, soft=False) for sql in (take, delete))
        results = study.running.run([Task(actions=steps)])[0]
        if len(results) == 2 and all(r.ok and r.count for r in results):
            return _claim(study, relation, actor, owner, row, take)
    return None


def _claim(study: Study, relation: Relation, actor: Actor, owner: str, row: Row, take: str) -> Claim:
    message = (
        f"Whoever a row of {relation.ref.qualified} is shared with can make itself its owner: UPDATE lets {owner} be "
        "set to the caller, which the policies for INSERT and DELETE take for whose the row is."
    )
    delete = f"DELETE FROM {relation.sql} WHERE {where_is(relation, row)}"
    lines = [
        Line(
            sql=f"WITH gone AS ({delete} RETURNING 1) SELECT count(*) FROM gone",
            value="0",
            comment=f"{actor.name} may not delete it.",
        ),
        Line(sql=take, affected=True, comment=f"It is shared with {actor.name}, and {owner} names another."),
        Line(sql=delete, affected=True, comment="Now it may."),
    ]
    return Claim(
        rule="tampering",
        severity=Severity.ERROR,
        ref=relation.ref,
        subject=f"UPDATE {owner}",
        message=message,
        help=f"Grant UPDATE on the columns that may be changed, without {owner}.",
        related=study.policy_refs(relation, "UPDATE", actor),
        proof=study.proof(message, actor, [relation.oid], lines),
        remedies=remedies.pin_columns(study, relation, actor, [owner]),
        tables=(relation.oid,),
    )

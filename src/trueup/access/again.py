"""A row of the actor's own taken away and put in once more: where all pairs of people are taken, none is new."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from trueup.access.acting import Actor
from trueup.access.proofs import Line
from trueup.access.study import Claim, Study, where_is
from trueup.seeding.engine import Action
from trueup.seeding.rows import sql_value
from trueup.seeding.schema import Relation, quote
from trueup.seeding.tasks import ORIGIN, REPLICA

_MAX_ROWS = 3


def once_more(study: Study, relation: Relation, actor: Actor) -> Iterator[tuple[tuple[Action, ...], str]]:
    """For some rows of the actor's: what takes one away without a trace, and the actor's INSERT of the same row."""
    rows = [r for r in study.ground.rows.get(relation.oid, ()) if study.is_own(r, actor)]
    for row in rows[:_MAX_ROWS]:
        values = {
            name: sql_value(row.values[name], column.type_name)
            for name, column in relation.columns.items()
            if row.values.get(name) is not None and not column.generated and not column.identity
        }
        sql = study.new_row(relation, actor, owner=actor.person, context=actor.person, values=values)
        if sql is not None:
            yield (REPLICA, Action(sql=f"DELETE FROM {relation.sql} WHERE {where_is(relation, row)}"), ORIGIN), sql


def taken_away(claim: Claim, before: tuple[Action, ...], actor: Actor) -> Claim:
    """The claim with a proof that begins by taking the row away."""
    if claim.proof is None:
        return claim
    acting = Line(sql=f"SET LOCAL ROLE {quote(actor.principal.role)}")
    first = (Line(sql="RESET ROLE"), *(Line(sql=a.sql) for a in before), acting)
    return replace(claim, proof=replace(claim.proof, lines=(*first, *claim.proof.lines)))

"""What a call made of the caller's own, and what it did to others' rows for the sake of that."""

from __future__ import annotations

from collections.abc import Mapping

from trueup.access.acting import Actor
from trueup.access.ground import Row
from trueup.access.study import Study
from trueup.seeding.expressions import expression_facts
from trueup.seeding.insight import policy_texts
from trueup.seeding.schema import Relation

Made = Mapping[int, list[dict[str, object]]]  # rows that a call added, by their table's oid


def into_its_own(study: Study, actor: Actor, table: Relation, made: Made) -> bool:
    """Whether the call made a thing anew and put its caller in: a chat, say, whom else it puts in is its purpose."""
    rows = [Row(id="", relation=table.oid, values=v) for v in made[table.oid] if hangs_on_new(table, v, made)]
    return any(actor.person in study.ground.named_in(row) for row in rows)


def hangs_on_new(table: Relation, values: Mapping[str, object], made: Made) -> bool:
    """Whether a row hangs on one that the same call made."""
    return any(
        all(values.get(c) == parent.get(p) for c, p in zip(fk.columns, fk.target_columns, strict=True))
        for fk in table.foreign_keys
        if fk.target != table.oid
        for parent in made.get(fk.target, ())
    )


def is_ordered(study: Study, actor: Actor, table: Relation, row: Row, made: Made) -> bool:
    """Whether the caller sees the row, and the call made one of the caller's own that hangs on it: an order.

    What is on offer to all is less by what somebody took.
    """
    if row.id not in study.reach(actor).of(table.oid, "SELECT") or not actor.person:
        return False
    return any(
        all(values.get(c) == row.values.get(p) for c, p in zip(fk.columns, fk.target_columns, strict=True))
        and study.ground.named_in(Row(id="", relation=oid, values=values)) == {actor.person}
        for oid, fresh in made.items()
        for fk in study.schema.relations[oid].foreign_keys
        if fk.target == table.oid
        for values in fresh
    )


def only_times(table: Relation, columns: list[str]) -> bool:
    """Whether the columns hold times alone, and no policy decides by them (`deleted_at IS NULL`)."""
    decisive = {n for p in table.policies for text in policy_texts(p) for _, n in expression_facts(text).touched}
    known = [n for n in columns if n in table.columns]
    times = all(table.columns[n].type_name.startswith(("timestamp", "date")) for n in known)
    return times and not decisive & set(known)

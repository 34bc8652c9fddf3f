"""Shared things that their author may delete, and with them what others put there and what the author never saw."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from trueup.access.acting import Actor
from trueup.access.cuts import without_offices
from trueup.access.fixes import remedies
from trueup.access.ground import Row
from trueup.access.naming import person_value
from trueup.access.proofs import Line
from trueup.access.study import Claim, Study, where_is
from trueup.finding import Severity
from trueup.seeding.engine import Action, Task
from trueup.seeding.rows import sql_value
from trueup.seeding.schema import Constraint, Relation, quote

_MAX_ROWS = 3


def find(study: Study) -> Iterator[Claim]:
    """Claims about foreign keys ON DELETE CASCADE from rows with something in them: one for each such table."""
    told = {c.ref for c in study.claims if c.rule == "cascade-deletes-others"}
    for child in study.relations:
        if not child.is_table or not child.rls or child.partition or child.schema not in study.exposed:
            continue
        for fk in child.foreign_keys if child.ref not in told else ():
            parent = study.schema.relations.get(fk.target)
            shared = fk.on_delete == "c" and parent is not None and parent.oid != child.oid and not parent.is_platform
            if not shared or parent is None or len(fk.columns) != 1 or not _holds_something(study, child, fk):
                continue
            claim = _claimed(study, child, fk, parent)
            if claim is not None:
                yield claim
                break


def _holds_something(study: Study, child: Relation, fk: Constraint) -> bool:
    """Whether a row says more than who is tied to the thing: a vote or a bookmark goes with what it is about."""
    people = set(study.ground.owner_columns.get(child.oid, ()))
    keys = {*child.primary_key, *(c for k in child.foreign_keys for c in k.columns), *people}
    if any(set(u.columns) <= {*fk.columns, *people} and set(u.columns) & set(fk.columns) for u in child.uniques):
        return False
    return bool(people) and any(
        c.notnull and c.default is None and not c.generated and not c.identity and n not in keys
        for n, c in child.columns.items()
    )


def _claimed(study: Study, child: Relation, fk: Constraint, parent: Relation) -> Claim | None:
    for actor in study.attackers_on(child):
        other = next((a for a in study.actors if a.person == "b" and a.principal.role == actor.principal.role), None)
        if actor.person != "a" or other is None:
            continue
        deletable = study.reach(actor).of(parent.oid, "DELETE")
        named = [r for r in study.ground.rows.get(parent.oid, ()) if r.id in deletable]
        named = [r for r in named if study.ground.named_in(r) | study.ground.owner_key(r) == {"a"}]
        for row in named[:_MAX_ROWS]:
            put = _put(study, child, fk, other, row)
            # Then as one who holds no office: a member of the jury sees what it takes away.
            for before in ((), without_offices(study, actor)) if put is not None else ():
                if put is not None and _goes(study, actor, other, parent, row, put, before):
                    claim = _claim(study, actor, parent, row, child, put, before)
                    everybodys = _is_everybodys(study, child, fk, row)
                    return claim if everybodys else replace(claim, severity=Severity.REVIEW)
    return None


def _is_everybodys(study: Study, child: Relation, fk: Constraint, row: Row) -> bool:
    """Whether whoever signs in may put such a row there; what only an office writes is in the office's hands."""
    stranger = study.actor("stranger")
    if stranger is None:
        return study.platform != "supabase"
    column = fk.columns[0]
    value = sql_value(row.values.get(fk.target_columns[0]), child.columns[column].type_name)
    sql = study.new_row(child, stranger, owner=stranger.person, context="b", values={column: value})
    return sql is not None and study.running.run([Task(actions=(study.action(stranger, sql),))])[0][0].ok


def _put(study: Study, child: Relation, fk: Constraint, other: Actor, row: Row) -> tuple[str, str] | None:
    """The INSERT of a row of B's that hangs on A's, and what it is known by."""
    column = fk.columns[0]
    value = sql_value(row.values.get(fk.target_columns[0]), child.columns[column].type_name)
    sql = study.new_row(child, other, owner="b", context="b", values={column: value})
    owner = next(iter(study.ground.owner_columns.get(child.oid, ())))
    whose = person_value(study, child, owner, "b")
    if sql is None or whose is None:
        return None
    return sql, f"FROM {child.sql} WHERE {quote(column)} = {value} AND {quote(owner)} = {whose}"


def _goes(
    study: Study,
    actor: Actor,
    other: Actor,
    parent: Relation,
    row: Row,
    put: tuple[str, str],
    before: tuple[Action, ...],
) -> bool:
    """Whether B may put the row there and keeps it in view, A doesn't see it, and it is gone with A's row.

    What its writer never sees again (a complaint about the thing) is for others to keep.
    """
    sql, held = put
    delete = f"DELETE FROM {parent.sql} WHERE {where_is(parent, row)}"
    steps = (
        *before,
        study.action(other, sql, soft=False),
        study.action(other, f"SELECT to_jsonb(count(*)) {held}", rows=True, soft=False),
        study.action(actor, f"SELECT to_jsonb(count(*)) {held}", rows=True, soft=False),
        study.action(actor, delete, soft=False),
        Action(sql=f"SELECT to_jsonb(count(*)) {held}", rows=True),
    )
    results = study.running.run([Task(actions=steps)])[0]
    done = len(results) == len(steps) and all(r.ok for r in results[len(before) :])
    return (
        done and results[-4].value > 0 and results[-3].value == 0 and results[-2].count > 0 and results[-1].value == 0
    )


def _claim(
    study: Study,
    actor: Actor,
    parent: Relation,
    row: Row,
    child: Relation,
    put: tuple[str, str],
    before: tuple[Action, ...],
) -> Claim:
    who = "Whoever" if study.platform == "supabase" else f"{actor.name}, which"
    message = (
        f"{who} made a row of {parent.ref.qualified} can delete it, and with it go rows of {child.ref.qualified} that "
        "others put there, and that its policies hide from it: ON DELETE CASCADE asks no policy."
    )
    sql, held = put
    delete = f"DELETE FROM {parent.sql} WHERE {where_is(parent, row)}"
    lines = [
        Line(sql="RESET ROLE"),
        *(Line(sql=action.sql) for action in before),
        Line(sql=sql, affected=True, comment="B's row, where B may put it."),
        Line(sql=f"SET LOCAL ROLE {quote(actor.principal.role)}"),
        Line(sql=f"SELECT count(*) {held}", value="0", comment=f"{actor.name} does not see it."),
        Line(sql=delete, affected=True, comment=f"{actor.name}:"),
        Line(sql="RESET ROLE"),
        Line(sql=f"SELECT count(*) {held}", value="0", comment="It is gone."),
    ]
    return Claim(
        rule="cascade-deletes-others",
        severity=Severity.WARNING,
        ref=child.ref,
        subject=parent.ref.qualified,
        message=message,
        help="Say ON DELETE RESTRICT, or let only those delete it who may delete what hangs on it.",
        related=(parent.ref, *study.policy_refs(parent, "DELETE", actor)),
        proof=study.proof(message, actor, [parent.oid, child.oid], lines),
        remedies=remedies.drop_policies(study, parent, "DELETE", actor),
        tables=(parent.oid, child.oid),
    )

"""Rows of others that go because a row that they point to may be deleted by somebody who has no part in either."""

from __future__ import annotations

from collections.abc import Iterator

from trueup.access.acting import Actor
from trueup.access.cuts import is_by_office
from trueup.access.fixes import remedies
from trueup.access.ground import Row
from trueup.access.proofs import Line
from trueup.access.study import Claim, Study, where_is
from trueup.finding import Severity
from trueup.seeding.engine import Action, Task
from trueup.seeding.schema import Constraint, Relation

_MAX_ROWS = 3


def find(study: Study) -> Iterator[Claim]:
    """Claims about foreign keys ON DELETE CASCADE whose children are held to their owners."""
    for child in study.relations:
        if not child.is_table or not child.rls or child.partition or child.schema not in study.exposed:
            continue
        for fk in child.foreign_keys:
            parent = study.schema.relations.get(fk.target)
            if fk.on_delete == "c" and parent is not None and parent.oid != child.oid and not parent.is_platform:
                claim = _claimed(study, child, fk, parent)
                if claim is not None:
                    yield claim
                    break


def _claimed(study: Study, child: Relation, fk: Constraint, parent: Relation) -> Claim | None:
    for actor in study.attackers_on(child):
        if actor.person not in ("", "n", "a") or actor.name.endswith("no tenant"):
            continue
        deletable = study.reach(actor).of(parent.oid, "DELETE")
        kept = study.reach(actor).of(child.oid, "DELETE")
        seen = study.reach(actor).of(child.oid, "SELECT")
        rows = [
            r for r in study.ground.rows.get(parent.oid, ()) if r.id in deletable and not _has_part(study, actor, r)
        ]
        for row in rows[:_MAX_ROWS]:
            for victim in _hanging(study, child, fk, row):
                if victim.id in kept or not study.is_anothers(victim, actor):
                    continue
                if actor.person == "a" and victim.id in seen:
                    continue  # both are a team's: who is of it and sees the row may delete what it hangs on
                sql = f"DELETE FROM {parent.sql} WHERE {where_is(parent, row)}"
                if _is_gone(study, actor, parent, row, child, victim) and not is_by_office(study, actor, sql):
                    return _claim(study, actor, parent, row, child, victim)
    return None


def _has_part(study: Study, actor: Actor, row: Row) -> bool:
    """Whether the row names the actor: whoever deletes its own post may well take the comments with it."""
    return bool(actor.person) and actor.person in study.ground.named_in(row) | study.ground.owner_key(row)


def _hanging(study: Study, child: Relation, fk: Constraint, row: Row) -> list[Row]:
    wanted = [str(row.values.get(c)) for c in fk.target_columns]
    rows = study.ground.rows.get(child.oid, ())
    return [r for r in rows if [str(r.values.get(c)) for c in fk.columns] == wanted]


def _is_gone(study: Study, actor: Actor, parent: Relation, row: Row, child: Relation, victim: Row) -> bool:
    delete = study.action(actor, f"DELETE FROM {parent.sql} WHERE {where_is(parent, row)}", soft=False)
    left = Action(sql=f"SELECT to_jsonb(count(*)) FROM {child.sql} WHERE {where_is(child, victim)}", rows=True)
    results = study.running.run([Task(actions=(delete, left))])[0]
    return len(results) == 2 and results[0].count > 0 and results[1].ok and results[1].value == 0


def _claim(study: Study, actor: Actor, parent: Relation, row: Row, child: Relation, victim: Row) -> Claim:
    who = "Anyone, without an account," if actor.principal.role == "anon" else f"Any signed-in user ({actor.name})"
    if study.platform != "supabase":
        who = actor.name
    message = (
        f"{who} can delete rows of {parent.ref.qualified} that are not its own, and with them go rows of "
        f"{child.ref.qualified} that belong to others and that its policies keep: ON DELETE CASCADE asks no policy."
    )
    lines = [
        Line(sql=f"DELETE FROM {parent.sql} WHERE {where_is(parent, row)}", affected=True, comment=f"{actor.name}:"),
        Line(sql="RESET ROLE"),
        Line(
            sql=f"SELECT count(*) FROM {child.sql} WHERE {where_is(child, victim)}",
            value="0",
            comment="Another's row is gone with it.",
        ),
    ]
    return Claim(
        rule="cascade-deletes-others",
        severity=Severity.ERROR,
        ref=child.ref,
        subject=parent.ref.qualified,
        message=message,
        help="Let only those delete the parent who may delete what hangs on it, or say ON DELETE RESTRICT.",
        related=(parent.ref, *study.policy_refs(parent, "DELETE", actor)),
        proof=study.proof(message, actor, [parent.oid, child.oid], lines),
        remedies=(
            *remedies.keep_reading(study, parent, "DELETE", actor),
            *remedies.drop_policies(study, parent, "DELETE", actor),
        ),
        tables=(parent.oid, child.oid),
    )

"""Functions that let any member of a thing do what its policies keep for whoever is in charge of it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from trueup.access.acting import Actor
from trueup.access.arguments import Call, calls_of
from trueup.access.fixes import remedies
from trueup.access.ground import Row
from trueup.access.joining import given, joinings
from trueup.access.kinds.bypass.routines import asks_who, callable_routines, snapshot_action
from trueup.access.proofs import Line
from trueup.access.study import Claim, Joining, Study, where_is
from trueup.finding import Severity
from trueup.seeding.engine import Action, Task
from trueup.seeding.schema import Relation, Routine, literal, quote


@dataclass(frozen=True, slots=True, kw_only=True)
class _Deed:
    """What a call did: to which row, and to which of its columns; none where the row is gone."""

    call: Call
    table: Relation
    row: Row
    columns: tuple[str, ...] = ()


def find(study: Study, told: set[int]) -> Iterator[Claim]:
    """Claims about functions that look at their caller.

    Args:
        study: who is examined.
        told: oids of functions of which more is told already.
    """
    actor = study.actor("A")
    if actor is None or study.platform != "supabase":
        return
    joined = joinings(study, actor)
    for routine in callable_routines(study, actor):
        tables = _tables(study, routine)
        if routine.oid in told or not tables or not asks_who(study, routine):
            continue
        for before in dict.fromkeys((joined, ())):
            claim = _claim_of(study, actor, routine, tables, before)
            if claim is not None:
                yield claim
                break


def _tables(study: Study, routine: Routine) -> list[Relation]:
    written = (study.schema.relations[o] for o in sorted(study.routine_tables(routine)[1]))
    return [t for t in written if t.is_table and t.rls and not t.is_platform and t.schema in study.exposed]


def _claim_of(
    study: Study, actor: Actor, routine: Routine, tables: Sequence[Relation], joined: tuple[Joining, ...]
) -> Claim | None:
    look, before = snapshot_action(tables), given(joined)
    calls = calls_of(study, actor, routine)
    tasks = [Task(actions=(*before, look))]
    tasks += [Task(actions=(*before, study.action(actor, call.sql, soft=False), look)) for call in calls]
    first, *outcomes = study.running.run(tasks)
    if not first[-1].ok:
        return None
    for call, results in zip(calls, outcomes, strict=True):
        if len(results) == len(before) + 2 and results[-1].ok and results[-2].ok:
            for deed in _deeds(study, actor, call, tables, first[-1].value, results[-1].value):
                if joined and _done_by_anybody(study, actor, deed, look):
                    continue
                if _is_kept_from(study, actor, deed, before, is_fellow=bool(joined)):
                    return _claim(study, actor, deed, joined)
    return None


def _done_by_anybody(study: Study, actor: Actor, deed: _Deed, look: Action) -> bool:
    """Whether who is no member does the same: it is judged as what everybody may do then (to buy what is offered)."""
    alone = study.running.run([Task(actions=(study.action(actor, deed.call.sql, soft=False), look))])[0]
    left = alone[-1].value.get(str(deed.table.oid)) if len(alone) == 2 and alone[0].ok and alone[1].ok else None
    return left is not None and deed.row.id not in left


def _deeds(
    study: Study,
    actor: Actor,
    call: Call,
    tables: Sequence[Relation],
    was: dict[str, dict[str, dict[str, object]]],
    now: dict[str, dict[str, dict[str, object]]],
) -> Iterator[_Deed]:
    for table in tables:
        held, after = was.get(str(table.oid)) or {}, now.get(str(table.oid)) or {}
        fresh = [values for i, values in after.items() if i not in held]
        known = {r.id: r for r in study.ground.rows.get(table.oid, ())}
        for i in held:
            row = known.get(i)
            if i in after or row is None or actor.person in study.ground.named_in(row) or study.is_own(row, actor):
                continue
            match = next((f for f in fresh if all(f.get(k) == row.values.get(k) for k in table.primary_key)), None)
            owners = study.ground.owner_columns.get(table.oid, ())
            changed = tuple(o for o in owners if match is not None and match.get(o) != row.values.get(o))
            if match is None or (changed and all(row.values.get(o) is not None for o in changed)):
                yield _Deed(call=call, table=table, row=row, columns=changed)


def _is_kept_from(study: Study, actor: Actor, deed: _Deed, before: tuple[Action, ...], *, is_fellow: bool) -> bool:
    """Whether policies refuse the actor to do so itself, and let somebody else who has to do with the thing."""
    if not is_fellow and (deed.columns or study.ground.owner_key(deed.row)):
        return False  # among its own things the actor may be in charge: then only what names nobody counts
    sql = _directly(deed)
    tried = [
        Task(actions=(*before, study.action(actor, sql))),
        *(Task(actions=(study.action(b, sql),)) for b in _others(study, deed, is_fellow)),
    ]
    mine, *theirs = [r[-1] for r in study.running.run(tried)]
    if mine.ok and mine.count:
        return False
    if any(r.ok and r.count for r in theirs):
        return True
    privileged = study.actor("privileged")
    command = "UPDATE" if deed.columns else "DELETE"
    return not is_fellow and privileged is not None and bool(study.reach(privileged).of(deed.table.oid, command))


def _others(study: Study, deed: _Deed, is_fellow: bool) -> list[Actor]:
    other = study.actor("B")
    return [other] if is_fellow and other is not None else []


def _directly(deed: _Deed) -> str:
    where = where_is(deed.table, deed.row)
    if not deed.columns:
        return f"DELETE FROM {deed.table.sql} WHERE {where}"
    same = ", ".join(f"{quote(c)} = {quote(c)}" for c in deed.columns)
    return f"UPDATE {deed.table.sql} SET {same} WHERE {where}"


def _claim(study: Study, actor: Actor, deed: _Deed, joined: tuple[Joining, ...]) -> Claim:
    routine, table = deed.call.routine, deed.table
    doing = f"change {', '.join(deed.columns)} of" if deed.columns else "delete"
    message = (
        f"{routine.ref.qualified} lets any member {doing} rows of {table.ref.qualified} that the table's policies keep "
        "for whoever is in charge: it runs with its owner's rights, and asks less than they do."
    )
    command = "UPDATE" if deed.columns else "DELETE"
    where = where_is(table, deed.row)
    there = f"SELECT count(*) FROM {table.sql} WHERE {where}"
    held = "".join(f" AND {quote(c)}::text = {_text(deed.row, c)}" for c in deed.columns)
    lines = [
        Line(
            sql=f"WITH done AS ({_directly(deed)} RETURNING 1) SELECT count(*) FROM done",
            value="0",
            comment="Directly it is refused.",
        ),
        Line(sql=deed.call.sql, comment=f"{actor.name}, a plain member, calls it."),
        Line(sql="RESET ROLE", comment="The row is not what it was."),
        Line(sql=there + held, value="0"),
    ]
    named, written = study.routine_tables(routine)
    proof = study.proof(message, actor, sorted({table.oid, *named, *written}), lines)
    return Claim(
        rule="function-bypasses-rls",
        # Whose it is, is what everything else hangs on; to tidy up may be meant for all.
        severity=Severity.ERROR if deed.columns else Severity.WARNING,
        ref=routine.ref,
        subject="write",
        message=message,
        help="Ask inside the function for what the table's policies ask for.",
        related=(table.ref, *study.policy_refs(table, command, actor)),
        proof=replace(proof, rows=(*proof.rows, *(j.sql for j in joined))),
        remedies=remedies.close_routine(routine, {a.principal.role for a in study.attackers}),
        tables=(table.oid,),
    )


def _text(row: Row, column: str) -> str:
    return literal(str(row.values.get(column)))

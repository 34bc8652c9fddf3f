"""Functions and triggers that run as their caller and count nothing: the UPDATE finds no row, without an error."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from trueup.access.acting import Actor
from trueup.access.arguments import Call, calls_of
from trueup.access.fixes import remedies
from trueup.access.kinds.bypass.routines import snapshot_action
from trueup.access.proofs import Line
from trueup.access.study import Claim, Study, where_is
from trueup.finding import Severity
from trueup.seeding.engine import Action, Task
from trueup.seeding.rows import sql_value
from trueup.seeding.schema import Relation, Routine, quote


def find(study: Study) -> Iterator[Claim]:
    """Claims about functions that are called, then about those that triggers call."""
    yield from _functions(study)
    yield from _triggers(study)


def _functions(study: Study) -> Iterator[Claim]:
    """A counter that runs as its caller, and so counts nothing on the rows of others."""
    actor = next((a for a in study.attackers if a.person == "a"), None)
    if actor is None:
        return
    for routine in study.schema.routines.values():
        callable_ = (actor.principal.role, routine.oid) in study.grants.routines and routine.schema in study.exposed
        if routine.definer or not callable_ or routine.returns in ("trigger", "event_trigger"):
            continue
        _, written = study.routine_tables(routine)
        tables = [study.schema.relations[o] for o in sorted(written)]
        tables = [t for t in tables if t.is_table and t.rls and t.schema in study.exposed]
        if tables:
            claim = _idle_function(study, actor, routine, tables)
            if claim is not None:
                yield claim


def _idle_function(study: Study, actor: Actor, routine: Routine, tables: list[Relation]) -> Claim | None:
    read = snapshot_action(tables)
    for call in calls_of(study, actor, routine):
        as_actor = study.action(actor, call.sql, soft=False)
        as_owner = Action(sql=call.sql, settings=actor.principal.settings)
        mine, theirs = study.running.run([Task(actions=(as_actor, read)), Task(actions=(as_owner, read))])
        if len(mine) < 2 or len(theirs) < 2 or not (mine[1].ok and theirs[1].ok):
            continue
        for table in tables:
            found = _counted(study, actor, table, mine[1].value, theirs[1].value)
            if found is not None:
                return _idle_claim(study, actor, call, table, *found)
            own = _own_kept(study, actor, table, mine[1].value, theirs[1].value)
            if own is not None:
                return _idle_claim(study, actor, call, table, *own)
    return None


def _own_kept(study: Study, actor: Actor, table: Relation, mine: Any, theirs: Any) -> tuple[Any, list[str]] | None:
    """A row of the actor's own that the function is to change and doesn't: nobody but the service may update it."""
    able = [a for a in study.actors if a.principal.role not in study.grants.bypass]
    keys = [(a, (table.oid, "UPDATE")) for a in able]
    if any(study.reach(a).of(*key) or key in study.reach(a).errors for a, key in keys):
        return None
    before = {r.id: r for r in study.ground.rows.get(table.oid, ()) if study.is_own(r, actor)}
    as_actor = mine.get(str(table.oid)) or {}
    after = {tuple(v.get(k) for k in table.primary_key): v for v in (theirs.get(str(table.oid)) or {}).values()}
    for row_id, row in before.items():
        now = after.get(tuple(row.values.get(k) for k in table.primary_key)) if table.primary_key else None
        changed = [n for n, v in (now or {}).items() if v != row.values.get(n) and row.values.get(n) is not None]
        if changed and row_id in as_actor and row_id in study.reach(actor).of(table.oid, "SELECT"):
            return row, changed
    return None


def _counted(study: Study, actor: Actor, table: Relation, mine: Any, theirs: Any) -> tuple[Any, list[str]] | None:
    """A row of another, visible to the actor, whose number goes up with every right and stays as the actor."""
    key = table.primary_key
    before = {tuple(r.values.get(k) for k in key): r for r in study.ground.rows.get(table.oid, ())}
    after = {tuple(v.get(k) for k in key): v for v in (theirs.get(str(table.oid)) or {}).values()}
    as_actor = {tuple(v.get(k) for k in key): v for v in (mine.get(str(table.oid)) or {}).values()}
    if not key:
        return None
    visible = study.reach(actor).of(table.oid, "SELECT")
    for ident, row in before.items():
        if row.id not in visible or study.is_own(row, actor) or ident not in after or ident not in as_actor:
            continue
        raised = [
            n for n, v in after[ident].items() if _is_number(v) and _is_number(row.values.get(n)) and v != row.values[n]
        ]
        if raised and all(as_actor[ident].get(n) == row.values.get(n) for n in raised):
            return row, raised
    return None


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _idle_claim(study: Study, actor: Actor, call: Call, table: Relation, row: Any, columns: list[str]) -> Claim:
    routine = call.routine
    listed = ", ".join(columns)
    whose = "its caller's own " if study.is_own(row, actor) else ""
    held = f"SELECT {quote(columns[0])}::text FROM {table.sql} WHERE {where_is(table, row)}"
    value = as_text(row.values[columns[0]])
    lines = [
        Line(sql=held, value=value, comment="What it is before."),
        Line(sql=call.sql, comment=f"{actor.name} calls it."),
        Line(sql=held, value=value, comment="What it is after: the same."),
    ]
    return Claim(
        rule="function-without-effect",
        severity=Severity.WARNING,
        ref=routine.ref,
        message=f"{routine.ref.qualified} does not change {listed} of {whose}rows of {table.ref.qualified}"
        f"{'' if whose else ' that belong to others'}: it "
        "runs as its caller, whose policies let the UPDATE find no row, without an error.",
        help="Make it SECURITY DEFINER with a fixed search_path, and keep it as narrow as it is.",
        related=(table.ref, *study.policy_refs(table, "UPDATE", actor)),
        proof=study.proof("A function without effect", actor, [table.oid], lines),
        remedies=remedies.as_definer(routine),
        tables=(table.oid,),
    )


def as_text(value: Any) -> str:
    """A JSON value as the server's cast to text gives it."""
    return str(value).lower() if isinstance(value, bool) else str(value)


def _triggers(study: Study) -> Iterator[Claim]:
    """A trigger that keeps a number on another's row, and runs as whoever inserts."""
    actor = next((a for a in study.attackers if a.person == "a"), None)
    if actor is None:
        return
    told: set[int] = set()
    for relation in study.relations:
        if not relation.is_table or not relation.triggers or relation.schema not in study.exposed:
            continue
        for trigger in relation.triggers:
            routine = study.schema.routines.get(trigger.function)
            if routine is None or routine.definer or not trigger.type & 4 or routine.oid in told:
                continue
            _, written = study.routine_tables(routine)
            tables = [study.schema.relations[o] for o in sorted(written - {relation.oid})]
            tables = [t for t in tables if t.is_table and t.rls]
            claim = _idle_trigger(study, actor, relation, routine, tables) if tables else None
            if claim is not None:
                told.add(routine.oid)
                yield claim


def _idle_trigger(
    study: Study, actor: Actor, relation: Relation, routine: Routine, tables: list[Relation]
) -> Claim | None:
    read = snapshot_action(tables)
    contexts: list[tuple[str, dict[str, str]]] = [("b", {})]
    for fk in relation.foreign_keys:
        if fk.target in {t.oid for t in tables} and len(fk.columns) == 1:
            visible = study.reach(actor).of(fk.target, "SELECT")
            others = [r for r in study.ground.rows.get(fk.target, ()) if r.id in visible and not study.is_own(r, actor)]
            for row in others[:2]:
                value = sql_value(row.values.get(fk.target_columns[0]), relation.columns[fk.columns[0]].type_name)
                contexts.append(("b", {fk.columns[0]: value}))
    for context, values in contexts:
        sql = study.new_row(relation, actor, owner="a", context=context, values=values)
        if sql is None:
            continue
        as_actor = study.action(actor, sql, soft=False)
        as_owner = Action(sql=sql, settings=actor.principal.settings)
        mine, theirs = study.running.run([Task(actions=(as_actor, read)), Task(actions=(as_owner, read))])
        if len(mine) < 2 or len(theirs) < 2 or not (mine[1].ok and theirs[1].ok):
            continue
        for table in tables:
            found = _counted(study, actor, table, mine[1].value, theirs[1].value)
            if found is not None:
                return _idle_trigger_claim(study, actor, relation, routine, table, sql, *found)
    return None


def _idle_trigger_claim(
    study: Study,
    actor: Actor,
    relation: Relation,
    routine: Routine,
    table: Relation,
    sql: str,
    row: Any,
    columns: list[str],
) -> Claim:
    held = f"SELECT {quote(columns[0])}::text FROM {table.sql} WHERE {where_is(table, row)}"
    value = str(row.values[columns[0]])
    lines = [
        Line(sql=held, value=value, comment="What it is before."),
        Line(sql=sql, affected=True, comment=f"{actor.name} inserts; the trigger runs as {actor.name}."),
        Line(sql=held, value=value, comment="What it is after: the same."),
    ]
    return Claim(
        rule="trigger-without-effect",
        severity=Severity.WARNING,
        ref=routine.ref,
        message=f"The trigger function {routine.ref.qualified} on {relation.ref.qualified} does not change "
        f"{', '.join(columns)} of {table.ref.qualified} when somebody else's row is meant: it runs as "
        f"the one who inserts, "
        "whose policies let the UPDATE find no row, without an error.",
        help="Make it SECURITY DEFINER with a fixed search_path: a trigger function can't be called directly.",
        related=(relation.ref, table.ref, *study.policy_refs(table, "UPDATE", actor)),
        proof=study.proof("A trigger without effect", actor, [table.oid, relation.oid], lines),
        remedies=remedies.as_definer(routine),
        tables=(table.oid,),
    )

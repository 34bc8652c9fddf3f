"""Triggers that refuse every new row: they look something up as whoever inserts, and policies hide it from them all."""

from __future__ import annotations

from collections.abc import Iterator

from trueup.access.acting import Actor
from trueup.access.fixes import remedies
from trueup.access.proofs import Line
from trueup.access.study import Claim, Study
from trueup.finding import Severity
from trueup.seeding.engine import Action, Result, Task
from trueup.seeding.insight import routine_facts
from trueup.seeding.rows import sql_value
from trueup.seeding.schema import Relation, Routine, quote

_ON_INSERT = 4  # a bit of pg_trigger.tgtype
_MAX_ROWS = 4


def find(study: Study) -> Iterator[Claim]:
    """Claims about triggers on INSERT of exposed tables: one for each table."""
    told = {c.ref for c in study.claims if c.rule == "trigger-denied"}
    for relation in study.relations:
        if not relation.is_table or relation.schema not in study.exposed or relation.ref in told:
            continue
        routine = next(_looking_up(study, relation), None)
        claim = _refused(study, relation, routine) if routine is not None else None
        if claim is not None:
            yield claim


def _looking_up(study: Study, relation: Relation) -> Iterator[Routine]:
    """Functions of its triggers that raise, and that read another table with policies as their caller."""
    for trigger in relation.triggers:
        routine = study.schema.routines.get(trigger.function)
        if routine is None or routine.definer or not trigger.type & _ON_INSERT or routine.language != "plpgsql":
            continue
        tables = [study.find(t) for t in routine_facts(routine).tables]
        if any(t is not None and t.oid != relation.oid and t.rls for t in tables):
            yield routine


def _refused(study: Study, relation: Relation, routine: Routine) -> Claim | None:
    """No user gets a row in, wherever it is to hang, and the same rows go in with every right."""
    tried = [(a, sql) for a in _users(study, relation) for sql in _rows(study, relation, a)]
    mine = [r[0] for r in study.running.run([Task(actions=(study.action(a, sql),)) for a, sql in tried])]
    if any(r.ok for r in mine) or not any(_raised(r, routine) for r in mine):
        return None
    shown = [(a, sql, r) for (a, sql), r in zip(tried, mine, strict=True) if _raised(r, routine)]
    tasks = [Task(actions=(Action(sql=sql, settings=a.principal.settings),)) for a, sql, _ in shown]
    for (actor, sql, result), theirs in zip(shown, study.running.run(tasks), strict=True):
        if theirs[0].ok:
            return _claim(study, relation, routine, actor, sql, result)
    return None


def _raised(result: Result, routine: Routine) -> bool:
    """Whether the trigger said no by itself."""
    return result.state == "P0001" and f"function {routine.name}(" in result.context.replace(f"{routine.schema}.", "")


def _users(study: Study, relation: Relation) -> list[Actor]:
    """Everybody with an account who may insert: those who are judged, then those with more rights."""
    users = [a for a in study.actors if a.person and a.principal.role not in study.grants.bypass]
    users = [a for a in users if a.principal.role != "anon"]
    return [a for a in users if study.applying(relation, "INSERT", a) or not relation.rls]


def _rows(study: Study, relation: Relation, actor: Actor) -> list[str]:
    """Good rows of the actor's, among its own things and others', and on each of what they may hang on."""
    found = [study.new_row(relation, actor, owner=actor.person, context=context) for context in "abc"]
    for fk in relation.foreign_keys:
        if len(fk.columns) != 1 or study.world.planner.is_user_table(study.schema.relations.get(fk.target, relation)):
            continue
        for row in study.ground.rows.get(fk.target, ())[:_MAX_ROWS]:
            value = sql_value(row.values.get(fk.target_columns[0]), relation.columns[fk.columns[0]].type_name)
            values = {fk.columns[0]: value}
            found.append(study.new_row(relation, actor, owner=actor.person, context=actor.person, values=values))
    return list(dict.fromkeys(sql for sql in found if sql is not None))


def _claim(study: Study, relation: Relation, routine: Routine, actor: Actor, sql: str, refused: Result) -> Claim:
    message = (
        f"Every INSERT into {relation.ref.qualified} by a user fails in the trigger function {routine.ref.qualified} "
        f'("{refused.message}"): it looks up as its caller what policies hide from the caller, and finds nothing.'
    )
    lines = [
        Line(sql="RESET ROLE"),
        Line(sql="SAVEPOINT before"),
        Line(sql=sql, affected=True, comment="Where no policy hides what the trigger looks up, the row goes in."),
        Line(sql="ROLLBACK TO SAVEPOINT before"),
        Line(sql=f"SET LOCAL ROLE {quote(actor.principal.role)}"),
        Line(sql=sql, refused=refused.state, comment=f"{actor.name} inserts it."),
    ]
    tables = [t.oid for name in sorted(routine_facts(routine).tables) if (t := study.find(name)) is not None]
    return Claim(
        rule="trigger-always-refuses",
        severity=Severity.WARNING,
        ref=relation.ref,
        subject=routine.name,
        message=message,
        help=f"Make {quote(routine.name)} SECURITY DEFINER with a fixed search_path: it can't be called directly.",
        related=(routine.ref, *study.policy_refs(relation, "INSERT", actor)),
        proof=study.proof(message, actor, [relation.oid, *tables], lines),
        remedies=remedies.as_definer(routine),
        tables=(relation.oid,),
    )

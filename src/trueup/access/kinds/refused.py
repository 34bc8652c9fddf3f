"""Functions for users that the server refuses every user: they run as a caller who lacks a privilege or a policy."""

from __future__ import annotations

from collections.abc import Iterator

from trueup.access import remedies
from trueup.access.acting import Actor
from trueup.access.arguments import Call, calls_of
from trueup.access.kinds.calls import asks_who
from trueup.access.proofs import Line
from trueup.access.study import Claim, Study
from trueup.finding import Severity
from trueup.seeding.engine import Action, Result, Task
from trueup.seeding.schema import Routine

_MAX_CALLS = 6


def find(study: Study) -> Iterator[Claim]:
    """Claims about functions of the exposed schemas that run as their caller."""
    actor = next((a for a in study.attackers if a.person == "a"), None)
    if actor is None:
        return
    told = {c.ref for c in study.claims}
    for routine in study.schema.routines.values():
        callable_ = (actor.principal.role, routine.oid) in study.grants.routines and routine.schema in study.exposed
        if routine.definer or not callable_ or routine.returns in ("trigger", "event_trigger") or routine.ref in told:
            continue
        if routine.language in ("sql", "plpgsql") and any(study.routine_tables(routine)):
            claim = _refused(study, actor, routine)
            if claim is not None:
                yield claim


def _refused(study: Study, actor: Actor, routine: Routine) -> Claim | None:
    calls = calls_of(study, actor, routine)[:_MAX_CALLS]
    mine = _called(study, actor, calls[:1])
    if any(r.ok for r in mine):
        return None
    mine += _called(study, actor, calls[1:])
    others = [a for a in study.actors if a.principal.role == actor.principal.role and a.person and a is not actor]
    refused_me = not any(r.ok for r in mine) and any(r.state == "42501" for r in mine)
    results = [*mine, *(r for a in others for r in _called(study, a, calls))] if refused_me else mine
    if not refused_me or any(r.ok for r in results):
        return None
    if not all(_is_for_good(study, actor, r) for r in results if r.state == "42501"):
        return None
    owners = [Task(actions=(Action(sql=c.sql, settings=actor.principal.settings),)) for c in calls]
    for call, refused, theirs in zip(calls, mine, study.running.run(owners), strict=True):
        if refused.state == "42501" and theirs[0].ok:
            return _claim(study, actor, call, refused)
    return None


def _called(study: Study, actor: Actor, calls: list[Call]) -> list[Result]:
    return [r[0] for r in study.running.run([Task(actions=(study.action(actor, call.sql),)) for call in calls])]


def _is_for_good(study: Study, actor: Actor, result: Result) -> bool:
    """Whether no row and no caller of that role fares better: a grant that is missing, or a table without a policy."""
    if "row-level security" not in result.message:
        return True
    role = actor.principal.role
    for relation in study.relations:
        if f'"{relation.name}"' in result.message and relation.is_table:
            return not [p for p in study.applying(relation, "INSERT", actor) if p.permissive] and not (
                study.grants.is_exempt(role, relation)
            )
    return False


def _claim(study: Study, actor: Actor, call: Call, refused: Result) -> Claim:
    routine = call.routine
    named, written = study.routine_tables(routine)
    line = Line(sql=call.sql, refused="42501", comment=f"{actor.name} calls it.")
    return Claim(
        rule="function-always-refused",
        severity=Severity.WARNING if asks_who(study, routine) else Severity.REVIEW,
        ref=routine.ref,
        message=(
            f"{routine.ref.qualified} fails for every user: it runs as its caller, and {actor.principal.role} lacks "
            f"what it uses ({refused.message})."
        ),
        help="Make it SECURITY DEFINER with a fixed search_path, or grant what it uses; if it is the service's alone, "
        "revoke EXECUTE.",
        related=tuple(study.schema.relations[o].ref for o in sorted(named | written)),
        proof=study.proof("A function that is always refused", actor, sorted({*named, *written}), [line]),
        remedies=remedies.as_definer(routine),
        tables=tuple(o for o in sorted(written) if study.schema.relations[o].is_table),
    )

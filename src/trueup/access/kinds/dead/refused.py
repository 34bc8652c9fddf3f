"""Functions for users that the server refuses every user: they run as a caller who lacks a privilege or a policy."""

from __future__ import annotations

from collections.abc import Iterator

from trueup.access.acting import Actor
from trueup.access.arguments import Call, calls_of
from trueup.access.entitled import given_offices, ties_owner
from trueup.access.fixes import remedies
from trueup.access.kinds.bypass.routines import asks_who, snapshot_action
from trueup.access.proofs import Line
from trueup.access.study import Claim, Study
from trueup.finding import Severity
from trueup.seeding.engine import Action, Result, Task
from trueup.seeding.schema import Relation, Routine, quote

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
            claim = (
                _refused(study, actor, routine)
                or _own_change_refused(study, actor, routine)
                or _refused_in_office(study, actor, routine)
            )
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


def _own_change_refused(study: Study, actor: Actor, routine: Routine) -> Claim | None:
    """What it makes of its caller's own row, by itself, is what the policies for UPDATE refuse every owner."""
    _, written = study.routine_tables(routine)
    tables = [t for o in sorted(written) if (t := study.schema.relations[o]).is_table and t.rls]
    if not tables or not all(_are_owners(study, t, actor) for t in tables):
        return None
    calls = calls_of(study, actor, routine)[:_MAX_CALLS]
    mine = _called(study, actor, calls)
    shown = [
        (c, r) for c, r in zip(calls, mine, strict=True) if r.state == "42501" and "row-level security" in r.message
    ]
    if not shown:
        return None
    read = snapshot_action(tables)
    tasks = [Task(actions=(Action(sql=c.sql, settings=actor.principal.settings), read)) for c in calls]
    effects = [
        _effect(study, actor, tables, r[1].value) if len(r) == 2 and r[1].ok else None for r in study.running.run(tasks)
    ]
    if any(e is not None and r.ok for e, r in zip(effects, mine, strict=True)):
        return None
    for call, refused, effect in zip(calls, mine, effects, strict=True):
        # Where an argument says what the row becomes, another argument may be let through.
        if effect and refused.state == "42501" and not any(v in a for v in effect for a in call.arguments):
            return _claim(study, actor, call, refused, severity=Severity.WARNING)
    return None


def _are_owners(study: Study, table: Relation, actor: Actor) -> bool:
    """Whether the policies for UPDATE let owners in and nobody else, so that no other caller fares better."""
    owners = study.ground.owner_columns.get(table.oid, ())
    policies = [p for p in study.applying(table, "UPDATE", actor) if p.permissive]
    return bool(policies) and all(ties_owner(table, p.using, owners) for p in policies)


def _effect(study: Study, actor: Actor, tables: list[Relation], after: object) -> list[str] | None:
    """The values that rows of the actor's own have got; [] where it did something else, None where it did nothing."""
    assert isinstance(after, dict)
    values: list[str] = []
    others = False
    for table in tables:
        now = after.get(str(table.oid)) or {}
        before = {r.id: r for r in study.ground.rows.get(table.oid, ())}
        fresh = {tuple(v.get(k) for k in table.primary_key): v for i, v in now.items() if i not in before}
        for row in (r for i, r in before.items() if i not in now):
            made = fresh.pop(tuple(row.values.get(k) for k in table.primary_key), None)
            mine = made is not None and study.is_own(row, actor)
            others = others or not mine
            values += [str(v) for n, v in (made or {}).items() if v != row.values.get(n)]
        others = others or bool(fresh)
    if others:
        return []
    return values or None


def _refused_in_office(study: Study, actor: Actor, routine: Routine) -> Claim | None:
    """It is for those who hold an office, by its own word, and they lack a privilege that it uses."""
    named, written = study.routine_tables(routine)
    tables = [study.schema.relations[o] for o in sorted(written)]
    rights = [study.rights(actor, t) for t in tables if t.is_table]
    if all(r.update and r.insert and r.delete for r in rights):
        return None
    calls = calls_of(study, actor, routine)[:_MAX_CALLS]
    found: Claim | None = None
    for office in given_offices(study, actor, sorted(named)):
        setting = Action(sql=office)
        tasks = [Task(actions=(setting, study.action(actor, c.sql))) for c in calls]
        tasks += [Task(actions=(setting, Action(sql=c.sql, settings=actor.principal.settings))) for c in calls]
        results = study.running.run(tasks)
        for call, mine, theirs in zip(calls, results, results[len(calls) :], strict=False):
            if len(mine) < 2 or len(theirs) < 2 or not theirs[1].ok:
                continue
            if not mine[1].message.startswith("permission denied"):
                return None
            found = found or _claim(study, actor, call, mine[1], office=office)
    return found


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


def _claim(
    study: Study, actor: Actor, call: Call, refused: Result, *, office: str = "", severity: Severity | None = None
) -> Claim:
    routine = call.routine
    named, written = study.routine_tables(routine)
    lines = [Line(sql=call.sql, refused="42501", comment=f"{actor.name} calls it.")]
    if office:
        role = f"SET LOCAL ROLE {quote(actor.principal.role)}"
        lines = [
            Line(sql="RESET ROLE"),
            Line(sql=office, comment=f"{actor.name} is who it is for."),
            Line(sql=role),
            *lines,
        ]
    users = "every user whom it is for" if office or severity else "every user"
    return Claim(
        rule="function-always-refused",
        severity=severity or (Severity.WARNING if asks_who(study, routine) else Severity.REVIEW),
        ref=routine.ref,
        message=(
            f"{routine.ref.qualified} fails for {users}: it runs as its caller, and {actor.principal.role} "
            f"{'may not do what it does' if severity else 'lacks what it uses'} ({refused.message})."
        ),
        help="Make it SECURITY DEFINER with a fixed search_path, or grant what it uses; if it is the service's alone, "
        "revoke EXECUTE.",
        related=tuple(study.schema.relations[o].ref for o in sorted(named | written)),
        proof=study.proof("A function that is always refused", actor, sorted({*named, *written}), lines),
        remedies=remedies.as_definer(routine),
        tables=tuple(o for o in sorted(written) if study.schema.relations[o].is_table),
    )

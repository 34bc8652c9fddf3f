"""SECURITY DEFINER functions that hand out or change what the caller is denied: called with the table's own values."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from trueup.access.acting import Actor
from trueup.access.arguments import Call, calls_of, runs_text
from trueup.access.kinds.bypass import members
from trueup.access.kinds.bypass.changed import changed
from trueup.access.kinds.bypass.handed import handed
from trueup.access.kinds.bypass.routines import callable_routines, snapshot_action
from trueup.access.kinds.ownership.blind import hanging
from trueup.access.knowledge import Secrets, secrets_of
from trueup.access.study import Claim, Study
from trueup.finding import Severity
from trueup.seeding.engine import Action, Result, Task
from trueup.seeding.schema import Relation, Routine
from trueup.seeding.tasks import ORIGIN, REPLICA


def find(study: Study) -> Iterator[Claim]:
    """Claims about functions that can be called: by anybody, then by who is a member of something."""
    claims = list(_by_anybody(study))
    loud = {c.ref for c in claims if c.subject == "write" and c.severity is not Severity.REVIEW}
    told = {r.oid for r in study.schema.routines.values() if r.ref in loud}
    by_members = list(members.find(study, told))
    better = {c.ref for c in by_members}
    yield from (c for c in claims if c.subject != "write" or c.ref not in better)
    yield from by_members


def _by_anybody(study: Study) -> Iterator[Claim]:
    told: set[tuple[int, str]] = set()
    tables = [r for r in study.relations if r.is_table and not r.partition]
    for actor in study.attackers:
        if actor.name.endswith("no tenant"):
            continue
        routines = callable_routines(study, actor)
        if not routines:
            continue
        secrets = secrets_of(study, actor, tables)
        for routine in routines:
            if (routine.oid, "read") not in told or (routine.oid, "write") not in told:
                for kind, claim in _try(study, actor, routine, secrets):
                    if (routine.oid, kind) not in told and (routine.oid, "write") not in told:
                        told.add((routine.oid, kind))
                        yield claim


def _try(study: Study, actor: Actor, routine: Routine, secrets: Secrets) -> Iterator[tuple[str, Claim]]:
    tables = _written(study, routine)
    read_done = False
    doubtful: Claim | None = None
    for call, results in _called(study, actor, calls_of(study, actor, routine), tables):
        if not read_done and results[0].value:
            claim = handed(study, actor, call, secrets, results[0].value)
            if claim is not None:
                read_done = True
                yield "read", claim
        if tables and len(results) > 1 and results[1].ok:
            claim = changed(study, actor, call, tables, results[1].value)
            if claim is not None and claim.severity is not Severity.REVIEW:
                yield "write", claim
                return
            doubtful = doubtful or claim
    if doubtful is not None:
        yield "write", doubtful


def _called(
    study: Study, actor: Actor, calls: Sequence[Call], tables: Sequence[Relation]
) -> Iterator[tuple[Call, list[Result]]]:
    """The calls that went through, with what each gave and what was there then.

    Where only what hangs on the rows kept them from being deleted, once more without that.
    """
    outcomes = study.running.run([_task(study, actor, call, tables) for call in calls])
    held = [c for c, r in zip(calls, outcomes, strict=True) if r and r[0].state in ("23503", "23001")]
    own = [t.oid for t in tables]
    hung = dict.fromkeys(sql for t in tables if held for sql in hanging(study, t, own)[1:-1])
    away = (REPLICA.sql, *hung, ORIGIN.sql) if hung else ()
    yield from ((c, r) for c, r in zip(calls, outcomes, strict=True) if r and r[0].ok)
    if away:
        freed = [replace(c, before=away) for c in held]
        outcomes = [r[len(away) :] for r in study.running.run([_task(study, actor, call, tables) for call in freed])]
        yield from ((c, r) for c, r in zip(freed, outcomes, strict=True) if r and r[0].ok)


def _task(study: Study, actor: Actor, call: Call, tables: Sequence[Relation]) -> Task:
    wrapped = f"SELECT jsonb_agg(to_jsonb(x.*)) FROM ({call.sql}) x" if call.routine.kind == "f" else call.sql
    first = study.action(actor, wrapped, rows=call.routine.kind == "f", soft=False)
    before = tuple(Action(sql=sql) for sql in call.before)
    return Task(actions=(*before, first, snapshot_action(tables)) if tables else (*before, first))


def _written(study: Study, routine: Routine) -> list[Relation]:
    """Tables with policies, or out of reach, that the routine writes to; where it runs text as a statement, any."""
    _, written = study.routine_tables(routine)
    tables = [study.schema.relations[o] for o in sorted(written | _hanging_on_users(study, written))]
    if runs_text(routine):
        tables = [r for r in study.relations if not r.partition and not r.is_platform]
        return [t for t in tables if t.is_table and t.rls and t.schema in study.exposed]
    return [t for t in tables if t.is_table and not t.is_platform and (t.rls if t.schema in study.exposed else True)]


def _hanging_on_users(study: Study, written: set[int]) -> set[int]:
    """Tables whose rows go with an account, where accounts are written: the host's own table holds none to look at."""
    users = study.schema.named("auth", "users")
    if users is None or users.oid not in written:
        return set()
    keys = [(r.oid, fk) for r in study.relations if not r.is_platform for fk in r.foreign_keys]
    return {oid for oid, fk in keys if fk.target == users.oid and fk.on_delete == "c"}

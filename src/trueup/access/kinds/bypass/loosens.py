"""Functions whose body changes the rules themselves: it switches row-level security off, drops a policy, grants."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import postgast

from trueup.access.acting import Actor, Privileges
from trueup.access.arguments import Call, calls_of
from trueup.access.fixes import remedies
from trueup.access.ground import Row
from trueup.access.kinds.bypass.routines import callable_routines
from trueup.access.proofs import Line
from trueup.access.reach import COMMANDS, probe
from trueup.access.study import Claim, Study, where_is
from trueup.finding import Severity
from trueup.seeding.engine import Action, Result, Task
from trueup.seeding.insight import reachable_routines
from trueup.seeding.schema import Relation, Routine, literal, quote

_WORDS = frozenset({b"alter", b"drop", b"create", b"grant", b"execute"})
_EVERYTHING = Privileges(select=True, insert=True, update=True, delete=True)
_MAX_CALLS = 4
_DOING = {"SELECT": "read", "UPDATE": "change", "DELETE": "delete"}


def find(study: Study) -> Iterator[Claim]:
    """Claims about callable functions after which rows of others are reached, or a table is gone."""
    told = {c.ref for c in study.claims if c.severity is Severity.ERROR}
    tables = [r for r in study.relations if r.is_table and not r.partition and r.schema in study.exposed]
    for actor in study.attackers:
        if actor.name.endswith("no tenant"):
            continue
        for routine in callable_routines(study, actor):
            looks_up = actor.person == "a" and study.routine_tables(routine)[0]
            if routine.ref in told or looks_up or not _may_change_rules(study, routine):
                continue  # A's rows may be what it asks for: of an administrator, say
            claim = _tried(study, actor, routine, tables)
            if claim is not None:
                told.add(routine.ref)
                yield claim


def _may_change_rules(study: Study, routine: Routine) -> bool:
    """Whether it, or what it calls, has a word in its body with which such a statement begins."""
    reached = (study.schema.routines[o] for o in reachable_routines(study.schema, frozenset({routine.oid})))
    return any(_words(r.body) & _WORDS for r in reached)


def _words(body: str) -> set[bytes]:
    raw = body.encode()
    try:
        tokens: Any = postgast.scan(body)
    except postgast.PgQueryError:
        return set()
    return {raw[t.start : t.end].lower() for t in tokens.tokens} - {b""}


def _tried(study: Study, actor: Actor, routine: Routine, tables: list[Relation]) -> Claim | None:
    there = ", ".join(f"'{t.oid}', to_regclass({literal(t.sql)}) IS NOT NULL" for t in tables)
    left = Action(sql=f"SELECT jsonb_build_object({there})", rows=True)
    looks = [(t, c) for t in tables for c in COMMANDS]
    # By what the function grants, not by what was granted before it.
    probes = [probe(t, c, _EVERYTHING, actor) for t, c in looks]
    again = [replace(p, again=False) for p in probes if p is not None]
    for call in calls_of(study, actor, routine)[:_MAX_CALLS]:
        did = study.action(actor, call.sql, soft=False)
        results = study.running.run([Task(actions=(did, left, *again))])[0]
        if len(results) < 2 or not results[0].ok or not results[1].ok:
            continue
        gone = next((t for t in tables if results[1].value.get(str(t.oid)) is False), None)
        if gone is not None:
            return _dropped_claim(study, actor, call, gone)
        for (table, command), result in zip(looks, results[2:], strict=False):
            row = _opened(study, actor, table, command, result)
            if row is not None:
                return _opened_claim(study, actor, call, table, command, row)
    return None


def _opened(study: Study, actor: Actor, table: Relation, command: str, result: Result) -> Row | None:
    """A row of another's that is reached after the call and that was not before."""
    before = study.reach(actor).of(table.oid, command)
    now = set(result.value or ()) - before if result.ok else set()
    rows = study.ground.rows.get(table.oid, ())
    return next((r for r in rows if r.id in now and not study.is_own(r, actor)), None)


def _who(study: Study, actor: Actor) -> str:
    if study.platform != "supabase":
        return actor.name
    return "anyone, without an account," if actor.principal.role == "anon" else "any signed-in user"


def _opened_claim(study: Study, actor: Actor, call: Call, table: Relation, command: str, row: Row) -> Claim:
    message = (
        f"{call.routine.ref.qualified} lets {_who(study, actor)} {_DOING[command]} rows of {table.ref.qualified} that "
        "belong to others: a call changes the rules (row-level security, a policy or a grant), for everybody."
    )
    where = where_is(table, row)
    change = {
        "SELECT": f"SELECT count(*) FROM {table.sql} WHERE {where}",
        "UPDATE": f"UPDATE {table.sql} SET {_kept(table)} WHERE {where}",
        "DELETE": f"DELETE FROM {table.sql} WHERE {where}",
    }[command]
    reads = command == "SELECT"
    lines = [
        Line(sql=call.sql, comment=f"{actor.name} calls it."),
        Line(sql=change, value="1" if reads else None, affected=not reads, comment="Another's row, hidden before."),
    ]
    if reads and study.rights(actor, table).select:
        lines.insert(0, Line(sql=change, value="0", comment="Before it the row is hidden."))
    return _claim(study, actor, call, table, message, lines)


def _kept(table: Relation) -> str:
    name = next(n for n, c in table.columns.items() if not c.generated and c.identity != "a")
    return f"{quote(name)} = {quote(name)}"


def _dropped_claim(study: Study, actor: Actor, call: Call, table: Relation) -> Claim:
    message = (
        f"{call.routine.ref.qualified} lets {_who(study, actor)} drop the table {table.ref.qualified}, with the rows "
        "of everybody: it runs with its owner's rights."
    )
    lines = [
        Line(sql=call.sql, comment=f"{actor.name} calls it."),
        Line(sql="RESET ROLE"),
        Line(sql=f"SELECT count(*) FROM pg_class WHERE oid = to_regclass({literal(table.sql)})", value="0"),
    ]
    return _claim(study, actor, call, table, message, lines)


def _claim(study: Study, actor: Actor, call: Call, table: Relation, message: str, lines: list[Line]) -> Claim:
    roles = {a.principal.role for a in study.attackers}
    return Claim(
        rule="function-changes-rules",
        severity=Severity.ERROR,
        ref=call.routine.ref,
        message=message,
        help="Revoke EXECUTE from the API's roles: a migration changes rules, no request does.",
        related=(table.ref, *study.policy_refs(table, "SELECT", actor)),
        proof=study.proof(message, actor, [table.oid], lines),
        remedies=remedies.close_routine(call.routine, roles),
        tables=(table.oid,),
    )

"""Functions that run as their caller and count nothing: the UPDATE finds no row, without an error."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from trueup.access.acting import Actor
from trueup.access.arguments import Call, calls_of
from trueup.access.cuts import cuts, ties
from trueup.access.entitled import ties_owner
from trueup.access.fixes import remedies
from trueup.access.ground import Row, RowId
from trueup.access.kinds.bypass.routines import snapshot_action
from trueup.access.proofs import Line
from trueup.access.reach import probe
from trueup.access.study import Claim, Study, where_is
from trueup.finding import Severity
from trueup.seeding.engine import Action, Result, Task
from trueup.seeding.schema import Relation, Routine, quote


def find(study: Study) -> Iterator[Claim]:
    """Claims about counters that run as their caller, and so count nothing on the rows of others."""
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
    calls = calls_of(study, actor, routine)
    for shown in _shown(study, actor, tables):
        tasks = []
        for call in calls:
            as_actor = study.action(actor, call.sql, soft=False)
            as_owner = Action(sql=call.sql, settings=actor.principal.settings)
            tasks += [Task(actions=(*shown.before, act, read)) for act in (as_actor, as_owner)]
        results = study.running.run(tasks)
        for call, mine, theirs in zip(calls, results[::2], results[1::2], strict=True):
            if not (_went_through(shown, mine) and _went_through(shown, theirs)):
                continue
            for table in tables:
                found = _counted(study, actor, table, mine[-1].value, theirs[-1].value, shown.rows)
                if found is None and not shown.before:
                    found = _own_kept(study, actor, table, mine[-1].value, theirs[-1].value)
                if found is not None:
                    return _idle_claim(study, actor, call, table, *found, shown)
    return None


@dataclass(frozen=True, slots=True, kw_only=True)
class _Shown:
    """What the actor sees, and what the owner does before: it takes away what hides rows from the actor."""

    rows: frozenset[RowId]
    before: tuple[Action, ...] = ()

    def lines(self, actor: Actor) -> list[Line]:
        """What is done before, as lines of a proof."""
        if not self.before:
            return []
        acting = f"SET LOCAL ROLE {quote(actor.principal.role)}"
        done = [Line(sql=a.sql, comment="Nobody has blocked anybody.") for a in self.before if a.sql.startswith("DEL")]
        return [Line(sql="RESET ROLE"), *done, Line(sql=acting)]


def _shown(study: Study, actor: Actor, tables: list[Relation]) -> Iterator[_Shown]:
    """The rows that the actor sees; then those that it sees where no two people are tied (a block hides rows)."""
    visible = frozenset(i for t in tables for i in study.reach(actor).of(t.oid, "SELECT"))
    yield _Shown(rows=visible)
    for table in tables:
        before = cuts(study, ties(study, table, "SELECT", actor))
        look = probe(table, "SELECT", study.rights(actor, table), actor) if before else None
        if look is None:
            continue
        results = study.running.run([Task(actions=(*before, look))])[0]
        more = frozenset(results[-1].value or ()) if results[-1].ok else frozenset()
        if len(results) > len(before) and more - visible:
            yield _Shown(rows=more, before=before)


def _went_through(shown: _Shown, results: list[Result]) -> bool:
    return len(results) == len(shown.before) + 2 and results[-1].ok


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


def _counted(
    study: Study, actor: Actor, table: Relation, mine: Any, theirs: Any, visible: frozenset[RowId]
) -> tuple[Any, list[str]] | None:
    """A row of another, visible to the actor, whose number goes up with every right and stays as the actor."""
    for row, after, as_actor in rows_after(study, table, mine, theirs):
        if row.id not in visible or study.is_own(row, actor):
            continue
        raised = [n for n, v in after.items() if is_number(v) and is_number(row.values.get(n)) and v != row.values[n]]
        kept = bool(raised) and all(as_actor.get(n) == row.values.get(n) for n in raised)
        if kept and not _is_for_others(study, actor, table, row, after):
            return row, raised
    return None


def rows_after(
    study: Study, table: Relation, mine: Any, theirs: Any
) -> Iterator[tuple[Row, Mapping[str, Any], Mapping[str, Any]]]:
    """Rows that are there after both ways, as they were and as they are after each."""
    key = table.primary_key
    if not key:
        return
    after = {tuple(v.get(k) for k in key): v for v in (theirs.get(str(table.oid)) or {}).values()}
    as_actor = {tuple(v.get(k) for k in key): v for v in (mine.get(str(table.oid)) or {}).values()}
    for row in study.ground.rows.get(table.oid, ()):
        ident = tuple(row.values.get(k) for k in key)
        if ident in after and ident in as_actor:
            yield row, after[ident], as_actor[ident]


def _is_for_others(study: Study, actor: Actor, table: Relation, row: Row, after: Mapping[str, Any]) -> bool:
    """Whether it may be meant for those whom a policy lets change every row, for what they are: the staff restocks.

    A counter is meant for whoever calls it: it goes up by one, on rows that their owners may change too.
    """
    owners = study.ground.owner_columns.get(table.oid, ())
    policies = [p for p in study.applying(table, "UPDATE", actor) if p.permissive]
    free = [p for p in policies if not ties_owner(table, p.using, owners)]
    held = [(row.values.get(n), v) for n, v in after.items() if is_number(v) and is_number(row.values.get(n))]
    counts = all(abs(now - was) <= 1 for was, now in held)
    return bool(free) and not (counts and len(free) < len(policies))


def is_number(value: Any) -> bool:
    """Whether a JSON value is a number."""
    return isinstance(value, int | float) and not isinstance(value, bool)


def _idle_claim(
    study: Study, actor: Actor, call: Call, table: Relation, row: Any, columns: list[str], shown: _Shown
) -> Claim:
    routine = call.routine
    listed = ", ".join(columns)
    whose = "its caller's own " if study.is_own(row, actor) else ""
    held = f"SELECT {quote(columns[0])}::text FROM {table.sql} WHERE {where_is(table, row)}"
    value = as_text(row.values[columns[0]])
    lines = [
        *shown.lines(actor),
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

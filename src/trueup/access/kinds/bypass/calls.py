"""SECURITY DEFINER functions that hand out or change what the caller is denied: called with the table's own values."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from trueup.access import sensitive
from trueup.access.acting import Actor
from trueup.access.arguments import Call, calls_of, runs_text
from trueup.access.fixes import remedies
from trueup.access.ground import Row
from trueup.access.kinds.bypass import members
from trueup.access.kinds.bypass.made import Made, hangs_on_new, into_its_own, is_ordered, only_times
from trueup.access.kinds.bypass.routines import asks_who, callable_routines, is_numeric, snapshot_action, sums_up
from trueup.access.kinds.ownership.blind import hanging
from trueup.access.knowledge import Place, Secrets, identified, secrets_of, telling, whole_rows
from trueup.access.naming import hidden_parent_of
from trueup.access.proofs import Line, Proof, shown_in
from trueup.access.study import Claim, Study, where_is
from trueup.finding import Severity
from trueup.seeding.engine import Action, Result, Task
from trueup.seeding.insight import routine_facts
from trueup.seeding.schema import Relation, Routine, literal, quote
from trueup.seeding.tasks import ORIGIN, REPLICA

# Names of columns that note when something was last done: to set them takes nothing away.
_STAMPS = ("updated", "last_", "modified", "seen", "viewed", "read", "synced", "touched")


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
            claim = _leak(study, actor, call, secrets, results[0].value)
            if claim is not None:
                read_done = True
                yield "read", claim
        if tables and len(results) > 1 and results[1].ok:
            claim = _changed(study, actor, call, tables, results[1].value)
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
    tables = [study.schema.relations[o] for o in sorted(written)]
    if runs_text(routine):
        tables = [r for r in study.relations if not r.partition and not r.is_platform]
        return [t for t in tables if t.is_table and t.rls and t.schema in study.exposed]
    return [t for t in tables if t.is_table and not t.is_platform and (t.rls if t.schema in study.exposed else True)]


def _leak(study: Study, actor: Actor, call: Call, secrets: Secrets, shown_rows: object) -> Claim | None:
    leaked = secrets.leaked(shown_rows)
    named = _tables_read(study, call.routine)
    whole = whole_rows(study, secrets, study.ground.rows if runs_text(call.routine) else named, shown_rows)
    if not runs_text(call.routine):
        leaked = {p: r for p, r in leaked.items() if p[0] in named or study.schema.relations[p[0]].reads}
    given = " ".join(call.arguments)
    leaked = {p: r for p, r in leaked.items() if str(r.values.get(p[1])) not in given}
    tell = telling(study, leaked)
    if whole and all(is_numeric(study, p) for p in tell):
        tell = whole
    elif sensitive.only_for_display(sorted({p[1] for p in tell})):
        tell = whole or (identified(study, leaked, shown_rows, given) | tell)
    if not tell:
        return _looked_up(study, actor, call, leaked)
    names = sorted({p[1] for p in tell})
    place = next(iter(tell))
    table, row = study.schema.relations[place[0]], tell[place]
    routine = call.routine
    severity = _severity_of_reading(study, actor, call, sorted(tell), whole=tell is whole)
    who = _who(study, actor)
    message = (
        f"{routine.ref.qualified} hands {who} rows of {table.ref.qualified} that its policies hide "
        f"({', '.join(names[:6])}): it runs with its owner's rights{_unasked(study, routine)}."
    )
    held = row.values[table.primary_key[0] if tell is whole and table.primary_key else place[1]]
    text = str(held) if not isinstance(held, dict | list) else ""
    lines = []
    if study.rights(actor, table).select:
        direct = f"SELECT count(*) FROM {table.sql} WHERE {where_is(table, row)}"
        lines.append(Line(sql=direct, value="0", comment="Directly the row is hidden."))
    sql = shown_in(f"({call.sql})", text)
    lines.append(Line(sql=sql, at_least=1, comment="The function gives it."))
    return _claim(study, actor, routine, message, severity, lines, table, "read")


def _may_sum(study: Study, routine: Routine) -> bool:
    """Whether a number that it gives may come of an aggregate, its own or a view's."""
    read = study.routine_tables(routine)[0]
    return sums_up(study, routine) or any(study.schema.relations[o].kind in "vm" for o in read)


def _severity_of_reading(study: Study, actor: Actor, call: Call, tell: Sequence[Place], *, whole: bool) -> Severity:
    routine = call.routine
    if runs_text(routine) and any("SELECT * FROM" in given for given in call.arguments):
        return Severity.ERROR  # it runs what it is sent: what there is to see was the sender's choice
    # Of what it sums up, a number tells no row: only what it shows beside counts (a leaderboard's names).
    shown = [p[1] for p in tell if not (is_numeric(study, p) and sums_up(study, routine))]
    if (sensitive.only_for_display(shown) and not whole) or (actor.person == "a" and asks_who(study, routine)):
        return Severity.REVIEW
    if not routine.types and study.platform == "supabase" and actor.principal.role != "anon":
        # Closed to anon on purpose, and its callers choose nothing: what it gives was chosen for them.
        return Severity.WARNING
    # A number may be a sum over a single row.
    sums = not whole and all(is_numeric(study, p) for p in tell) and _may_sum(study, routine)
    return Severity.WARNING if sums else Severity.ERROR


def _tables_read(study: Study, routine: Routine) -> set[int]:
    """The tables that a routine names, those behind the views that it names, and whose rows triggers copy there."""
    seen: set[int] = set()
    todo = sorted(study.routine_tables(routine)[0])
    while todo:
        oid = todo.pop()
        if oid not in seen and oid in study.schema.relations:
            seen.add(oid)
            todo += study.schema.relations[oid].reads
    return seen | {r.oid for r in study.relations if r.triggers and study.set_off(r.oid) & seen}


def _looked_up(study: Study, actor: Actor, call: Call, leaked: dict[Place, Row]) -> Claim | None:
    """Whether it says which account an e-mail address belongs to, and so whether there is one."""
    users = study.schema.named("auth", "users")
    person = study.world.people["b"]
    ids = [p for p, row in leaked.items() if p[1] == "id" and str(row.values.get("id")) == person.uid]
    if users is None or not ids or ids[0][0] != users.oid or person.email not in " ".join(call.arguments):
        return None
    message = (
        f"{call.routine.ref.qualified} tells who has an account: given an e-mail address it hands out the user's id."
    )
    sql = shown_in(f"({call.sql})", person.uid)
    lines = [Line(sql=sql, at_least=1, comment="The id of B's account, by its address.")]
    return _claim(study, actor, call.routine, message, Severity.REVIEW, lines, users, "read")


def _unasked(study: Study, routine: Routine) -> str:
    return "" if asks_who(study, routine) else " and does not ask who calls"


def _claim(
    study: Study,
    actor: Actor,
    routine: Routine,
    message: str,
    severity: Severity,
    lines: Sequence[Line],
    table: Relation,
    subject: str,
) -> Claim:
    named, written = study.routine_tables(routine)
    roles = {a.principal.role for a in study.attackers}
    command = "SELECT" if subject == "read" else "UPDATE"
    return Claim(
        rule="function-bypasses-rls",
        severity=severity,
        ref=routine.ref,
        subject=subject,
        message=message,
        help="Check inside the function that the caller may (auth.uid()), or revoke EXECUTE from the API's roles.",
        related=(table.ref, *study.policy_refs(table, command, actor)),
        proof=_refreshed(study, named, study.proof(message, actor, sorted({table.oid, *named, *written}), lines)),
        remedies=remedies.close_routine(routine, roles),
        tables=(table.oid,),
    )


def _refreshed(study: Study, named: set[int], proof: Proof) -> Proof:
    """The proof with the materialized views that the function reads filled again."""
    views = [study.schema.relations[oid] for oid in sorted(named) if study.schema.relations[oid].kind == "m"]
    return replace(proof, rows=(*proof.rows, *(f"REFRESH MATERIALIZED VIEW {v.sql}" for v in views)))


def _changed(study: Study, actor: Actor, call: Call, tables: Sequence[Relation], after: object) -> Claim | None:
    """What the call did to rows that are not the caller's."""
    assert isinstance(after, dict)
    before = {t.oid: {r.id: r for r in study.ground.rows.get(t.oid, ())} for t in tables}
    now = {t.oid: after.get(str(t.oid)) or {} for t in tables}
    made = {oid: [values for i, values in rows.items() if i not in before[oid]] for oid, rows in now.items()}
    for table in tables:
        gone = [r for i, r in before[table.oid].items() if i not in now[table.oid]]
        fresh = made[table.oid]
        if into_its_own(study, actor, table, made):
            fresh = [values for values in fresh if not hangs_on_new(table, values, made)]
        verdict = _what_happened(study, actor, call, table, gone, fresh, made)
        if verdict is not None:
            return verdict
    return None


def _what_happened(
    study: Study,
    actor: Actor,
    call: Call,
    table: Relation,
    gone: list[Row],
    fresh: list[dict[str, object]],
    made: Made,
) -> Claim | None:
    key = table.primary_key
    reach = study.reach(actor)
    emptied = len(gone) == len(study.ground.rows.get(table.oid, ())) and not fresh
    for row in gone:
        if study.is_own(row, actor) or not (study.is_anothers(row, actor) or not study.ground.owner_key(row)):
            continue
        match = next((f for f in fresh if key and all(f.get(k) == row.values.get(k) for k in key)), None)
        if match is None:
            theirs = study.is_anothers(row, actor) or (emptied and _is_shown_to_others(study, actor, row))
            if row.id in reach.of(table.oid, "DELETE") or not theirs:
                continue
            return _did(study, actor, call, table, row, "empties" if emptied else "deletes", [])
        changed = [n for n, v in match.items() if v != row.values.get(n)]
        if is_ordered(study, actor, table, row, made):
            continue
        columns = [n for n in changed if not _is_counter(table, n, row, match[n])]
        stamped = [n for n in changed if row.values.get(n) is None and not n.lower().startswith(_STAMPS)]
        columns = columns or [n for n in stamped if table.columns[n].type_name.startswith(("timestamp", "date"))]
        if not columns or row.id in reach.of(table.oid, "UPDATE") or not study.is_anothers(row, actor):
            continue
        took = any(_took(study, actor, table, row, n, gone, fresh) for n in columns)
        return _did(
            study, actor, call, table, row, "changes", columns, took=took, plain=_seized(study, actor, row, match)
        )
    return _inserted(study, actor, call, table, fresh, {tuple(r.values.get(k) for k in key) for r in gone})


def _is_shown_to_others(study: Study, actor: Actor, row: Row) -> bool:
    """Whether somebody else reads what the actor does not: a team's row, that names no person."""
    if row.id in study.reach(actor).of(row.relation, "SELECT"):
        return False
    others = [a for a in study.attackers if a.person not in ("", actor.person)]
    return any(row.id in study.reach(a).of(row.relation, "SELECT") for a in others)


def _seized(study: Study, actor: Actor, row: Row, now: dict[str, object]) -> bool:
    """Whether a row of another's that the actor is not even shown names the actor afterwards."""
    after = Row(id="", relation=row.relation, values=now)
    return row.id not in study.reach(actor).of(row.relation, "SELECT") and study.is_own(after, actor)


def _took(
    study: Study, actor: Actor, table: Relation, row: Row, name: str, gone: list[Row], fresh: list[dict[str, object]]
) -> bool:
    """Whether a number went from another's row to the actor's own: `transfer(to, -40)`."""

    def grew(before: Row) -> float:
        after = next((f for f in fresh if all(f.get(k) == before.values.get(k) for k in table.primary_key)), {})
        held, now = before.values.get(name), after.get(name)
        numbers = isinstance(held, int | float) and isinstance(now, int | float)
        return float(now) - float(held) if numbers and not isinstance(now, bool) else 0.0  # type: ignore[arg-type]

    own = [r for r in gone if study.is_own(r, actor)]
    return grew(row) < 0 and any(grew(r) > 0 for r in own)


def _is_counter(table: Relation, name: str, row: Row, value: object) -> bool:
    """Whether the change only counts or stamps: a number that went up by little, a time."""
    kind = table.columns[name].type_name if name in table.columns else ""
    if kind.startswith(("timestamp", "date", "time")):
        return True
    held = row.values.get(name)
    if isinstance(value, int | float) and not isinstance(value, bool):
        return (isinstance(held, int | float) and abs(value - held) <= 2) or held is None
    return False


def _inserted(
    study: Study,
    actor: Actor,
    call: Call,
    table: Relation,
    fresh: list[dict[str, object]],
    known: set[tuple[object, ...]],
) -> Claim | None:
    owners = study.ground.owner_columns.get(table.oid, ())
    if actor.person == "a":
        return None
    for values in fresh:
        if tuple(values.get(k) for k in table.primary_key) in known:
            continue
        row = Row(id="", relation=table.oid, values=values)
        if not owners:
            if not any(p.command in ("INSERT", "ALL") for p in table.policies):
                continue  # no policy says who may add to it: the function is the way to
            parent = hidden_parent_of(study, table, actor, row)
            if parent and parent in " ".join(call.arguments):
                return _did(study, actor, call, table, row, "writes", [study.ground.through[table.oid].columns[0]])
            continue
        named = study.ground.named_in(row)
        argued = any(str(values.get(o)) in " ".join(call.arguments) for o in owners)
        if argued and named and (not actor.person or actor.person not in named):
            return _did(study, actor, call, table, row, "writes", list(owners))
    return None


def _who(study: Study, actor: Actor) -> str:
    if study.platform != "supabase":
        return actor.name
    return "anyone, without an account," if actor.principal.role == "anon" else f"any signed-in user ({actor.name})"


def _did(
    study: Study,
    actor: Actor,
    call: Call,
    table: Relation,
    row: Row,
    verb: str,
    columns: list[str],
    *,
    took: bool = False,
    plain: bool = False,
) -> Claim:
    """The claim; `plain` where a row that the actor is not even shown is its own afterwards."""
    what = f" ({', '.join(columns[:5])})" if columns else ""
    doing = {"deletes": "delete", "empties": "delete", "changes": "change", "writes": "write, in another's name,"}[verb]
    message = (
        f"{call.routine.ref.qualified} lets {_who(study, actor)} {doing} rows of {table.ref.qualified} that belong to "
        f"somebody else{what}: it runs with its owner's rights{_unasked(study, call.routine)}."
    )
    severity = _severity_of_writing(study, call, table, row, verb, columns)
    if took:
        message = (
            f"{call.routine.ref.qualified} lets a signed-in user ({actor.name}) take from rows of "
            f"{table.ref.qualified} that belong to somebody else{what}, and add it to its own: it takes numbers below "
            "zero, and runs with its owner's rights."
        )
    elif plain:
        severity = Severity.ERROR
    elif actor.person == "a" and asks_who(study, call.routine):
        severity = Severity.REVIEW
    lines = _lines_of_writing(study, actor, call, table, row, verb, columns)
    return _claim(study, actor, call.routine, message, severity, lines, table, "write")


def _severity_of_writing(
    study: Study, call: Call, table: Relation, row: Row, verb: str, columns: list[str]
) -> Severity:
    if not call.arguments and not (verb == "empties" and _empties(call, table)):
        return Severity.WARNING  # who calls it chooses nothing: it may be house-keeping
    if columns and only_times(table, columns):
        return Severity.WARNING  # that something was done may be theirs to note
    if table.schema not in study.exposed and not study.ground.named_in(row):
        return Severity.WARNING  # nothing says whose the rows are: the schema is shut, and the function opens it
    if verb == "writes" and not study.ground.owner_columns.get(table.oid):
        return Severity.WARNING  # whoever was told the id may be meant to add to it
    return Severity.ERROR


def _empties(call: Call, table: Relation) -> bool:
    """Whether the function's text asks for every row: to delete those that are old enough is house-keeping."""
    return any(name == table.name for _, name in routine_facts(call.routine).empties)


def _lines_of_writing(
    study: Study, actor: Actor, call: Call, table: Relation, row: Row, verb: str, columns: list[str]
) -> list[Line]:
    """What is there before, the call, and that it is not the same after."""
    held = where_is(table, row)
    if verb == "writes":
        owners = study.ground.owner_columns.get(table.oid, ()) or tuple(columns)
        held = " AND ".join(f"{quote(o)}::text = {literal(str(row.values.get(o)))}" for o in owners)
    same = "to_jsonb(t.*)" if verb != "writes" else "count(*)"
    return [
        Line(sql="RESET ROLE", comment="What is there before."),
        *(Line(sql=sql) for sql in call.before),
        Line(sql=f"CREATE TEMP TABLE before_it AS SELECT ({same})::text AS was FROM {table.sql} t WHERE {held}"),
        Line(sql=f"SET LOCAL ROLE {quote(actor.principal.role)}"),
        Line(sql=call.sql, comment=f"{actor.name} calls it."),
        Line(sql="RESET ROLE", comment="Another's rows are not what they were."),
        Line(
            sql=f"SELECT count(*) FROM before_it WHERE was IS DISTINCT FROM (SELECT ({same})::text FROM {table.sql} t "
            f"WHERE {held})",
            at_least=1,
        ),
    ]

"""Rows of others that a call changed, deleted or wrote."""

from __future__ import annotations

from collections.abc import Sequence

from trueup.access.acting import Actor
from trueup.access.arguments import Call
from trueup.access.ground import Row
from trueup.access.kinds.bypass.made import Made, hangs_on_new, into_its_own, is_ordered, only_times
from trueup.access.kinds.bypass.office import is_given, kept_for_office
from trueup.access.kinds.bypass.routines import asks_who
from trueup.access.kinds.bypass.told import claim_about, unasked, who_calls
from trueup.access.naming import hidden_parent_of
from trueup.access.proofs import Line
from trueup.access.study import Claim, Study, where_is
from trueup.finding import Severity
from trueup.seeding.insight import routine_facts
from trueup.seeding.schema import Relation, literal, quote

# Names of columns that note when something was last done: to set them takes nothing away.
_STAMPS = ("updated", "last_", "modified", "seen", "viewed", "read", "synced", "touched")


def changed(study: Study, actor: Actor, call: Call, tables: Sequence[Relation], after: object) -> Claim | None:
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
            theirs = theirs or kept_for_office(study, actor, call, table, row, "DELETE")
            if row.id in reach.of(table.oid, "DELETE") or not theirs:
                continue
            return _did(study, actor, call, table, row, "empties" if emptied else "deletes", [])
        changed = [n for n, v in match.items() if v != row.values.get(n)]
        if is_ordered(study, actor, table, row, made):
            continue
        columns = [n for n in changed if not _is_counter(table, n, row, match[n])]
        stamped = [n for n in changed if row.values.get(n) is None and not n.lower().startswith(_STAMPS)]
        columns = columns or [n for n in stamped if table.columns[n].type_name.startswith(("timestamp", "date"))]
        theirs = study.is_anothers(row, actor) or (
            any(is_given(call, row, match, n) for n in columns)
            and kept_for_office(study, actor, call, table, row, "UPDATE")
        )
        if not columns or row.id in reach.of(table.oid, "UPDATE") or not theirs:
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
            if _is_a_way_in(study, table):
                continue
            parent = hidden_parent_of(study, table, actor, row)
            if parent and parent in " ".join(call.arguments):
                return _did(study, actor, call, table, row, "writes", [study.ground.through[table.oid].columns[0]])
            continue
        named = study.ground.named_in(row)
        argued = any(str(values.get(o)) in " ".join(call.arguments) for o in owners)
        if argued and named and (not actor.person or actor.person not in named):
            return _did(study, actor, call, table, row, "writes", list(owners))
    return None


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
    whose = "belong to somebody else" if verb == "writes" or study.is_anothers(row, actor) else "its policies keep"
    message = (
        f"{call.routine.ref.qualified} lets {who_calls(study, actor)} {doing} rows of {table.ref.qualified} that "
        f"{whose}{what}: it runs with its owner's rights{unasked(study, call.routine)}."
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
    return claim_about(study, actor, call.routine, message, severity, lines, table, "write")


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


def _is_a_way_in(study: Study, table: Relation) -> bool:
    """Whether the function is the way to add to a table: no policy is, and what it hangs on has a name to be told."""
    fk = study.ground.through.get(table.oid)
    kind = study.schema.types.get(table.columns[fk.columns[0]].type) if fk is not None else None
    named = kind is not None and kind.category == "S"
    return named and not any(p.command in ("INSERT", "ALL") for p in table.policies)

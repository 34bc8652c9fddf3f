"""Rows that policies hide, in what a call gave."""

from __future__ import annotations

from collections.abc import Sequence

from trueup.access import sensitive
from trueup.access.acting import Actor
from trueup.access.arguments import Call, runs_text
from trueup.access.ground import Row
from trueup.access.kinds.bypass.routines import asks_who, is_numeric, sums_up
from trueup.access.kinds.bypass.told import claim_about, unasked, who_calls
from trueup.access.knowledge import Place, Secrets, identified, telling, whole_rows
from trueup.access.proofs import Line, shown_in
from trueup.access.study import Claim, Study, where_is
from trueup.finding import Severity
from trueup.seeding.schema import Routine


def handed(study: Study, actor: Actor, call: Call, secrets: Secrets, shown_rows: object) -> Claim | None:
    """The claim about hidden rows that a call gave, or None."""
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
    who = who_calls(study, actor)
    message = (
        f"{routine.ref.qualified} hands {who} rows of {table.ref.qualified} that its policies hide "
        f"({', '.join(names[:6])}): it runs with its owner's rights{unasked(study, routine)}."
    )
    held = row.values[table.primary_key[0] if tell is whole and table.primary_key else place[1]]
    text = str(held) if not isinstance(held, dict | list) else ""
    lines = []
    if study.rights(actor, table).select:
        direct = f"SELECT count(*) FROM {table.sql} WHERE {where_is(table, row)}"
        lines.append(Line(sql=direct, value="0", comment="Directly the row is hidden."))
    sql = shown_in(f"({call.sql})", text)
    lines.append(Line(sql=sql, at_least=1, comment="The function gives it."))
    return claim_about(study, actor, routine, message, severity, lines, table, "read")


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
    return claim_about(study, actor, call.routine, message, Severity.REVIEW, lines, users, "read")

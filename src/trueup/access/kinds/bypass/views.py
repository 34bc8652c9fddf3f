"""Rows that policies hide, reached through a view, a materialized view or a child table."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from trueup.access import sensitive
from trueup.access.acting import Actor
from trueup.access.fixes import remedies
from trueup.access.ground import Row
from trueup.access.kinds.bypass.routines import is_numeric
from trueup.access.knowledge import Place, scalars, secrets_of, telling
from trueup.access.proofs import Line, Proof, shown_in
from trueup.access.study import Claim, Study, where_is
from trueup.finding import Severity
from trueup.seeding.engine import Task
from trueup.seeding.expressions import query_facts
from trueup.seeding.insight import reachable_routines, routine_facts
from trueup.seeding.schema import Relation, quote

_AGGREGATES = frozenset({"sum", "count", "avg", "min", "max"})


def find(study: Study) -> Iterator[Claim]:
    """Claims about every exposed view, materialized view and child table."""
    views = [r for r in study.relations if r.kind in "vm" and r.schema in study.exposed]
    tables = [r for r in study.relations if r.is_table and not r.partition]
    children = [r for r in study.relations if r.is_table and r.parents]
    told: set[int] = set()
    for actor in study.attackers:
        if actor.name.endswith("no tenant"):
            continue
        if views:
            secrets = secrets_of(study, actor, tables)
            for view in views:
                if view.oid in told or not secrets.values or not study.rights(actor, view).select:
                    continue
                action = study.action(actor, f"SELECT jsonb_agg(to_jsonb(x.*)) FROM {view.sql} x", rows=True)
                result = study.running.run([Task(actions=(action,))])[0][0]
                leaked = secrets.leaked(result.value) if result.ok and result.value else {}
                leaked = {p: r for p, r in leaked.items() if p[0] in tables_behind(study, view)}
                if leaked:
                    told.add(view.oid)
                    yield _view(study, actor, view, leaked, result.value)
        for child in children:
            if child.oid not in told and child.schema in study.exposed:
                claim = _child(study, actor, child)
                if claim is not None:
                    told.add(child.oid)
                    yield claim


def tables_behind(study: Study, view: Relation) -> set[int]:
    """Tables that a view reads, through other views and functions too."""
    seen: set[int] = set()
    todo = list(view.reads)
    while todo:
        oid = todo.pop()
        relation = study.schema.relations.get(oid)
        if relation is None or oid in seen:
            continue
        seen.add(oid)
        todo += list(relation.reads)
    if any(study.schema.relations[o].kind in "vm" for o in seen) or not seen:
        return seen
    return seen


def _view(study: Study, actor: Actor, view: Relation, leaked: dict[Place, Row], shown_rows: list[Any]) -> Claim:
    telltale = telling(study, leaked) or leaked
    names = sorted({p[1] for p in telltale})
    place = min(telltale, key=lambda p: _commonness(study, p, telltale[p]))
    table, row = study.schema.relations[place[0]], telltale[place]
    kind = "materialized view" if view.kind == "m" else "view"
    message = (
        f"The {kind} {view.ref.qualified} shows {actor.name} rows of {table.ref.qualified} that its policies hide "
        f"({', '.join(names[:6])}): "
        + ("row-level security does not reach into it." if view.kind == "m" else "it reads with its owner's rights.")
    )
    fixes = remedies.invoker_view(view) if view.kind == "v" else ()
    roles = {a.principal.role for a in study.attackers}
    lines = _lines(study, actor, view, place, row)
    proof = study.proof(message, actor, [table.oid, *view.reads], lines)
    if view.kind == "m":
        proof = _with_refresh(study, view, proof)
    return Claim(
        rule="matview-bypasses-rls" if view.kind == "m" else "view-bypasses-rls",
        severity=_severity(study, actor, view, leaked, shown_rows),
        ref=view.ref,
        message=message,
        help="Let the view read with its caller's rights: WITH (security_invoker = true)."
        if view.kind == "v"
        else "Take the materialized view out of the exposed schema, or revoke SELECT on it.",
        related=(table.ref, *study.policy_refs(table, "SELECT", actor)),
        proof=proof,
        remedies=(*fixes, *remedies.hide(view, roles)),
        tables=(view.oid,),
    )


def _severity(study: Study, actor: Actor, view: Relation, leaked: dict[Place, Row], shown_rows: list[Any]) -> Severity:
    telltale = telling(study, leaked) or leaked
    table = study.schema.relations[min(telltale, key=lambda p: _commonness(study, p, telltale[p]))[0]]
    explicit = any(o.lower() in {"security_invoker=false", "security_invoker=off"} for o in view.options)
    narrow = len(view.columns) < len(table.columns)
    if narrow and telling(study, leaked) and _is_for_display(study, view, telltale):
        return Severity.REVIEW  # who is on a leaderboard, under which name, was chosen column by column
    numeric = all(is_numeric(study, p) for p in telltale)
    if numeric and _may_sum(study, view) and not _names_the_row(study, telltale, shown_rows):
        return Severity.REVIEW  # a sum, or the highest, over a single row looks the same
    some = actor.person == "a" and len(shown_rows) < len(study.ground.rows[table.oid])
    if narrow and some and _asks_who(study, view) and _chooses_rows(study, actor, view, telltale, shown_rows):
        return Severity.REVIEW  # its own condition says who sees which rows, and fewer columns of them
    names = sorted({p[1] for p in telltale})
    if not telling(study, leaked) or (sensitive.only_for_display(names) and narrow) or explicit:
        return Severity.WARNING
    return Severity.ERROR


def _lines(study: Study, actor: Actor, view: Relation, place: Place, row: Row) -> list[Line]:
    """That the row is hidden directly, and that the view shows what tells of it."""
    table = study.schema.relations[place[0]]
    kind = "materialized view" if view.kind == "m" else "view"
    shown = row.values[place[1]]
    text = str(shown) if not isinstance(shown, dict | list) else ""
    seen = shown_in(view.sql, text)
    lines = []
    if study.rights(actor, table).select:
        direct = f"SELECT count(*) FROM {table.sql} WHERE {where_is(table, row)}"
        lines.append(Line(sql=direct, value="0", comment="Directly the row is hidden."))
    lines.append(Line(sql=seen, at_least=1, comment=f"The {kind} shows it."))
    return lines


def _may_sum(study: Study, view: Relation) -> bool:
    """Whether an aggregate is called, in the view or in one that it reads."""
    behind = [study.schema.relations[o] for o in view.reads if o in study.schema.relations]
    views = [view, *(r for r in behind if r.kind in "vm")]
    return len(views) > 2 or any(query_facts(v.definition or "").calls & _AGGREGATES for v in views)


def _asks_who(study: Study, view: Relation) -> bool:
    """Whether a view looks at its caller, itself or in a function that it calls."""
    calls = set(query_facts(view.definition or "").calls)
    named = frozenset(oid for name in calls for oid in study.schema.routines_by_name.get(name, ()))
    for oid in reachable_routines(study.schema, named):
        calls |= routine_facts(study.schema.routines[oid]).calls
    return bool(calls & {"uid", "jwt", "email", "current_setting"})


def _chooses_rows(
    study: Study, actor: Actor, view: Relation, telltale: dict[Place, Row], shown_rows: list[Any]
) -> bool:
    """Whether it shows another caller other rows: a look at the caller in a select list or an outer join picks none."""
    held = {str(r.values.get(column)) for oid, column in telltale for r in study.ground.rows.get(oid, ())}
    mine = held & set(scalars(shown_rows))
    others = [
        a for a in study.actors if a.principal.role == actor.principal.role and a.person not in (actor.person, "c")
    ]
    look = f"SELECT jsonb_agg(to_jsonb(x.*)) FROM {view.sql} x"
    results = study.running.run([Task(actions=(study.action(a, look, rows=True),)) for a in others])
    return not others or any(not r[0].ok or held & set(scalars(r[0].value)) != mine for r in results)


def _is_for_display(study: Study, view: Relation, telltale: dict[Place, Row]) -> bool:
    """Whether it shows of users' profiles what a public profile shows, and beside it numbers that it sums up.

    Something private has to be left out, or it is no choice of columns.
    """
    sums = bool(query_facts(view.definition or "").calls & _AGGREGATES)
    shown = [p for p in telltale if not (sums and is_numeric(study, p))]
    tables = [study.schema.relations[oid] for oid in sorted({p[0] for p in shown})]
    left_out = any(n not in view.columns for t in tables for n in (*sensitive.secret(t.columns), *_private(t)))
    profiles = all(study.world.planner.is_user_table(t) for t in tables)
    return bool(shown) and profiles and (sums or left_out) and sensitive.only_for_display({p[1] for p in shown})


def _private(table: Relation) -> list[str]:
    return [n for n in sensitive.personal(table.columns) if not sensitive.only_for_display([n])]


def _commonness(study: Study, place: Place, row: Row) -> tuple[bool, bool, int]:
    """How little a value tells that it is this row's: other rows hold the same number, and hardly the same text."""
    column = study.schema.relations[place[0]].columns[place[1]]
    held = row.values[place[1]]
    return (bool(column.generated), not isinstance(held, str), -len(str(held)))


def _names_the_row(study: Study, telltale: dict[Place, Row], shown_rows: list[Any]) -> bool:
    """Whether what is shown says whose value it is: the row's key, or its owner, stands beside it."""
    for (oid, column), row in telltale.items():
        relation = study.schema.relations[oid]
        owners = (*study.ground.owner_columns.get(oid, ()), *study.ground.user_columns.get(oid, ()))
        values = {str(row.values[m]) for m in (*relation.primary_key, *owners) if row.values.get(m) is not None}
        for shown in shown_rows:
            held = set(scalars(shown))
            if str(row.values.get(column)) in held and values & held:
                return True
    return False


def _with_refresh(study: Study, view: Relation, proof: Proof) -> Proof:
    order = [study.schema.relations[o] for o in tables_behind(study, view) if study.schema.relations[o].kind == "m"]
    refresh = tuple(f"REFRESH MATERIALIZED VIEW {r.sql}" for r in (*order, view))
    return replace(proof, rows=(*proof.rows, *refresh))


def _child(study: Study, actor: Actor, child: Relation) -> Claim | None:
    parent = next((study.schema.relations[o] for o in child.parents if o in study.schema.relations), None)
    if parent is None or not parent.rls:
        return None
    direct = study.reach(actor).of(parent.oid, "SELECT")
    extra = study.reach(actor).of(child.oid, "SELECT") - direct
    by_id = {r.id: r for r in study.ground.rows.get(child.oid, ())}
    known = [by_id[i] for i in sorted(extra) if i in by_id]
    if not known:
        return None
    row = known[0]
    where = where_is(parent, row)
    through, directly = (f"SELECT count(*) FROM {r.sql} WHERE {where}" for r in (parent, child))
    lines = [Line(sql=through, value="0", comment="Through the parent it is hidden.")]
    lines = lines if study.rights(actor, parent).select else []
    lines.append(Line(sql=directly, at_least=1, comment="The child shows it."))
    message = (
        f"{child.ref.qualified} shows {actor.name} rows that the policies on its parent {parent.ref.qualified} hide: "
        "policies of the parent do not apply when the child is read directly."
    )
    roles = {a.principal.role for a in study.attackers}
    return Claim(
        rule="child-table-bypasses-rls",
        severity=Severity.ERROR,
        ref=child.ref,
        message=message,
        help="Enable row-level security on the child too; without policies of its own it is then closed.",
        related=(parent.ref, *study.policy_refs(parent, "SELECT", actor)),
        proof=study.proof(message, actor, [parent.oid], lines),
        remedies=(
            remedies.Remedy(
                title="Enable row-level security on the child",
                statements=(f"ALTER TABLE {quote(child.schema)}.{quote(child.name)} ENABLE ROW LEVEL SECURITY",),
                note="The parent's policies keep deciding for whoever reads through the parent.",
            ),
            *remedies.hide(child, roles),
        ),
        tables=(child.oid,),
    )

"""Rows that policies keep from being changed, changed or deleted through a view."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from trueup.access.acting import Actor
from trueup.access.fixes import remedies
from trueup.access.ground import Row
from trueup.access.kinds.bypass.views import tables_behind
from trueup.access.naming import owner_values, stored
from trueup.access.proofs import Line
from trueup.access.study import Claim, Study
from trueup.finding import Severity
from trueup.seeding.engine import Action, Task
from trueup.seeding.rows import sql_value
from trueup.seeding.schema import Relation, quote

_MAX_ROWS = 5
_MAX_COLUMNS = 4
_NEVER = ("cannot update view", "cannot delete from view")  # whichever row, whichever column
_VERBS = {"UPDATE": "change", "DELETE": "delete", "INSERT": "insert"}


@dataclass(frozen=True, slots=True, kw_only=True)
class _Hit:
    """A write through a view that reached a row."""

    sql: str
    command: str
    table: Relation
    row: Row


def find(study: Study) -> Iterator[Claim]:
    """Claims about every exposed view that can be written; where the view shows too much, that claim is widened."""
    wanted = ("", "n") if study.platform == "supabase" else ("a",)
    actors = [a for a in study.attackers if a.person in wanted and not a.name.endswith("no tenant")]
    for view in study.relations:
        if view.kind != "v" or view.schema not in study.exposed:
            continue
        for actor in actors:
            hits = [hit for command in ("UPDATE", "DELETE") if (hit := _hit(study, actor, view, command))]
            hits += [hit for hit in (_put_in(study, actor, view),) if hit is not None]
            if hits:
                claim = _claim(study, actor, view, hits)
                if not _widened(study, claim):
                    yield claim
                break


def _widened(study: Study, claim: Claim) -> bool:
    """Whether there is a claim on the view already: it then tells of the writes too, and its fix has to stop them."""
    for index, known in enumerate(study.claims):
        if known.rule == "view-bypasses-rls" and known.ref == claim.ref and claim.proof is not None:
            severity = min(known.severity, claim.severity, key=lambda s: s.rank)
            study.claims[index] = replace(known, severity=severity, further=(*known.further, claim.proof))
            return True
    return False


def _hit(study: Study, actor: Actor, view: Relation, command: str) -> _Hit | None:
    rights = study.rights(actor, view)
    if not (rights.delete if command == "DELETE" else rights.update or rights.update_columns):
        return None
    tried = _writes_behind(study, actor, view, command)
    first = next(tried, None)
    if first is None:
        return None
    hit, refused = _first_hit(study, actor, [first])
    if hit is not None or refused.startswith(_NEVER):
        return hit
    return _first_hit(study, actor, list(tried))[0]


def _writes_behind(study: Study, actor: Actor, view: Relation, command: str) -> Iterator[_Hit]:
    for oid in sorted(tables_behind(study, view)):
        table = study.schema.relations[oid]
        if table.is_table and table.rls and not table.is_platform:
            yield from _writes(study, actor, view, table, command)


def _first_hit(study: Study, actor: Actor, tried: Sequence[_Hit]) -> tuple[_Hit | None, str]:
    """The first write that goes through, and what the server said to the last one that did not."""
    tasks = [Task(actions=(study.action(actor, t.sql, soft=False), _left(t.table, t.row))) for t in tried]
    message = ""
    for hit, results in zip(tried, study.running.run(tasks), strict=True):
        if len(results) == 2 and results[0].count > 0 and results[1].ok and results[1].value == 0:
            return hit, ""
        message = results[0].message if results[0].state == "55000" else ""
    return None, message


def _put_in(study: Study, actor: Actor, view: Relation) -> _Hit | None:
    """A row in B's name that the view takes and the table itself refuses."""
    rights = study.rights(actor, view)
    for oid in sorted(tables_behind(study, view)) if rights.insert or rights.insert_columns else ():
        table = study.schema.relations[oid]
        owners = study.ground.owner_columns.get(oid, ())
        values = owner_values(study, table, "b") if owners and table.is_table and table.rls else None
        if not values or not set(owners) <= set(view.columns) or table.is_platform:
            continue
        through = study.new_row(table, actor, owner="b", context="b", values=values, into=view)
        direct = study.new_row(table, actor, owner="b", context="b", values=values)
        if through is None or (direct and study.running.run([Task(actions=(study.action(actor, direct),))])[0][0].ok):
            continue
        ((result, rows),) = stored(study, actor, table, [(through, None)])
        named = [r for r in rows if study.is_anothers(r, actor)]
        if result.ok and named:
            return _Hit(sql=through, command="INSERT", table=table, row=named[0])
    return None


def _left(table: Relation, row: Row) -> Action:
    """Whether a row is still as it was: one that was updated has moved."""
    sql = f"SELECT to_jsonb(count(*)) FROM {table.sql} t WHERE t.tableoid::int8::text || t.ctid::text = '{row.id}'"
    return Action(sql=sql, rows=True)


def _writes(study: Study, actor: Actor, view: Relation, table: Relation, command: str) -> Iterator[_Hit]:
    """Statements on the view, each about one row that the actor may not write directly: another's, or nobody's."""
    reached = study.reach(actor).of(table.oid, command)
    rows = study.ground.rows.get(table.oid, ())
    nobodys = not study.ground.owner_columns.get(table.oid) and table.oid not in study.ground.through
    denied = [r for r in rows if r.id not in reached and (nobodys or study.is_anothers(r, actor))]
    rights = study.rights(actor, view)
    shared = [n for n, c in table.columns.items() if n in view.columns and c.type_name == view.columns[n].type_name]
    key = [n for n in table.primary_key if n in shared] or [
        n for n in shared if "json" not in table.columns[n].type_name
    ]
    settable = [n for n in shared if (rights.update or n in rights.update_columns) and not table.columns[n].generated]
    settable.sort(key=lambda n: n in table.primary_key)
    for row in denied[:_MAX_ROWS]:
        known = [n for n in key if row.values.get(n) is not None]
        where = " AND ".join(f"{quote(n)} = {sql_value(row.values[n], table.columns[n].type_name)}" for n in known)
        if not where:
            continue
        deletes = [f"DELETE FROM {view.sql} WHERE {where}"]
        held = {n: sql_value(row.values.get(n), table.columns[n].type_name) for n in settable[:_MAX_COLUMNS]}
        changes = [f"UPDATE {view.sql} SET {quote(n)} = {value} WHERE {where}" for n, value in held.items()]
        for sql in deletes if command == "DELETE" else changes:
            yield _Hit(sql=sql, command=command, table=table, row=row)


def _claim(study: Study, actor: Actor, view: Relation, hits: list[_Hit]) -> Claim:
    first = hits[0]
    who = "Anyone, without an account," if actor.principal.role == "anon" else f"Any signed-in user ({actor.name})"
    if study.platform != "supabase":
        who = actor.name
    verbs = " and ".join(_VERBS[hit.command] for hit in hits)
    whose = "that belong to others" if study.is_anothers(first.row, actor) else "that no policy lets it write"
    message = (
        f"{who} can {verbs} rows of {first.table.ref.qualified} {whose} through the view "
        f"{view.ref.qualified}: it writes with its owner's rights, so the policies that refuse it directly don't count."
    )
    lines = [Line(sql=hit.sql, affected=True, comment=f"{actor.name}, whom no policy lets do that:") for hit in hits]
    explicit = any(o.lower() in {"security_invoker=false", "security_invoker=off"} for o in view.options)
    return Claim(
        rule="view-writes-past-rls",
        severity=Severity.WARNING if explicit else Severity.ERROR,
        ref=view.ref,
        message=message,
        help="Revoke INSERT, UPDATE and DELETE on the view, or set security_invoker = true.",
        related=(first.table.ref, *study.policy_refs(first.table, first.command, actor)),
        proof=study.proof(message, actor, [first.table.oid, *view.reads], lines),
        remedies=(remedies.read_only(study, view), *remedies.invoker_view(view)),
        tables=(view.oid, first.table.oid),
    )

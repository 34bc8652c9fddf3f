"""Triggers that run as whoever writes and keep no count: their UPDATE finds no row, without an error."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from trueup.access.acting import Actor
from trueup.access.again import once_more, taken_away
from trueup.access.fixes import remedies
from trueup.access.ground import Row
from trueup.access.kinds.bypass.routines import snapshot_action
from trueup.access.kinds.dead.idle import as_text, is_number, rows_after
from trueup.access.proofs import Line
from trueup.access.study import Claim, Study, where_is
from trueup.finding import Severity
from trueup.seeding.engine import Action, Task
from trueup.seeding.rows import sql_value
from trueup.seeding.schema import Relation, Routine, Trigger, literal, quote

_ON_INSERT, _ON_DELETE = 4, 8  # bits of pg_trigger.tgtype
_MAX_ROWS = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class _Set:
    """A trigger's function, the table that it is on, and the tables that it writes."""

    relation: Relation
    routine: Routine
    tables: list[Relation]


def find(study: Study) -> Iterator[Claim]:
    """Claims about triggers on INSERT and DELETE that change rows of other tables: one for each function."""
    actor = next((a for a in study.attackers if a.person == "a"), None)
    told: set[int] = set()
    for relation in study.relations if actor is not None else ():
        if not relation.is_table or not relation.triggers or relation.schema not in study.exposed:
            continue
        for trigger in relation.triggers:
            routine = study.schema.routines.get(trigger.function)
            if actor is None or routine is None or routine.definer or routine.oid in told:
                continue
            _, written = study.routine_tables(routine)
            tables = [study.schema.relations[o] for o in sorted(written - {relation.oid})]
            tables = [t for t in tables if t.is_table and t.rls]
            asked = _Set(relation=relation, routine=routine, tables=tables)
            claim = _idle(study, actor, asked, trigger) if tables else None
            if claim is not None:
                told.add(routine.oid)
                yield claim


def _idle(study: Study, actor: Actor, asked: _Set, trigger: Trigger) -> Claim | None:
    """The same write by the actor and with every right: what the trigger changes in the second case alone."""
    statements: list[tuple[tuple[Action, ...], str]] = []
    if trigger.type & _ON_INSERT:
        statements += [((), sql) for sql in _inserts(study, actor, asked)]
        statements += once_more(study, asked.relation, actor)
    if trigger.type & _ON_DELETE:
        statements += [((), sql) for sql in _deletes(study, actor, asked)]
    read = snapshot_action(asked.tables)
    for before, sql in statements:
        as_actor = study.action(actor, sql, soft=False)
        as_owner = Action(sql=sql, settings=actor.principal.settings)
        mine, theirs = study.running.run([Task(actions=(*before, w, read)) for w in (as_actor, as_owner)])
        done = len(mine) == len(theirs) == len(before) + 2 and mine[-1].ok and theirs[-1].ok and mine[-2].count
        for table in asked.tables if done else ():
            found = _kept_from(study, actor, table, mine[-1].value, theirs[-1].value)
            if found is not None:
                return taken_away(_claim(study, actor, asked, table, sql, *found), before, actor)
    return None


def _inserts(study: Study, actor: Actor, asked: _Set) -> Iterator[str]:
    """New rows of the actor's among B's things, then on rows that the trigger's tables hold and it may not change."""
    places: list[dict[str, str]] = [{}]
    for fk in asked.relation.foreign_keys:
        if fk.target in {t.oid for t in asked.tables} and len(fk.columns) == 1:
            able = study.reach(actor).of(fk.target, "UPDATE")
            seen = study.reach(actor).of(fk.target, "SELECT")
            rows = [r for r in study.ground.rows.get(fk.target, ()) if r.id not in able]
            for row in sorted(rows, key=lambda r: r.id not in seen)[:_MAX_ROWS]:
                value = sql_value(row.values.get(fk.target_columns[0]), asked.relation.columns[fk.columns[0]].type_name)
                places.append({fk.columns[0]: value})
    for values in places:
        sql = study.new_row(asked.relation, actor, owner="a", context="b", values=values)
        if sql is not None:
            yield sql


def _deletes(study: Study, actor: Actor, asked: _Set) -> Iterator[str]:
    """Rows that the actor may delete."""
    able = study.reach(actor).of(asked.relation.oid, "DELETE")
    rows = [r for r in study.ground.rows.get(asked.relation.oid, ()) if r.id in able]
    for row in rows[: 2 * _MAX_ROWS]:
        yield f"DELETE FROM {asked.relation.sql} WHERE {where_is(asked.relation, row)}"


def _kept_from(study: Study, actor: Actor, table: Relation, mine: Any, theirs: Any) -> tuple[Row, list[str]] | None:
    """A row that the actor may not change, which the trigger changes with every right and leaves as it is for it."""
    able = study.reach(actor).of(table.oid, "UPDATE")
    for row, after, as_actor in rows_after(study, table, mine, theirs):
        changed = [n for n, v in after.items() if v != row.values.get(n)]
        changed.sort(key=lambda n: not is_number(after[n]))
        if row.id not in able and changed and all(as_actor.get(n) == row.values.get(n) for n in changed):
            return row, changed
    return None


def _claim(study: Study, actor: Actor, asked: _Set, table: Relation, sql: str, row: Row, columns: list[str]) -> Claim:
    column, acting = quote(columns[0]), f"SET LOCAL ROLE {quote(actor.principal.role)}"
    kind = table.columns[columns[0]].type_name
    value = f"{literal(as_text(row.values[columns[0]]))}::{kind}" if row.values[columns[0]] is not None else "NULL"
    same = f"SELECT count(*) FROM {table.sql} WHERE {where_is(table, row)} AND {column} IS NOT DISTINCT FROM {value}"
    verb = "inserts" if sql.startswith("INSERT") else "deletes"
    lines = [
        Line(sql="RESET ROLE"),
        Line(sql=same, value="1", comment="What it is before."),
        Line(sql=acting),
        Line(sql=sql, affected=True, comment=f"{actor.name} {verb}; the trigger runs as {actor.name}."),
        Line(sql="RESET ROLE"),
        Line(sql=same, value="1", comment="What it is after: the same."),
    ]
    whose = "somebody else's row is meant"
    if study.is_own(row, actor):
        whose = "the row is one that its writer may not change"
    return Claim(
        rule="trigger-without-effect",
        severity=Severity.WARNING,
        ref=asked.routine.ref,
        message=f"The trigger function {asked.routine.ref.qualified} on {asked.relation.ref.qualified} does not change "
        f"{', '.join(columns)} of {table.ref.qualified} when {whose}: it runs as the one who {verb}, whose policies "
        "let the UPDATE find no row, without an error.",
        help="Make it SECURITY DEFINER with a fixed search_path: a trigger function can't be called directly.",
        related=(asked.relation.ref, table.ref, *study.policy_refs(table, "UPDATE", actor)),
        proof=study.proof("A trigger without effect", actor, [table.oid, asked.relation.oid], lines),
        remedies=remedies.as_definer(asked.routine),
        tables=(table.oid,),
    )

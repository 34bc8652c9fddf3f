"""Further writes that may give more: through views, deletes, takeovers of what is nobody's yet, and what has run out.

Some start from rows that are made so first (`Write.given`): an entitlement that ran out, a row that nobody has claimed.
"""

from __future__ import annotations

from collections.abc import Iterator

from trueup.access.acting import Actor
from trueup.access.entitled import given_offices
from trueup.access.gains import Write
from trueup.access.ground import Row
from trueup.access.kinds.bypass.views import tables_behind
from trueup.access.kinds.escalation.candidates import alone, rows_to_change, trusted_tables
from trueup.access.kinds.escalation.fellows import as_fellow
from trueup.access.kinds.escalation.guests import as_guest
from trueup.access.kinds.escalation.wanted import matters, shown, switches_of, values_for
from trueup.access.naming import person_value
from trueup.access.study import Study, where_is
from trueup.seeding.engine import Task
from trueup.seeding.rows import insert_sql, sql_value
from trueup.seeding.schema import Relation, quote

_MAX_ROWS = 2
_AGES = ("'2001-01-01'", "'2199-01-01'")


def further(study: Study, actor: Actor) -> Iterator[Write]:
    """Every such write of an actor."""
    trusted = trusted_tables(study)
    for relation in trusted:
        yield from _run_out(study, actor, relation)
        yield from _claimed(study, actor, relation)
        yield from _deleted(study, actor, relation)
        yield from _moved_blind(study, actor, relation)
        yield from _hung_in_office(study, actor, relation)
        yield from as_guest(study, actor, relation)
    yield from as_fellow(study, actor)
    oids = {r.oid for r in trusted}
    for view in study.relations:
        if view.kind == "v" and view.schema in study.exposed:
            for oid in sorted(tables_behind(study, view) & oids):
                yield from _through_view(study, actor, view, study.schema.relations[oid])


def _own(study: Study, actor: Actor, relation: Relation) -> list[Row]:
    rows = rows_to_change(study, actor, relation) if actor.person else []
    return [r for r in rows if actor.person in study.ground.named_in(r)][:_MAX_ROWS]


def _may_set(study: Study, actor: Actor, relation: Relation, column: str) -> bool:
    rights = study.rights(actor, relation)
    return rights.update or column in rights.update_columns


def _run_out(study: Study, actor: Actor, relation: Relation) -> Iterator[Write]:
    """Times and flags of the actor's own row that conditions ask about: it was off, and the actor turns it on."""
    for column in matters(study, relation):
        kind = relation.columns[column].type_name
        if not _may_set(study, actor, relation, column) or not kind.startswith(("timestamp", "date", "boolean")):
            continue
        pair = ("false", "true") if kind == "boolean" else _AGES
        for row in _own(study, actor, relation)[:1]:
            for before, after in (pair, pair[::-1]):
                if kind == "boolean" and str(row.values.get(column)).lower() != after:
                    continue  # turned on from where it is: that is tried anyway
                yield Write(
                    sql=_set(relation, relation, column, f"{after}::{kind}", row),
                    given=_set(relation, relation, column, f"{before}::{kind}", row),
                    table=relation.oid,
                    columns=(column,),
                    kind="update",
                    says=f"sets {column} of its own row of {relation.ref.qualified} from {before} to {after}",
                )


def _claimed(study: Study, actor: Actor, relation: Relation) -> Iterator[Write]:
    """A column of another's row that names nobody yet: the actor puts itself there."""
    columns = {*study.ground.owner_columns.get(relation.oid, ()), *study.ground.user_columns.get(relation.oid, ())}
    for column in sorted(columns):
        open_ = (relation.oid, column) in study.world.insight.nulls and not relation.columns[column].notnull
        value = person_value(study, relation, column, actor.person) if actor.person and open_ else None
        if value is None or not _may_set(study, actor, relation, column):
            continue
        rows = [r for r in study.ground.rows.get(relation.oid, ()) if study.is_anothers(r, actor)]
        rows = [r for r in rows if study.ground.names(r, sorted(columns - {column}))]
        for row in rows[:_MAX_ROWS]:
            yield Write(
                sql=_set(relation, relation, column, value, row),
                given=_set(relation, relation, column, "NULL", row),
                table=relation.oid,
                columns=(column,),
                kind="update",
                says=f"puts itself into {column} of another's row of {relation.ref.qualified}, where nobody is named",
                moves=True,
                claims=True,
                row=row.id if relation.primary_key else "",
            )


def _deleted(study: Study, actor: Actor, relation: Relation) -> Iterator[Write]:
    """A row about the actor that it may delete and could not have written: a ban, a limit."""
    if not study.rights(actor, relation).delete:
        return
    reached = study.reach(actor).of(relation.oid, "DELETE")
    for row in [r for r in _own(study, actor, relation) if r.id in reached]:
        delete = f"DELETE FROM {relation.sql} WHERE {where_is(relation, row)}"
        values = {
            n: sql_value(row.values.get(n), c.type_name)
            for n, c in relation.columns.items()
            if not c.generated and not c.identity
        }
        again = insert_sql(relation, values, returning=False)
        tries = (study.action(actor, delete, soft=False), study.action(actor, again))
        results = study.running.run([Task(actions=tries)])[0]
        if len(results) == 2 and results[0].ok and not results[1].ok:
            yield Write(
                sql=delete,
                table=relation.oid,
                columns=(),
                kind="delete",
                says=f"deletes the row of {relation.ref.qualified} that is about itself",
                given=alone(study, actor, relation, row),
            )


def _moved_blind(study: Study, actor: Actor, relation: Relation) -> Iterator[Write]:
    """The actor's own rows moved to another's things without a WHERE, so that no policy for SELECT is asked."""
    reached = study.reach(actor).of(relation.oid, "UPDATE")
    mine = [r for r in _own(study, actor, relation) if r.id in reached]
    if not mine or not any(p.check for p in study.applying(relation, "UPDATE", actor)):
        return
    for column in matters(study, relation):
        if not _may_set(study, actor, relation, column):
            continue
        for value, moves in values_for(study, actor, relation, column, {}):
            if moves:
                yield Write(
                    sql=f"UPDATE {relation.sql} SET {quote(column)} = {value}",
                    table=relation.oid,
                    columns=(column,),
                    kind="update",
                    says=f"sets {column} of its rows of {relation.ref.qualified} to {shown(value)}, without a WHERE",
                    moves=True,
                    blind=True,
                )


def _hung_in_office(study: Study, actor: Actor, relation: Relation) -> Iterator[Write]:
    """Where things hang on things of their own kind: who has charge of one hangs it on another's."""
    trees = [fk for fk in relation.foreign_keys if fk.target == relation.oid and len(fk.columns) == 1]
    trees = [fk for fk in trees if fk.columns[0] in matters(study, relation)]
    trees = [fk for fk in trees if _may_set(study, actor, relation, fk.columns[0])]
    if not trees or not actor.person or study.grants.is_shut(actor.principal.role, relation, "UPDATE"):
        return
    things = study.world.rows.get(relation.oid, ())
    mine = next((r.values for r in things if r.context == actor.person), None)
    row = next((r for r in study.ground.rows.get(relation.oid, ()) if r.values == mine), None)
    members = [r.oid for r in study.relations if any(fk.target == relation.oid for fk in r.foreign_keys)]
    if row is None or actor.person == "b":
        return
    for fk in trees:
        column, target = fk.columns[0], fk.target_columns[0]
        theirs = next((r.values.get(target) for r in things if r.context == "b"), None)
        value = sql_value(theirs, relation.columns[column].type_name)
        for given in (
            given_offices(study, actor, [o for o in members if o != relation.oid]) if theirs is not None else ()
        ):
            yield Write(
                sql=_set(relation, relation, column, value, row),
                given=given,
                table=relation.oid,
                columns=(column,),
                kind="update",
                says=f"sets {column} of a row of {relation.ref.qualified} that it has charge of to {shown(value)}",
                moves=True,
            )


def _through_view(study: Study, actor: Actor, view: Relation, table: Relation) -> Iterator[Write]:
    """What policies trust in the actor's own row, written through a view where the table itself refuses it."""
    rights = study.rights(actor, view)
    switches = switches_of(study, table)
    key = [n for n in table.primary_key if n in view.columns]
    if len(key) != len(table.primary_key) or not key or not (rights.update or rights.update_columns):
        return
    reached = study.reach(actor).of(table.oid, "UPDATE")
    for column in matters(study, table):
        settable = column in view.columns and (rights.update or column in rights.update_columns)
        for row in _own(study, actor, table) if settable else ():
            if row.id in reached and _may_set(study, actor, table, column):
                continue
            for value, moves in values_for(study, actor, table, column, switches):
                if value != sql_value(row.values.get(column), table.columns[column].type_name):
                    yield Write(
                        sql=_set(view, table, column, value, row),
                        table=table.oid,
                        columns=(column,),
                        kind="update",
                        says=f"sets {column} of its own row of {table.ref.qualified} to {shown(value)} through the "
                        f"view {view.ref.qualified}",
                        moves=moves,
                        view=view.oid,
                    )


def _set(relation: Relation, table: Relation, column: str, value: str, row: Row) -> str:
    return f"UPDATE {relation.sql} SET {quote(column)} = {value} WHERE {where_is(table, row)}"

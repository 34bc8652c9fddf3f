"""Whom a new row names: values that make its owner columns, or what it hangs on, a person's; and what was stored."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from trueup.access.acting import Actor
from trueup.access.ground import Row
from trueup.access.study import Study
from trueup.seeding.engine import Action, Result, Task
from trueup.seeding.expressions import expression_facts
from trueup.seeding.rows import sql_value
from trueup.seeding.schema import Relation, literal


def owner_values(study: Study, relation: Relation, key: str) -> dict[str, str] | None:
    """SQL that makes every owner column name a person, or None where that person has no value there."""
    out = {}
    for column in study.ground.owner_columns.get(relation.oid, ()):
        value = person_value(study, relation, column, key)
        if value is None:
            return None
        out[column] = value
    return out


def person_value(study: Study, relation: Relation, column: str, key: str) -> str | None:
    """SQL of the value with which a column names a person, or None."""
    pinned = study.world.planner.pinned.get((relation.oid, column), {})
    type_name = relation.columns[column].type_name
    if key in pinned:
        return f"{literal(pinned[key])}::{type_name}"
    fk = next((f for f in relation.foreign_keys if f.columns == (column,)), None)
    parent = next((r for r in study.world.rows.get(fk.target, ()) if r.owner == key), None) if fk else None
    return sql_value(parent.values.get(fk.target_columns[0]), type_name) if fk and parent else None


def hidden_parent(study: Study, relation: Relation, actor: Actor) -> Row | None:
    """A row of another's that the table's rows hang on and that the actor is not let to see."""
    fk = study.ground.through.get(relation.oid)
    if fk is None or study.ground.owner_columns.get(relation.oid):
        return None
    parent = study.schema.relations[fk.target]
    if not parent.rls or (fk.target, "SELECT") in study.reach(actor).errors:
        return None
    visible = study.reach(actor).of(fk.target, "SELECT")
    rows = [r for r in study.ground.rows.get(fk.target, ()) if r.id not in visible and study.is_anothers(r, actor)]
    rows = [r for r in rows if "b" in study.ground.owner_key(r)] or rows
    if any(u.columns == fk.columns and not u.partial for u in relation.uniques):
        # One row each: then only what has none yet can get one.
        held = {str(r.values.get(fk.columns[0])) for r in study.ground.rows.get(relation.oid, ())}
        rows = [r for r in rows if str(r.values.get(fk.target_columns[0])) not in held] or rows
    return rows[0] if rows else None


def hidden_parent_of(study: Study, relation: Relation, actor: Actor, row: Row) -> str:
    """The key of what a row hangs on, where that is another's and hidden from the actor; "" otherwise."""
    fk = study.ground.through.get(relation.oid)
    if fk is None or not study.is_anothers(row, actor):
        return ""
    value = str(row.values.get(fk.columns[0]))
    visible = study.reach(actor).of(fk.target, "SELECT")
    shown = any(
        r.id in visible and str(r.values.get(fk.target_columns[0])) == value for r in study.ground.rows[fk.target]
    )
    return "" if shown else value


def parent_value(study: Study, relation: Relation, row: Row) -> dict[str, str]:
    """SQL that makes a row of the table hang on the given row."""
    fk = study.ground.through[relation.oid]
    name = fk.columns[0]
    return {name: sql_value(row.values.get(fk.target_columns[0]), relation.columns[name].type_name)}


def authors(study: Study, relation: Relation) -> list[str]:
    """Columns that the table's policies for new rows take for who wrote the row."""
    found: list[str] = []
    for policy in relation.policies:
        if policy.command == "INSERT" and policy.check:
            found += [name for (_, name), _ in expression_facts(policy.check).callers if name in relation.columns]
    return list(dict.fromkeys(found))


def stored(
    study: Study, actor: Actor, relation: Relation, statements: Sequence[tuple[str, Actor | None]]
) -> list[tuple[Result, list[Row]]]:
    """Run INSERTs as the actor, each by itself, and see which rows are there then that were not.

    A trigger may change what is sent, so what is stored tells whom a row names.

    Args:
        study, actor, relation: who inserts into what.
        statements: each with a reader, of whom only what it sees counts; None sees everything.
    """
    text = "SELECT jsonb_agg(jsonb_build_array(t.tableoid::int8::text || t.ctid::text, to_jsonb(t.*))) "
    text += f"FROM {relation.sql} t"
    tasks = []
    for sql, reader in statements:
        look = Action(sql=text, rows=True) if reader is None else study.action(reader, text, rows=True)
        tasks.append(Task(actions=(study.action(actor, sql, soft=False), look)))
    known = {r.id for r in study.ground.rows.get(relation.oid, ())}
    found = []
    for results in study.running.run(tasks):
        held = results[1].value or [] if len(results) > 1 and results[1].ok else []
        found.append((results[0], [Row(id=i, relation=relation.oid, values=v) for i, v in held if i not in known]))
    return found


def anothers(study: Study, actor: Actor, rows: Iterable[Row]) -> bool:
    """Whether one of the rows is not the actor's but another's."""
    return any(study.is_anothers(row, actor) for row in rows)

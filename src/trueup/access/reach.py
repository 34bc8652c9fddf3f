"""Which rows a principal reads, changes and deletes, as the server lets it."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from trueup.access.acting import Actor, Grants, Privileges
from trueup.access.ground import Ground, RowId
from trueup.seeding.engine import Action, Engine, Result, Task
from trueup.seeding.schema import Relation, quote

COMMANDS = ("SELECT", "UPDATE", "DELETE")
_TOUCHED = "tableoid::int8::text || {row}ctid::text"


@dataclass(slots=True)
class Reach:
    """What one principal reaches, by relation and command.

    Args:
        rows: (relation, command) to the rows.
        errors: (relation, command) to what the server said; "permission denied for" the relation itself is no error.
        visible: (relation) to the rows as JSON, for what has no row identity (a view).
    """

    rows: dict[tuple[int, str], frozenset[RowId]] = field(default_factory=dict)
    errors: dict[tuple[int, str], Result] = field(default_factory=dict)
    visible: dict[int, list[Any]] = field(default_factory=dict)

    def of(self, relation: int, command: str) -> frozenset[RowId]:
        """The rows that a command reaches."""
        return self.rows.get((relation, command), frozenset())


def probe(relation: Relation, command: str, rights: Privileges, actor: Actor, where: str = "") -> Action | None:
    """The statement that tells which rows a command reaches, or None where there is no grant for it."""
    sql = _probe_sql(relation, command, rights, where)
    if sql is None:
        return None
    principal = actor.principal
    return Action(
        sql=sql,
        role=principal.role,
        settings=principal.settings,
        rows=True,
        soft=True,
        undo=command != "SELECT",
        again=not where,
    )


def _probe_sql(relation: Relation, command: str, rights: Privileges, where: str) -> str | None:
    name = relation.sql
    if command == "SELECT":
        if rights.select:
            return f"SELECT jsonb_agg({_id('x.')}) FROM {name} x{where}"
        if rights.select_columns:
            columns = ", ".join(quote(c) for c in rights.select_columns)
            return f"SELECT jsonb_agg(to_jsonb(x.*)) FROM (SELECT {columns} FROM {name}{where}) x"
        return None
    readable = rights.select or rights.select_columns
    if command == "UPDATE":
        column = updatable_column(relation, rights)
        if column is None or not readable:
            return None
        returning = _id("old.") if rights.select else "1"
        change = f"UPDATE {name} AS x SET {quote(column)} = x.{quote(column)}{where} RETURNING {returning} AS i"
        return f"WITH changed AS ({change}) SELECT jsonb_agg(i) FROM changed"
    if not rights.delete or not readable:
        return None
    returning = _id("x.") if rights.select else "1"
    return f"WITH gone AS (DELETE FROM {name} AS x{where} RETURNING {returning} AS i) SELECT jsonb_agg(i) FROM gone"


def _id(prefix: str) -> str:
    return f"{prefix}tableoid::int8::text || {prefix}ctid::text"


def updatable_column(relation: Relation, rights: Privileges) -> str | None:
    """A column that the role may set to what it is."""
    names = list(relation.columns) if rights.update else list(rights.update_columns)
    readable = set(relation.columns) if rights.select else set(rights.select_columns)
    plain = [
        n for n in names if n in readable and not relation.columns[n].generated and not relation.columns[n].identity
    ]
    keys = {*relation.primary_key, *(c for fk in relation.foreign_keys for c in fk.columns)}
    return next((n for n in plain if n not in keys), plain[0] if plain else None)


def measure(
    running: Engine,
    ground: Ground,
    grants: Grants,
    actor: Actor,
    relations: Sequence[Relation],
    *,
    only: Mapping[int, Collection[str]] | None = None,
) -> Reach:
    """Try every command on every relation; where one row makes a command fail, try the rows one by one.

    Args:
        running, ground, grants, actor, relations: who tries what.
        only: by relation the commands to try, after policies were changed: then nothing is taken for shut.
    """
    reach = Reach()
    asked: list[tuple[Relation, str, Task]] = []
    for relation in relations:
        for command in COMMANDS if only is None else [c for c in COMMANDS if c in only[relation.oid]]:
            if command != "SELECT" and not relation.is_table:
                continue
            if only is None and grants.is_shut(actor.principal.role, relation, command):
                reach.rows[(relation.oid, command)] = frozenset()
                continue
            task = _task(relation, command, grants.on(actor.principal.role, relation.oid), actor)
            if task is not None:
                asked.append((relation, command, task))
    outcomes = running.run([task for *_, task in asked])
    again: list[tuple[Relation, str]] = []
    for (relation, command, _), results in zip(asked, outcomes, strict=True):
        result = results[0]
        if len(results) > 1 and results[1].ok:
            left = set(results[1].value or ())
            gone = frozenset(r.id for r in ground.rows.get(relation.oid, ()) if r.id not in left)
            reach.rows[(relation.oid, command)] = gone
        elif result.ok:
            _note(ground, reach, relation, command, result.value)
        elif _is_about_a_row(result):
            again.append((relation, command))
            reach.errors[(relation.oid, command)] = result
        else:
            reach.errors[(relation.oid, command)] = result
    _row_by_row(running, ground, grants, actor, reach, again)
    return reach


def _task(relation: Relation, command: str, rights: Privileges, actor: Actor) -> Task | None:
    """The command on every row; where the role may not read what it reaches, with a look at what is left."""
    action = probe(relation, command, rights, actor)
    if action is None:
        return None
    hidden = command != "SELECT" and not rights.select
    return Task(actions=(replace(action, undo=False, soft=False), _left(relation)) if hidden else (action,))


def _left(relation: Relation) -> Action:
    """The rows that are still where they were: who may read some columns only can't say which it reached."""
    return Action(sql=f"SELECT jsonb_agg({_id('t.')}) FROM {relation.sql} t", rows=True)


def _note(ground: Ground, reach: Reach, relation: Relation, command: str, value: Any) -> None:
    items = value or []
    if items and isinstance(items[0], dict):
        reach.visible[relation.oid] = items
        items = _matching(ground, relation, items)
    elif items and not isinstance(items[0], str):
        items = []
    reach.rows[(relation.oid, command)] = frozenset(items)


def _matching(ground: Ground, relation: Relation, items: Iterable[dict[str, Any]]) -> list[RowId]:
    """The rows that were seen, where a column grant hides their identity."""
    seen = list(items)
    return [
        row.id
        for row in ground.rows.get(relation.oid, ())
        if any(all(row.values.get(k) == v for k, v in item.items()) for item in seen)
    ]


def _is_about_a_row(result: Result) -> bool:
    """Whether another row may fare better: not where a policy or a privilege is at fault."""
    return result.state[:2] in {"23", "P0", "22", "21", "09", "27"} or (
        result.state == "42501" and "row-level security" in result.message
    )


def _row_by_row(
    running: Engine,
    ground: Ground,
    grants: Grants,
    actor: Actor,
    reach: Reach,
    again: Sequence[tuple[Relation, str]],
) -> None:
    asked = []
    for relation, command in again:
        rights = grants.on(actor.principal.role, relation.oid)
        for row in ground.rows.get(relation.oid, ()):
            where = row_condition(relation, row.id)
            action = probe(relation, command, rights, actor, where)
            if action is not None:
                asked.append((relation, command, row.id, action))
    outcomes = running.run([Task(actions=(action,)) for *_, action in asked])
    for (relation, command, row_id, _), results in zip(asked, outcomes, strict=True):
        result = results[0]
        # A foreign key that forbids it comes after the policies: they let the row through.
        reached = bool(result.ok and result.value) or (result.state in {"23503", "23001"})
        before = reach.rows.setdefault((relation.oid, command), frozenset())
        if reached:
            reach.rows[(relation.oid, command)] = before | {row_id}
        if reached and reach.errors.get((relation.oid, command), result).state[:2] == "23":
            reach.errors.pop((relation.oid, command), None)


def row_condition(relation: Relation, row_id: RowId) -> str:
    """WHERE that names one row by its identity."""
    oid, _, tid = row_id.partition("(")
    return f" WHERE x.tableoid = {oid} AND x.ctid = '({tid}'::tid"

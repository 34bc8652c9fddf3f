"""The matrix's cells of views: what each principal reads, changes and deletes through them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from trueup.access.acting import GUEST, Actor, Privileges, guest_uid
from trueup.access.model import Cell
from trueup.access.study import Study
from trueup.seeding.engine import Action, Result, Task
from trueup.seeding.schema import Relation, literal, quote

# Bits of pg_relation_is_updatable: 1 << CmdType (src/include/nodes/nodes.h).
_BITS = {"UPDATE": 4, "DELETE": 16}
_UPDATABLE = """
SELECT coalesce(jsonb_object_agg(c.oid::int8::text, jsonb_build_array(
         pg_relation_is_updatable(c.oid, true),
         (SELECT coalesce(jsonb_agg(a.attname ORDER BY a.attnum), '[]') FROM pg_attribute a
           WHERE a.attrelid = c.oid AND a.attnum > 0 AND pg_column_is_updatable(c.oid, a.attnum, true)))), '{{}}')
  FROM pg_class c WHERE c.oid::int8 IN ({})
"""


class ViewProbes:
    """Views and materialized views, and what whoever sees everything reaches through them."""

    def __init__(self, study: Study, views: Sequence[Relation]) -> None:
        self._study = study
        self._views = list(views)
        self._writable: dict[str, Any] = {}
        self._found: dict[tuple[str, int, str], Result] = {}
        self._totals: dict[int, int] = {}
        self._seen: dict[int, int] = {}
        if views:
            oids = ", ".join(str(v.oid) for v in views)
            self._writable = study.running.query(_UPDATABLE.format(oids)) or {}
            self._try()

    def _try(self) -> None:
        """Everything in one go: what the prober sees, then each principal's commands."""
        totals = [Task(actions=(Action(sql=_count(v, ""), rows=True, soft=True),)) for v in self._views]
        asked = [
            (actor, view, command, sql)
            for actor in self._study.actors
            for view in self._views
            for command in ("SELECT", *_BITS)
            if (sql := self._probe(view, command, actor))
        ]
        tasks = [Task(actions=(self._study.action(a, sql, rows=True, undo=c != "SELECT"),)) for a, _, c, sql in asked]
        outcomes = self._study.running.run([*totals, *tasks])
        for view, results in zip(self._views, outcomes, strict=False):
            self._totals[view.oid] = results[0].value[0] if results[0].ok else 0
        for (actor, view, command, _), results in zip(asked, outcomes[len(totals) :], strict=True):
            self._found[actor.name, view.oid, command] = results[0]
            if results[0].ok:
                self._seen[view.oid] = max(results[0].value[0], self._seen.get(view.oid, 0))

    def cells(self, actor: Actor) -> list[Cell]:
        """A cell for each view and command that it takes."""
        return [
            self._cell(actor, view, command, self._found.get((actor.name, view.oid, command)))
            for view in self._views
            for command in ("SELECT", *_BITS)
            if command == "SELECT" or self._takes(view, command)
        ]

    def _takes(self, view: Relation, command: str) -> bool:
        bits, columns = self._writable.get(str(view.oid), (0, ()))
        return bool(bits & _BITS[command]) and (command == "DELETE" or bool(columns))

    def _probe(self, view: Relation, command: str, actor: Actor) -> str | None:
        rights = self._study.rights(actor, view)
        if not (rights.select or rights.select_columns):
            return None
        if command == "SELECT":
            return _count(view, _marker(self._study, actor), rights)
        if not self._takes(view, command):
            return None
        if command == "DELETE":
            change = f"DELETE FROM {view.sql} AS x WHERE true RETURNING 1"
            return f"WITH gone AS ({change}) SELECT jsonb_build_array(count(*), 0) FROM gone" if rights.delete else None
        behind = [self._study.schema.relations[oid] for oid in view.reads if oid in self._study.schema.relations]
        fixed = {n for r in behind for n, c in r.columns.items() if c.generated or c.identity}
        columns = [n for n in self._writable[str(view.oid)][1] if n not in fixed]
        readable = columns if rights.select else rights.select_columns
        column = next((n for n in columns if (rights.update or n in rights.update_columns) and n in readable), None)
        if column is None:
            return None
        change = f"UPDATE {view.sql} AS x SET {quote(column)} = x.{quote(column)} RETURNING 1"
        return f"WITH changed AS ({change}) SELECT jsonb_build_array(count(*), 0) FROM changed"

    def _cell(self, actor: Actor, view: Relation, command: str, result: Result | None) -> Cell:
        rights = self._study.rights(actor, view)
        whole, some = {
            "SELECT": (rights.select, rights.select_columns),
            "UPDATE": (rights.update, rights.update_columns),
            "DELETE": (rights.delete, ()),
        }[command]
        rows, note = "none", ""
        if result is None:
            note = "no grant"
        elif not result.ok:
            refused = command != "SELECT" and "row-level security" in result.message
            rows, note = ("none", "") if refused else ("error", f"{result.message} ({result.state})")
        else:
            rows, note = self._reached(view, result.value)
        columns = () if whole or rows == "none" else tuple(some)
        shows = tuple(view.columns) if command == "SELECT" and rows != "none" else ()
        return Cell(
            principal=actor.name, ref=view.ref, command=command, rows=rows, columns=columns, note=note, shows=shows
        )

    def _reached(self, view: Relation, value: Sequence[int]) -> tuple[str, str]:
        """`all` is what the prober sees; it sees nothing where the view's owner is held to policies itself (FORCE)."""
        mine, own = value
        total = self._totals[view.oid]
        if not total and not self._seen.get(view.oid):
            return "not evaluated", "no rows"
        if not mine:
            return "none", ""
        if total and mine >= total:
            return "all", ""
        return ("own", "") if own == mine else ("conditional", "")


def _count(view: Relation, marker: str, rights: Privileges | None = None) -> str:
    """How many rows there are, and how many of them name whom the marker stands for."""
    source = view.sql
    if rights is not None and not rights.select:
        source = f"(SELECT {', '.join(map(quote, rights.select_columns))} FROM {view.sql})"
    named = f"count(*) FILTER (WHERE strpos(to_jsonb(x.*)::text, {literal(marker)}) > 0)" if marker else "0"
    return f"SELECT jsonb_build_array(count(*), {named}) FROM {source} x"


def _marker(study: Study, actor: Actor) -> str:
    """What stands in a row that names the actor: its id, or the value that its tenant goes by."""
    if actor.name == GUEST:
        return guest_uid()
    if not actor.person:
        return ""
    if study.platform == "supabase":
        return study.world.people[actor.person].uid
    return next((value for _, value in actor.principal.settings if len(value) > 7), "")

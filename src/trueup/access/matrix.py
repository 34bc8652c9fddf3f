"""The matrix: principal, object, command, and which rows."""

from __future__ import annotations

from trueup.access.acting import Actor
from trueup.access.conditions import conditions
from trueup.access.inserts import inserts
from trueup.access.model import Cell
from trueup.access.study import Study
from trueup.access.view_cells import ViewProbes
from trueup.seeding.schema import Relation


def matrix(study: Study) -> tuple[Cell, ...]:
    """A cell for every principal, exposed table, view and callable function."""
    cells: list[Cell] = []
    tables = [r for r in study.relations if r.is_table and not r.partition and r.schema in study.exposed]
    views = [r for r in study.relations if r.kind in "vm" and r.schema in study.exposed]
    through = ViewProbes(study, views)
    for actor in study.actors:
        new_rows = inserts(study, actor, tables)
        for relation in tables:
            for command in ("SELECT", "INSERT", "UPDATE", "DELETE"):
                cells.append(_cell(study, actor, relation, command, new_rows))
        cells += through.cells(actor)
        for routine in study.schema.routines.values():
            if routine.schema in study.exposed - {"storage"} and routine.returns not in ("trigger", "event_trigger"):
                may = (actor.principal.role, routine.oid) in study.grants.routines
                rights = "owner's rights" if routine.definer else "caller's rights"
                cells.append(
                    Cell(
                        principal=actor.name,
                        ref=routine.ref,
                        command="EXECUTE",
                        rows="all" if may else "none",
                        note=rights if may else "",
                        shows=(rights,) if may else (),
                    )
                )
    return tuple(cells)


def _cell(study: Study, actor: Actor, relation: Relation, command: str, new_rows: dict[int, str]) -> Cell:
    rights = study.rights(actor, relation)
    granted, columns = {
        "SELECT": (rights.select, rights.select_columns),
        "INSERT": (rights.insert, rights.insert_columns),
        "UPDATE": (rights.update, rights.update_columns),
        "DELETE": (rights.delete, ()),
    }[command]
    rows, note = "none", ""
    if not granted and not columns:
        note = "no grant"
    elif command == "INSERT":
        rows = new_rows.get(relation.oid, "none")
    else:
        rows, note = _reached(study, actor, relation, command)
    shows, by = conditions(study, actor, relation, command) if rows == "conditional" else ((), ())
    return Cell(
        principal=actor.name,
        ref=relation.ref,
        command=command,
        rows=rows,
        columns=() if granted or rows == "none" else columns,
        note=note,
        shows=shows,
        by=by,
    )


def _reached(study: Study, actor: Actor, relation: Relation, command: str) -> tuple[str, str]:
    reach = study.reach(actor)
    everything = {r.id: r for r in study.ground.rows.get(relation.oid, ())}
    if not everything:
        return "not evaluated", "no rows"
    error = reach.errors.get((relation.oid, command))
    reached = reach.of(relation.oid, command)
    if error is not None and not reached:
        return "error", f"{error.message} ({error.state})"
    if not reached:
        return "none", ""
    if reached >= set(everything):
        return "all", ""
    own = {i for i, r in everything.items() if study.is_own(r, actor)}
    return ("own", "") if reached <= own else ("conditional", "")

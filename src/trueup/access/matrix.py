"""The matrix: principal, object, command, and which rows."""

from __future__ import annotations

from trueup.access.acting import Actor
from trueup.access.model import Cell
from trueup.access.study import Study
from trueup.seeding.engine import Action, Result, Task
from trueup.seeding.schema import Relation, literal


def matrix(study: Study) -> tuple[Cell, ...]:
    """A cell for every principal, exposed table, view and callable function."""
    cells: list[Cell] = []
    tables = [r for r in study.relations if r.is_table and not r.partition and r.schema in study.exposed]
    views = [r for r in study.relations if r.kind in "vm" and r.schema in study.exposed]
    for actor in study.actors:
        inserts = _inserts(study, actor, tables)
        for relation in tables:
            for command in ("SELECT", "INSERT", "UPDATE", "DELETE"):
                cells.append(_cell(study, actor, relation, command, inserts))
        cells += _views(study, actor, views)
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
                    )
                )
    return tuple(cells)


def _cell(study: Study, actor: Actor, relation: Relation, command: str, inserts: dict[int, str]) -> Cell:
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
        rows = inserts.get(relation.oid, "none")
    else:
        rows, note = _reached(study, actor, relation, command)
    return Cell(
        principal=actor.name,
        ref=relation.ref,
        command=command,
        rows=rows,
        columns=() if granted or rows == "none" else columns,
        note=note,
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


def _inserts(study: Study, actor: Actor, tables: list[Relation]) -> dict[int, str]:
    """What kind of row may be inserted into each table: one in B's name, one of its own, or none."""
    found: dict[int, str] = {}
    tasks, asked = [], []
    role = actor.principal.role
    for relation in tables:
        rights = study.rights(actor, relation)
        if not rights.insert and not rights.insert_columns:
            continue
        if study.grants.is_exempt(role, relation):
            found[relation.oid] = "all"
        elif [p for p in study.applying(relation, "INSERT", actor) if p.permissive]:
            for owner, kind in _owners(actor):
                for sql in _new(study, actor, relation, owner):
                    tasks.append(Task(actions=(study.action(actor, sql),)))
                    asked.append((relation.oid, kind))
    for (oid, kind), results in zip(asked, study.running.run(tasks), strict=True):
        if oid not in found and (results[0].ok or _is_past_policies(results[0])):
            found[oid] = kind
    return found


def _is_past_policies(result: Result) -> bool:
    """Whether the policies let the row through: a key that is taken, a check or a NOT NULL is looked at after them.

    Before them come domains, triggers that refuse, and the search for a partition, which names no constraint.
    """
    if result.type_name:
        return False
    return result.state in ("23505", "23503", "23502") or (result.state == "23514" and bool(result.constraint))


def _new(study: Study, actor: Actor, relation: Relation, owner: str) -> list[str]:
    """INSERTs of one more row in somebody's name; of a file, beside each one that is there: paths say whose it is."""
    if relation.schema != "storage":
        sql = study.new_row(relation, actor, owner=owner, context=owner if owner != "n" else "b")
        return [sql] if sql is not None else []
    uid = study.world.people[owner].uid if owner else ""
    found = {}
    for row in study.ground.rows.get(relation.oid, ()):
        bucket, path = row.values.get("bucket_id"), str(row.values.get("name"))
        folder, _, file = path.rpartition("/")
        if owner == "n":
            folder = uid  # who has just signed up has no file yet
        elif str(row.values.get("owner_id") or row.values.get("owner")) != uid:
            continue
        found[bucket] = (
            f"INSERT INTO {relation.sql} (bucket_id, name, owner, owner_id) VALUES ({literal(str(bucket))}, "
            f"{literal(f'{folder}/one-more-{file}')}, {literal(uid)}::uuid, {literal(uid)})"
        )
    return list(found.values())


def _owners(actor: Actor) -> list[tuple[str, str]]:
    """In whose name a row is tried, and what it means where it is let through."""
    another = ("b", "all") if actor.person != "b" else ("a", "all")
    return [another, (actor.person, "own")] if actor.person else [another]


def _views(study: Study, actor: Actor, views: list[Relation]) -> list[Cell]:
    readable = [v for v in views if study.rights(actor, v).select]
    sql = "SELECT to_jsonb(count(*)) FROM {} x"
    results = study.running.run([Task(actions=(study.action(actor, sql.format(v.sql), rows=True),)) for v in readable])
    totals = study.running.run([Task(actions=(_total(sql.format(v.sql)),)) for v in readable])
    cells = [
        Cell(principal=actor.name, ref=v.ref, command="SELECT", rows="none", note="no grant")
        for v in views
        if v not in readable
    ]
    for view, mine, total in zip(readable, results, totals, strict=True):
        if not mine[0].ok:
            rows, note = "error", f"{mine[0].message} ({mine[0].state})"
        elif not total[0].ok or not total[0].value:
            rows, note = "not evaluated", "no rows"
        else:
            rows = "none" if not mine[0].value else "all" if mine[0].value >= total[0].value else "conditional"
            note = ""
        cells.append(Cell(principal=actor.name, ref=view.ref, command="SELECT", rows=rows, note=note))
    return cells


def _total(sql: str) -> Action:
    return Action(sql=sql, rows=True, soft=True)

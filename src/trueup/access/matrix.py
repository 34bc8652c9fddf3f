"""The matrix: principal, object, command, and which rows."""

from __future__ import annotations

from trueup.access.acting import GUEST, Actor, guest_uid
from trueup.access.conditions import conditions
from trueup.access.model import Cell
from trueup.access.study import Study
from trueup.access.view_cells import ViewProbes
from trueup.seeding.engine import Result, Task
from trueup.seeding.schema import Relation, literal


def matrix(study: Study) -> tuple[Cell, ...]:
    """A cell for every principal, exposed table, view and callable function."""
    cells: list[Cell] = []
    tables = [r for r in study.relations if r.is_table and not r.partition and r.schema in study.exposed]
    views = [r for r in study.relations if r.kind in "vm" and r.schema in study.exposed]
    through = ViewProbes(study, views)
    for actor in study.actors:
        inserts = _inserts(study, actor, tables)
        for relation in tables:
            for command in ("SELECT", "INSERT", "UPDATE", "DELETE"):
                cells.append(_cell(study, actor, relation, command, inserts))
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
    """INSERTs of one more row in somebody's name; of a file, beside each one that is there: paths say whose it is.

    Who has just signed up owns nothing yet; an anonymous sign-in writes what the stranger would, in its own name.
    """
    newcomer = owner in ("n", GUEST)
    stands_for = "n" if newcomer else owner
    if relation.schema != "storage":
        sql = study.new_row(relation, actor, owner=stands_for, context="b" if newcomer else owner)
        return [sql.replace(study.world.people[stands_for].uid, _uid(study, owner))] if sql is not None else []
    uid = _uid(study, owner)
    found = {}
    for row in study.ground.rows.get(relation.oid, ()):
        bucket, path = row.values.get("bucket_id"), str(row.values.get("name"))
        folder, _, file = path.rpartition("/")
        if newcomer:
            folder = uid  # has no file yet
        elif str(row.values.get("owner_id") or row.values.get("owner")) != uid:
            continue
        found[bucket] = (
            f"INSERT INTO {relation.sql} (bucket_id, name, owner, owner_id) VALUES ({literal(str(bucket))}, "
            f"{literal(f'{folder}/one-more-{file}')}, {literal(uid)}::uuid, {literal(uid)})"
        )
    return list(found.values())


def _uid(study: Study, owner: str) -> str:
    return guest_uid() if owner == GUEST else study.world.people[owner].uid


def _owners(actor: Actor) -> list[tuple[str, str]]:
    """In whose name a row is tried, and what it means where it is let through."""
    another = ("b", "all") if actor.person != "b" else ("a", "all")
    own = GUEST if actor.name == GUEST else actor.person
    return [another, (own, "own")] if own else [another]

"""Writes the way back of a migration that has none: the plan from what it left to what was there. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from trueup.catalog.model import Catalog
from trueup.diff.model import Change, ChangeKind, Drift
from trueup.migrations.attempt import Attempt
from trueup.migrations.presence import resolve
from trueup.plan.make import make_plan
from trueup.plan.node import PlanOptions
from trueup.ref import ObjectRef
from trueup.replay.model import Migration, Unit
from trueup.sqltext.read import read_sql
from trueup.sqltext.trees import ParseFailure, parse_one
from trueup.step import Hazard, Step

_HOLDS_DATA = frozenset({"table", "column", "materialized view"})
_RELATIONS = frozenset({"table", "view", "materialized view", "index", "sequence", "foreign table"})


@dataclass(frozen=True, slots=True, kw_only=True)
class WayBack:
    """The way back that was written.

    Args:
        steps: in order; () where none could be written.
        why_not: why, in words.
    """

    steps: tuple[Step, ...] = ()
    why_not: str = ""

    def unit(self, migration: Migration) -> Unit:
        """It as something that is run."""
        name = f"{migration.name} (back)"
        text = "\n".join(step.sql for step in self.steps)
        return Unit(name=name, origin=migration.up.origin, statements=read_sql(text, name).statements)


def lost(
    effect: Drift | None, before: Catalog, attempt: Attempt, production: Catalog, moved: Mapping[ObjectRef, ObjectRef]
) -> tuple[ObjectRef, ...]:
    """Tables, columns and materialized views of production that are gone afterwards, and not by a renaming.

    Args:
        effect: what the migration changed.
        before: what was there before it.
        attempt: its run.
        production: what holds rows.
        moved: what earlier migrations renamed: new name to production's.
    """
    if effect is None:
        return ()
    renamed = set(renames(attempt, before).values())
    gone = [
        c.ref
        for c in effect.changes
        if c.kind is ChangeKind.REMOVED
        and c.ref.kind in _HOLDS_DATA
        and _in_production(c.ref, production, moved)
        and not _is_under(c.ref, renamed)
        and not _views(before, c.ref)
    ]
    tables = {(r.schema, r.name[0]) for r in gone if r.kind == "table"}
    return tuple(r for r in gone if r.kind != "column" or (r.schema, r.name[0]) not in tables)


def _in_production(ref: ObjectRef, production: Catalog, moved: Mapping[ObjectRef, ObjectRef]) -> bool:
    old = moved.get(ref, ref)
    table = moved.get(ObjectRef("table", old.schema, old.name[:1]))
    if table is not None and old.kind == "column":
        old = ObjectRef("column", table.schema, (table.name[0], old.name[1]))
    return old in production.objects


def _views(catalog: Catalog, ref: ObjectRef) -> bool:
    """Whether a column is a view's."""
    obj = catalog.objects.get(ref)
    parent = obj.parent if obj is not None else None
    return parent is not None and parent.kind == "view"


def _is_under(ref: ObjectRef, renamed: set[ObjectRef]) -> bool:
    return ref in renamed or ObjectRef("table", ref.schema, ref.name[:1]) in renamed


def converted(effect: Drift | None) -> tuple[ObjectRef, ...]:
    """Columns whose values were converted to another type: what the old one held more of does not come back."""
    changes = effect.changes if effect is not None else ()
    return tuple(
        c.ref
        for c in changes
        if c.ref.kind == "column" and c.kind is ChangeKind.CHANGED and any(f.field == "type" for f in c.fields)
    )


def all_renames(accepted: Sequence[Attempt], catalog: Catalog) -> dict[ObjectRef, ObjectRef]:
    """What all of them renamed: the last name to production's."""
    found: dict[ObjectRef, ObjectRef] = {}
    for attempt in accepted:
        _take(attempt, catalog, found)
    return {new: old for new, old in found.items() if new != old}


def renames(attempt: Attempt, catalog: Catalog) -> dict[ObjectRef, ObjectRef]:
    """What a migration renamed: the name that it has at the end to the one that it had, in its table of that time."""
    found: dict[ObjectRef, ObjectRef] = {}
    _take(attempt, catalog, found)
    return {new: old for new, old in found.items() if new != old}


def _take(attempt: Attempt, catalog: Catalog, found: dict[ObjectRef, ObjectRef]) -> None:
    for statement, ran in attempt.ran:
        if ran.ok and statement.kind == "RenameStmt":
            for new, old in _renamed(statement.sql, catalog, found):
                _compose(found, new, old)


def _compose(found: dict[ObjectRef, ObjectRef], new: ObjectRef, old: ObjectRef) -> None:
    """Add one renaming to those before it: what was renamed twice has its first name; columns go with their table."""
    if new.kind != "column":
        for inner in [ref for ref in found if ref.kind == "column" and _table_of(ref) == (old.schema, old.name[0])]:
            first = found.pop(inner)
            found[ObjectRef("column", new.schema, (new.name[0], inner.name[1]))] = first
    found[new] = found.pop(old, old)


def _table_of(ref: ObjectRef) -> tuple[str, str]:
    return ref.schema, ref.name[0]


def _renamed(
    sql: str, catalog: Catalog, before: Mapping[ObjectRef, ObjectRef]
) -> Iterator[tuple[ObjectRef, ObjectRef]]:
    """The new name and the old one that a statement gives, as they are at that moment."""
    tree: Any = parse_one(sql)
    if isinstance(tree, ParseFailure) or not tree.HasField("relation"):
        return
    name = ObjectRef("table", tree.relation.schemaname, (tree.relation.relname,))
    moved = [r for r in before if r.kind in _RELATIONS and r.name == name.name and name.schema in ("", r.schema)]
    tables = moved or resolve(name, catalog, _RELATIONS)
    if not tables:
        return
    table = tables[0]
    if tree.subname:
        new, old = (ObjectRef("column", table.schema, (table.name[0], n)) for n in (tree.newname, tree.subname))
        yield new, old
    else:
        yield ObjectRef(table.kind, table.schema, (tree.newname,)), table


def told_as_renamed(effect: Drift, renamed: Mapping[ObjectRef, ObjectRef]) -> Drift:
    """An effect in which what a statement renamed is one change, not something that went and something that came."""
    gone = {c.ref: c for c in effect.changes if c.kind is ChangeKind.REMOVED}
    came = {c.ref: c for c in effect.changes if c.kind is ChangeKind.ADDED}
    pairs = {new: old for new, old in renamed.items() if new in came and old in gone}
    tables = {_table_of(new): old for new, old in pairs.items() if new.kind != "column"}
    for ref in came:
        old_table = tables.get(_table_of(ref))
        old = ObjectRef(ref.kind, ref.schema, (old_table.name[0], *ref.name[1:])) if old_table is not None else None
        if old is not None and old in gone and old not in pairs.values() and ref not in pairs:
            pairs[ref] = old
    if not pairs:
        return effect
    taken = set(pairs.values())
    changes = []
    for change in effect.changes:
        if change.ref in taken and change.kind is ChangeKind.REMOVED:
            continue
        if change.ref in pairs and change.kind is ChangeKind.ADDED:
            before = gone[pairs[change.ref]].before
            change = replace(change, kind=ChangeKind.RENAMED, before=before, old_ref=pairs[change.ref], noise="")
        changes.append(change)
    return replace(effect, changes=tuple(changes))


def write(
    accepted: Sequence[Attempt],
    without: frozenset[str],
    effects: Mapping[str, Drift],
    before: Catalog,
    after: Catalog,
    role: str,
) -> dict[str, WayBack]:
    """The way back of each migration that has none, from what it left to what was there before it.

    Args:
        accepted: the migrations in the order in which they ran.
        without: those that have no way back, and whose objects no other migration touches.
        effects: what each changed.
        before, after: the catalogs before and after all of them.
        role: who runs it.
    """
    depends = {ref: before.depends.get(ref, frozenset()) | needs for ref, needs in after.depends.items()}
    state = replace(after, depends={**before.depends, **depends})
    found: dict[str, WayBack] = {}
    for attempt in reversed(accepted):
        name = attempt.migration.name
        effect = effects.get(name)
        if effect is None or not effect.changes:
            continue
        earlier = replace(state, objects=_without(state.objects, effect.changes))
        if name in without:
            found[name] = back(attempt, earlier, state, role)
        state = earlier
    return found


def back(attempt: Attempt, before: Catalog, after: Catalog, role: str) -> WayBack:
    """The plan from what a migration left to what was there."""
    hints = {new: old for new, old in renames(attempt, before).items() if new in after.objects}
    plan = make_plan(
        after, before, options=PlanOptions(transaction=True, allow_destructive=True, role=role, hints=hints)
    )
    why_not = "; ".join(" ".join(question.split()) for question in plan.questions)
    kept = [s for s in plan.steps if Hazard.DATA_LOST in s.hazards and s.ref is not None and s.ref in hints]
    if kept and not why_not:
        why_not = f"none was written: it would drop {kept[0].ref}, which the migration renamed and did not make"
    return WayBack(steps=() if why_not else plan.steps, why_not=why_not)


def _without(objects: Mapping[ObjectRef, Any], changes: Sequence[Change]) -> dict[ObjectRef, Any]:
    """The objects as they were before these changes."""
    earlier = dict(objects)
    for change in changes:
        if change.after is not None:
            earlier.pop(change.ref, None)
        if change.before is not None:
            earlier[change.old_ref or change.ref] = change.before
    return earlier

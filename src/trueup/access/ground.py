"""The rows of a seeded copy by their identity, and who owns each."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from trueup.seeding.engine import Action, Engine, Task
from trueup.seeding.expressions import expression_facts
from trueup.seeding.insight import policy_texts
from trueup.seeding.schema import Constraint, Relation
from trueup.seeding.seed import World

RowId = str  # oid of the table and ctid: what identifies a row that nobody has touched


@dataclass(slots=True)
class Row:
    """One row of the copy.

    Args:
        id, relation, values: as they are.
        planted: whether seeding put it in, as it is; else the schema's own text or a trigger did.
        owners: whom it belongs to, once that was asked.
    """

    id: RowId
    relation: int
    values: Mapping[str, Any]
    planted: bool = field(default=True, compare=False)
    owners: frozenset[str] | None = field(default=None, compare=False, repr=False)


@dataclass(slots=True)
class Ground:
    """All rows of the copy, before anybody acts."""

    world: World
    rows: dict[int, list[Row]] = field(default_factory=dict)
    by_id: dict[RowId, Row] = field(default_factory=dict)
    owner_columns: dict[int, tuple[str, ...]] = field(default_factory=dict)
    user_columns: dict[int, tuple[str, ...]] = field(default_factory=dict)
    unreadable: dict[int, str] = field(default_factory=dict)
    through: dict[int, Constraint] = field(default_factory=dict)
    by_key: dict[tuple[int, str, str], Row] = field(default_factory=dict)

    def owner_key(self, row: Row) -> frozenset[str]:
        """Keys of the people whom the row's owner columns name."""
        if row.owners is None:
            row.owners = self._owner_key(row)
        return row.owners

    def _owner_key(self, row: Row) -> frozenset[str]:
        columns = self.owner_columns.get(row.relation)
        if not columns and row.relation in self.through:
            fk = self.through[row.relation]
            parent = self._parent(fk.target, fk.target_columns[0], str(row.values.get(fk.columns[0])))
            return self.owner_key(parent) if parent is not None else frozenset()
        return self.names(row, columns or self.user_columns.get(row.relation, ()))

    def _parent(self, table: int, column: str, value: str) -> Row | None:
        if (table, column, value) not in self.by_key:
            for row in self.rows.get(table, ()):
                self.by_key[(table, column, str(row.values.get(column)))] = row
        return self.by_key.get((table, column, value))

    def named_in(self, row: Row) -> frozenset[str]:
        """Keys of all people whom the row names in any column that holds a user."""
        columns = {*self.owner_columns.get(row.relation, ()), *self.user_columns.get(row.relation, ())}
        return self.names(row, columns)

    def names(self, row: Row, columns: Iterable[str]) -> frozenset[str]:
        """Keys of the people whom the row names in the given columns."""
        found = set()
        for column in columns:
            value = row.values.get(column)
            pinned = self.world.planner.pinned.get((row.relation, column), {})
            for key, person in self.world.people.items():
                if (value is not None and str(value) in (person.uid, pinned.get(key))) or (
                    value is not None and person.email and str(value) == person.email
                ):
                    found.add(key)
        if not found:
            found |= self._through_parents(row, columns)
        return frozenset(found)

    def _through_parents(self, row: Row, columns: Iterable[str]) -> set[str]:
        """Whom the rows that user columns point to belong to: `profiles.id` behind `author_id`."""
        relation = self.world.schema.relations[row.relation]
        found = set()
        for fk in relation.foreign_keys:
            if len(fk.columns) != 1 or fk.columns[0] not in set(columns):
                continue
            value = row.values.get(fk.columns[0])
            for seeded in self.world.rows.get(fk.target, ()):
                if value is not None and seeded.values.get(fk.target_columns[0]) == value:
                    found.add(seeded.owner)
        return found


def survey(running: Engine, world: World, relations: Iterable[Relation]) -> Ground:
    """Read every row as the prober, who sees them all."""
    ground = Ground(world=world)
    tables = list(relations)
    tasks = [
        Task(
            actions=(
                Action(
                    sql="SELECT coalesce(jsonb_agg(jsonb_build_array(t.tableoid::int8::text || t.ctid::text, "
                    f"to_jsonb(t.*)) ORDER BY t.tableoid, t.ctid), '[]') FROM {relation.sql} t",
                    rows=True,
                ),
            )
        )
        for relation in tables
    ]
    for relation, results in zip(tables, running.run(tasks), strict=True):
        if not results[0].ok:
            ground.unreadable[relation.oid] = results[0].message
            continue
        ours = {str(row.values) for row in world.rows.get(relation.oid, ()) if row.assigned}
        rows = [
            Row(id=i, relation=relation.oid, values=values, planted=str(values) in ours)
            for i, values in results[0].value
        ]
        # The project's own rows have keys that are drawn anew in each copy of the schema: a proof names others first.
        ground.rows[relation.oid] = sorted(rows, key=lambda row: not row.planted)
        if not relation.partition:
            ground.by_id.update({row.id: row for row in rows})
        ground.owner_columns[relation.oid] = owner_columns(world, relation)
        ground.user_columns[relation.oid] = user_columns(world, relation)
    for relation in tables:
        if not ground.owner_columns.get(relation.oid):
            found = _through_parent(world, relation, ground)
            if found is not None:
                ground.through[relation.oid] = found
    return ground


def _through_parent(world: World, relation: Relation, ground: Ground) -> Constraint | None:
    """The foreign key behind which a policy of the table looks for the owner (`EXISTS (... FROM orders ...)`)."""
    for fk in relation.foreign_keys:
        owned = bool(ground.owner_columns.get(fk.target))
        # A look-up that does not start from the key (`is_staff()`) says nothing of the row that the key points to.
        asking = [p for p in relation.policies if fk.target in world.insight.influences.get(p.oid, ())]
        named = {name for p in asking for text in policy_texts(p) for _, name in expression_facts(text).touched}
        if fk.columns[0] in named and fk.target != relation.oid and len(fk.columns) == 1 and owned:
            return fk
    return None


def owner_columns(world: World, relation: Relation) -> tuple[str, ...]:
    """Columns that the table's own policies compare with the caller, a person or a tenant; confirmed by trying."""
    if (relation.schema, relation.name) == ("storage", "objects"):
        return ("owner", "owner_id")
    found = [
        name
        for name in relation.columns
        if (relation.oid, name) in world.insight.owners and (relation.oid, name) in world.planner.pinned
    ]
    personal = [name for name in found if (relation.oid, name) in world.planner.by_owner]
    if personal or found:
        return tuple(personal or found)
    return keyed_owner(world, relation)


def keyed_owner(world: World, relation: Relation) -> tuple[str, ...]:
    """Columns that a policy compares with a row of the caller's own (`author_id = (SELECT id FROM profiles ...)`)."""
    own = []
    for one, other in sorted(world.insight.pairs):
        for mine, theirs in ((one, other), (other, one)):
            target = world.schema.relations.get(theirs[0])
            if mine[0] != relation.oid or target is None or theirs[0] == relation.oid:
                continue
            points = any(fk.columns == (mine[1],) and fk.target == theirs[0] for fk in relation.foreign_keys)
            if points and _one_per_user(world, target):
                own.append(mine[1])
    return tuple(dict.fromkeys(own))


def _one_per_user(world: World, relation: Relation) -> bool:
    """Whether the table holds one row per user: its key, or a unique column, names a user."""
    if world.planner.is_user_table(relation):
        return True
    single = {u.columns[0] for u in relation.uniques if len(u.columns) == 1}
    users = world.schema.named("auth", "users")
    return any(
        len(fk.columns) == 1 and fk.columns[0] in single and users is not None and fk.target == users.oid
        for fk in relation.foreign_keys
    )


def user_columns(world: World, relation: Relation) -> tuple[str, ...]:
    """Columns that point to a user, or to a table with one row per user."""
    found = []
    for fk in relation.foreign_keys:
        target = world.schema.relations.get(fk.target)
        if len(fk.columns) == 1 and target is not None and target.oid != relation.oid and _one_per_user(world, target):
            found.append(fk.columns[0])
    return tuple(found)

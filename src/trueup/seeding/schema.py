"""What seeding and access know of a database: tables with all that decides about their rows, in lookup form."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from importlib import resources
from typing import Any

from trueup.ref import ObjectRef

# Schemas that a host provides; their tables are no part of the project, though policies on them are.
_PLATFORM = """
    auth storage realtime vault extensions graphql graphql_public net cron pgmq pgsodium pgsodium_masks pgbouncer
    supabase_functions supabase_migrations supabase _realtime _analytics tiger tiger_data topology pgtle
    pgmq_public trueup trueup_probe partman repack pglogical
"""
PLATFORM_SCHEMAS = frozenset(_PLATFORM.split())
_KINDS = {"r": "table", "p": "table", "v": "view", "m": "materialized view", "f": "foreign table"}
_COMMANDS = {"r": "SELECT", "a": "INSERT", "w": "UPDATE", "d": "DELETE", "*": "ALL"}


@dataclass(frozen=True, slots=True, kw_only=True)
class PgType:
    """A type as `pg_type` has it."""

    oid: int
    name: str
    plain: str
    kind: str
    category: str
    base: int
    mod: int
    notnull: bool
    element: int
    subtype: int | None
    labels: tuple[str, ...]
    checks: tuple[str, ...]
    attributes: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """A column; `type_name` is what a cast needs, with its length."""

    number: int
    name: str
    type: int
    type_name: str
    notnull: bool
    default: str | None
    identity: str
    generated: str
    mod: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Constraint:
    """A check, key or exclusion; `target` is the oid of the referenced table of a foreign key."""

    name: str
    type: str
    columns: tuple[str, ...]
    expression: str | None = None
    target: int = 0
    target_columns: tuple[str, ...] = ()
    deferrable: bool = False
    on_delete: str = "a"


@dataclass(frozen=True, slots=True, kw_only=True)
class Unique:
    """A unique index, constraint or not."""

    name: str
    columns: tuple[str, ...]
    primary: bool
    partial: bool
    expressions: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Policy:
    """A policy; `reads` are other tables in its expressions, `functions` what it calls (neither is transitive)."""

    oid: int
    relation: int
    name: str
    command: str
    permissive: bool
    roles: tuple[str, ...]
    using: str | None
    check: str | None
    reads: tuple[int, ...]
    reads_itself: bool
    functions: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Trigger:
    """A trigger that the schema made."""

    name: str
    function: int
    type: int
    enabled: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Routine:
    """A function or procedure."""

    oid: int
    schema: str
    name: str
    kind: str
    language: str
    owner: str
    definer: bool
    volatility: str
    returns: str
    returns_set: bool
    arguments: str
    names: tuple[str, ...]
    types: tuple[int, ...]
    type_names: tuple[str, ...]
    defaults: int
    body: str
    full: str | None
    config: tuple[str, ...]

    @property
    def ref(self) -> ObjectRef:
        """Its identity."""
        kind = "procedure" if self.kind == "p" else "function"
        return ObjectRef(kind, self.schema, (self.name, ", ".join(self.type_names)))


@dataclass(slots=True, kw_only=True)
class Relation:
    """A table, view, materialized view or foreign table with all that hangs on it.

    `links` are columns that hold another table's key without a foreign key; seeding notes them.
    """

    oid: int
    schema: str
    name: str
    kind: str
    owner: str
    rls: bool
    force: bool
    partition: bool
    options: tuple[str, ...]
    parents: tuple[int, ...]
    bound: str | None
    definition: str | None
    columns: dict[str, Column] = field(default_factory=dict)
    constraints: list[Constraint] = field(default_factory=list)
    uniques: list[Unique] = field(default_factory=list)
    policies: list[Policy] = field(default_factory=list)
    triggers: list[Trigger] = field(default_factory=list)
    reads: set[int] = field(default_factory=set)
    links: list[Constraint] = field(default_factory=list)

    @property
    def ref(self) -> ObjectRef:
        """Its identity."""
        return ObjectRef(_KINDS[self.kind], self.schema, (self.name,))

    @property
    def sql(self) -> str:
        """Its name as SQL."""
        return f"{quote(self.schema)}.{quote(self.name)}"

    @property
    def is_table(self) -> bool:
        """Whether rows can be put into it."""
        return self.kind in "rp"

    @property
    def is_platform(self) -> bool:
        """Whether the host provides it."""
        return self.schema in PLATFORM_SCHEMAS

    @property
    def foreign_keys(self) -> list[Constraint]:
        """Its foreign keys."""
        return [c for c in self.constraints if c.type == "f"]

    @property
    def pointers(self) -> list[Constraint]:
        """Its foreign keys, and what is used like them."""
        return [*self.foreign_keys, *self.links]

    @property
    def primary_key(self) -> tuple[str, ...]:
        """The columns of its primary key, or ()."""
        return next((u.columns for u in self.uniques if u.primary), ())


@dataclass(frozen=True, slots=True, kw_only=True)
class Schema:
    """All relations, types and routines, by oid."""

    relations: Mapping[int, Relation]
    types: Mapping[int, PgType]
    routines: Mapping[int, Routine]
    routines_by_name: Mapping[str, tuple[int, ...]] = field(default_factory=dict)

    def named(self, schema: str, name: str) -> Relation | None:
        """The relation of that name."""
        return next((r for r in self.relations.values() if r.schema == schema and r.name == name), None)


def quote(name: str) -> str:
    """Quote an identifier, always: what is generated is run, not read."""
    return '"' + name.replace('"', '""') + '"'


def literal(value: str) -> str:
    """Quote a string constant."""
    text = value.replace("'", "''")
    return f" E'{text}'".replace("\\", "\\\\") if "\\" in text else f"'{text}'"


def schema_query() -> str:
    """The query whose one JSON value `parse_schema` reads."""
    return resources.files("trueup.seeding").joinpath("sql/schema.sql").read_text()


def parse_schema(data: Mapping[str, Any]) -> Schema:
    """Make the lookup form of the query's answer."""
    relations = {r["oid"]: _relation(r) for r in data["relations"]}
    for row in data["columns"]:
        oid, number, name, type_, type_name, notnull, default, identity, generated, mod = row
        relations[oid].columns[name] = Column(
            number=number, name=name, type=type_, type_name=type_name, notnull=notnull, default=default,
            identity=identity, generated=generated, mod=mod,
        )  # fmt: skip
    for item in data["constraints"]:
        relations[item["relation"]].constraints.append(_constraint(item))
    for item in data["uniques"]:
        unique = Unique(
            name=item["name"],
            columns=tuple(item["columns"] or ()),
            primary=item["primary"],
            partial=item["partial"],
            expressions=item["expressions"],
        )
        relations[item["relation"]].uniques.append(unique)
    for item in data["policies"]:
        relations[item["relation"]].policies.append(_policy(item))
    for item in data["triggers"]:
        trigger = Trigger(name=item["name"], function=item["function"], type=item["type"], enabled=item["enabled"])
        relations[item["relation"]].triggers.append(trigger)
    for view, read in data["reads"]:
        relations[view].reads.add(read)
    routines = {r["oid"]: _routine(r) for r in data["routines"]}
    by_name: dict[str, tuple[int, ...]] = {}
    for oid, routine in routines.items():
        by_name[routine.name] = (*by_name.get(routine.name, ()), oid)
    types = {t["oid"]: _type(t) for t in data["types"]}
    return Schema(relations=relations, types=types, routines=routines, routines_by_name=by_name)


def _relation(item: Mapping[str, Any]) -> Relation:
    return Relation(
        oid=item["oid"],
        schema=item["schema"],
        name=item["name"],
        kind=item["kind"],
        owner=item["owner"],
        rls=item["rls"],
        force=item["force"],
        partition=item["partition"],
        options=tuple(item["options"]),
        parents=tuple(item["parents"]),
        bound=item["bound"],
        definition=item["definition"],
    )


def _constraint(item: Mapping[str, Any]) -> Constraint:
    return Constraint(
        name=item["name"],
        type=item["type"],
        columns=tuple(item["columns"] or ()),
        expression=item["expression"],
        target=item["target"] or 0,
        target_columns=tuple(item["target_columns"] or ()),
        deferrable=item["deferrable"],
        on_delete=item["delete"],
    )


def _policy(item: Mapping[str, Any]) -> Policy:
    return Policy(
        oid=item["oid"],
        relation=item["relation"],
        name=item["name"],
        command=_COMMANDS[item["command"]],
        permissive=item["permissive"],
        roles=tuple(item["roles"] or ()),
        using=item["using"],
        check=item["check"],
        reads=tuple(item["reads"]),
        reads_itself=bool(item["self"]),
        functions=tuple(item["functions"]),
    )


def _type(item: Mapping[str, Any]) -> PgType:
    return PgType(
        oid=item["oid"],
        name=item["name"],
        plain=item["plain"],
        kind=item["kind"],
        category=item["category"],
        base=item["base"],
        mod=item["mod"],
        notnull=item["notnull"],
        element=item["element"],
        subtype=item["subtype"],
        labels=tuple(item["labels"] or ()),
        checks=tuple(item["checks"] or ()),
        attributes=tuple(item["attributes"] or ()),
    )


def _routine(item: Mapping[str, Any]) -> Routine:
    return Routine(
        oid=item["oid"],
        schema=item["schema"],
        name=item["name"],
        kind=item["kind"],
        language=item["language"],
        owner=item["owner"],
        definer=item["definer"],
        volatility=item["volatility"],
        returns=item["returns"],
        returns_set=item["set"],
        arguments=item["arguments"],
        names=tuple(item["names"]),
        types=tuple(item["types"]),
        type_names=tuple(item["type_names"]),
        defaults=item["defaults"],
        body=item["body"] or "",
        full=item["full"],
        config=tuple(item["config"]),
    )

"""A right schema as its server has it: tables, policies, grants; and what a mutant of it is."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

import postgast

from trueup.postgres.server import Database
from trueup.seeding.schema import Policy, Relation, Routine, Schema, parse_schema, quote, schema_query
from trueup.seeding.trees import bare, column, constant, deparse, is_caller, name_of, walk

_GRANTS = """
SELECT r.rolname, c.oid::int8, p FROM pg_roles r, pg_class c, unnest(ARRAY['SELECT', 'INSERT', 'UPDATE', 'DELETE']) p
WHERE c.relkind IN ('r', 'p') AND NOT r.rolsuper AND NOT r.rolbypassrls AND r.rolname !~ '^pg_'
  AND c.relnamespace::regnamespace::text !~ '^(pg_|information_schema)'
  AND has_schema_privilege(r.oid, c.relnamespace, 'USAGE') AND has_table_privilege(r.oid, c.oid, p)
"""
_CALLS = """
SELECT r.rolname, f.oid::int8 FROM pg_roles r, pg_proc f
WHERE r.rolname IN ('anon', 'authenticated') AND f.pronamespace::regnamespace::text !~ '^(pg_|information_schema)'
  AND has_function_privilege(r.oid, f.oid, 'EXECUTE')
"""
_KEY_TYPES = frozenset({"uuid", "bigint", "integer"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Mutant:
    """One flaw to put in.

    Args:
        sql: what is appended to the schema.
        objects: names of what it is about: a finding has to name one of them.
        kinds: first words of the kinds that are right for it.
        review: whether the issue asks for no more than a review.
        sure: whether it is a flaw by how it is made; the others are compared with the right schema's matrix.
    """

    sql: str
    objects: frozenset[str]
    kinds: frozenset[str]
    review: bool = False
    sure: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Tie:
    """A comparison with the caller that has to hold, next to others: `column = auth.uid()`."""

    column: str
    caller: str


@dataclass(slots=True, kw_only=True)
class Table:
    """A table with row-level security, and who may use it."""

    relation: Relation
    granted: dict[str, set[str]] = field(default_factory=dict)

    @property
    def sql(self) -> str:
        return self.relation.sql

    @property
    def name(self) -> str:
        return self.relation.name

    def policies(self, command: str, *, permissive: bool = True) -> list[Policy]:
        """Policies that count for the command."""
        return [p for p in self.relation.policies if p.command in (command, "ALL") and p.permissive is permissive]

    def ties(self, command: str) -> list[Tie]:
        """Owner columns, by the first permissive policy of the command that has some."""
        for policy in self.policies(command):
            text = policy.check or policy.using if command == "INSERT" else policy.using
            found = [t for t in ties(text) if t.column in self.relation.columns]
            if found:
                return found
        return []

    def is_guarded(self) -> bool:
        """Whether its rows are hidden from somebody who holds the privilege."""
        reading = self.policies("SELECT")
        return bool(self.granted.get("SELECT")) and bool(reading) and all(not is_true(p.using) for p in reading)

    def is_owned(self) -> bool:
        """Whether every way of reading binds the rows to the caller."""
        return self.is_guarded() and all(ties(p.using) for p in self.policies("SELECT"))

    def telling(self) -> list[str]:
        """Columns that tell something by themselves."""
        keys = {*self.relation.primary_key, *(c for fk in self.relation.foreign_keys for c in fk.columns)}
        return [c.name for c in self.relation.columns.values() if c.name not in keys and c.type_name not in _KEY_TYPES]

    def texts(self) -> list[str]:
        """Text columns that no check restricts."""
        checked = {c for k in self.relation.constraints if k.type in "cu" for c in k.columns}
        return [c for c in self.telling() if self.relation.columns[c].type_name == "text" and c not in checked]


@dataclass(slots=True, kw_only=True)
class Shape:
    """What an operator is given."""

    platform: str
    schema: Schema
    tables: list[Table]
    callable: set[tuple[str, int]]

    @property
    def role(self) -> str:
        """The role of ordinary users."""
        if self.platform == "supabase":
            return "authenticated"
        held = [r for t in self.tables for r in t.granted.get("SELECT", ()) if r not in ("postgres", t.relation.owner)]
        named = {r for t in self.tables for p in t.relation.policies for r in p.roles}
        ranked = sorted(set(held), key=lambda r: (r not in named, -held.count(r), r))
        return ranked[0] if ranked else "public"

    @property
    def owned(self) -> list[Table]:
        return [t for t in self.tables if t.is_owned() and t.telling() and self.role in t.granted["SELECT"]]

    @property
    def guarded(self) -> list[Table]:
        return [t for t in self.tables if t.is_guarded() and t.telling() and self.role in t.granted["SELECT"]]

    def may(self, table: Table, command: str) -> bool:
        return self.role in table.granted.get(command, ())

    def readers(self, names: frozenset[str]) -> frozenset[str]:
        """Tables whose policies, or keys, refer to one of that name: what is wrong there shows on them, too."""
        oids = {r.oid for r in self.schema.relations.values() if r.name in names}
        return frozenset(
            t.name
            for t in self.tables
            if any(oids & set(p.reads) for p in t.relation.policies)
            or any(fk.target in oids for fk in t.relation.foreign_keys)
        )

    def routine(self, oid: int) -> Routine:
        return self.schema.routines[oid]


Operator = Callable[[Shape], Iterator[Mutant]]


def read_shape(database: Database, platform: str) -> Shape:
    """Ask the server of a copy that holds the right schema."""
    with database.connect() as conn:
        schema = parse_schema(conn.execute(schema_query().encode()).fetchone()[0])
        grants = conn.execute(_GRANTS.encode()).fetchall()
        calls = {(r, o) for r, o in conn.execute(_CALLS.encode()).fetchall()}
    tables = {
        oid: Table(relation=r)
        for oid, r in schema.relations.items()
        if r.is_table and r.rls and not r.is_platform and not r.partition
    }
    for role, oid, privilege in grants:
        if oid in tables and (platform == "postgres" or role in ("anon", "authenticated")):
            tables[oid].granted.setdefault(privilege, set()).add(role)
    return Shape(platform=platform, schema=schema, tables=list(tables.values()), callable=calls)


def expression(text: str) -> Any:
    """The tree of an expression; it may be changed in place and printed by `printed`."""
    return postgast.parse("SELECT " + text)


def root(tree: Any) -> Any:
    return tree.stmts[0].stmt.select_stmt.target_list[0].res_target.val


def printed(tree: Any) -> str:
    return str(postgast.deparse(tree))[len("SELECT ") :]


def is_true(text: str | None) -> bool:
    """Whether a condition asks nothing."""
    return text is None or constant(root(expression(text))) == "true"


def conjuncts(node: Any) -> Iterator[Any]:
    """What has to hold together."""
    inner = bare(node)
    if name_of(inner) == "BoolExpr" and inner.boolop == postgast.pg_query_pb2.AND_EXPR:
        for arg in inner.args:
            yield from conjuncts(arg)
    else:
        yield inner


def ties(text: str | None) -> list[Tie]:
    """The columns that a condition equates with its caller."""
    return [tie for _, tie in tie_nodes(expression(text))] if text else []


def tie_nodes(tree: Any) -> list[tuple[Any, Tie]]:
    """The comparisons themselves, too."""
    found = []
    for node in conjuncts(root(tree)):
        if name_of(node) != "A_Expr" or [bare(n).sval for n in node.name] != ["="]:
            continue
        for one, other in ((node.lexpr, node.rexpr), (node.rexpr, node.lexpr)):
            mine = column(one)
            if mine is not None and is_caller(other):
                found.append((node, Tie(column=mine[1], caller=deparse(bare(other)))))
    return found


def columns_of(node: Any) -> list[Any]:
    return [n for n in walk(node) if name_of(n) == "ColumnRef"]


def altered(table: Table, policy: Policy, *, using: str | None = None, check: str | None = None) -> str:
    """ALTER POLICY with another condition."""
    parts = [f"USING ({using})"] if using is not None else []
    parts += [f"WITH CHECK ({check})"] if check is not None else []
    return f"ALTER POLICY {quote(policy.name)} ON {table.sql} {' '.join(parts)};"


def made(table: Table, command: str, role: str, *, using: str = "", check: str = "", name: str = "More") -> str:
    """CREATE POLICY."""
    parts = [f" USING ({using})" if using else "", f" WITH CHECK ({check})" if check else ""]
    return f"CREATE POLICY {quote(name)} ON {table.sql} FOR {command} TO {role}{''.join(parts)};"


def mutant(kinds: str, sql: str, *objects: str, review: bool = False, sure: bool = True) -> Mutant:
    return Mutant(sql=sql, objects=frozenset(objects), kinds=frozenset(kinds.split()), review=review, sure=sure)


def drawn(key: str) -> str:
    """A steady order that looks like chance."""
    return hashlib.sha256(key.encode()).hexdigest()

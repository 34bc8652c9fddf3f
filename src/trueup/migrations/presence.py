"""What a migration would make, held against what is there already: never skipped over, never guessed.

A statement that production skips (``IF NOT EXISTS``) or refuses because its object exists says nothing about whether
that object is the same. So on a copy the object is dropped first, the statement runs, and the two are compared.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

import msgspec
import postgast

from trueup.catalog.model import Catalog
from trueup.diff.model import Change, ChangeKind
from trueup.migrations.attempt import Attempt, runnable
from trueup.migrations.attribution import Attribution
from trueup.migrations.course import Course
from trueup.migrations.execute import Ran, Session
from trueup.migrations.live import Live
from trueup.migrations.memory import Pairs, pack, unpack
from trueup.migrations.reading import Reader, descendants, differing
from trueup.migrations.repeatable import ALREADY_GONE, ALREADY_THERE, repeatable
from trueup.migrations.target import Target
from trueup.postgres.server import Database
from trueup.ref import ObjectRef
from trueup.replay.model import Migration
from trueup.sqltext import quote
from trueup.sqltext.model import Statement
from trueup.sqltext.trees import ParseFailure, kind_of, parse_one

# Replaced as they stand; everything else that is met is dropped first.
_REPLACED = frozenset({"CreateFunctionStmt", "CreatePolicyStmt", "CreateTrigStmt", "RuleStmt", "CreateEventTrigStmt"})
# Their being there is all that the statement asks for, and dropping them would take half the database along.
_NAME_IS_ENOUGH = frozenset(
    {"CreateSchemaStmt", "CreateExtensionStmt", "CreateRoleStmt", "CreatePLangStmt", "AlterEnumStmt"}
)
_RELATIONS = frozenset({"table", "view", "materialized view", "sequence", "index", "foreign table", "composite type"})
_TYPES = frozenset({"type", "enum", "domain", "composite type", "range type", "base type"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Presence:
    """What of a migration is there already.

    Args:
        equal: objects that it would make and that are there, the same.
        missing: objects that it would make and that are not there.
        differing: objects that are there and differ; `before` is production's, `after` the migration's.
        met: statements that met something that exists.
        failed: statements that were refused on the copy too, for another reason.
        superseded: objects that it made and that later migrations of the folder took away.
    """

    equal: tuple[ObjectRef, ...] = ()
    missing: tuple[ObjectRef, ...] = ()
    differing: tuple[Change, ...] = ()
    met: tuple[Statement, ...] = ()
    failed: tuple[tuple[Statement, Ran], ...] = ()
    superseded: tuple[ObjectRef, ...] = ()


@dataclass(slots=True)
class _Made:
    migration: Migration
    refs: set[ObjectRef] = field(default_factory=set)
    again: set[ObjectRef] = field(default_factory=set)  # taken out of the copy first
    met: list[Statement] = field(default_factory=list)
    failed: list[tuple[Statement, Ran]] = field(default_factory=list)
    ran: list[tuple[Statement, Ran]] = field(default_factory=list)


@dataclass(slots=True)
class _Versions:
    """Objects that several migrations make, each in its own way: what is made again is kept as it was before.

    Args:
        catalog: production's.
        maker: who made such an object last.
        earlier: an earlier maker, with the object and the catalog in which it stood.
    """

    catalog: Catalog
    maker: dict[ObjectRef, str] = field(default_factory=dict)
    earlier: list[tuple[str, tuple[ObjectRef, Catalog]]] = field(default_factory=list)

    def made(self, course: Course, read: Reader, migration: Migration) -> _Made:
        """One migration, made on what those before it made."""
        may = {ref for s in runnable(migration.up.statements)[0] for ref in _in_the_way(s, self.catalog)}
        before = course.catalog(read) if may & self.maker.keys() else None
        made = _made(course, self.catalog, migration)
        for ref in sorted(made.again):
            if before is not None and ref in self.maker:
                self.earlier.append((self.maker[ref], (ref, before)))
            self.maker[ref] = migration.name
        return made


def presence(target: Target, migrations: Sequence[Migration]) -> dict[str, Presence]:
    """Make on a copy of production all that the folder makes, in its order, and compare it with what production has.

    Because the whole folder runs, an object ends as the last migration that touches it leaves it: an early migration
    is not blamed for what a later one changed.

    Args:
        target: production; copied, never written to.
        migrations: in the tool's order.

    Returns:
        By the migration's name; every change is with the last migration that made or touched its object.
    """
    catalog = target.catalog
    versions = _Versions(catalog=catalog)
    with target.course() as course:
        made = [versions.made(course, target.read, migration) for migration in migrations]
        after = course.catalog(target.read)
    refs = descendants(after, {ref for m in made for ref in m.refs})
    who = Attribution([Attempt(migration=m.migration, ran=tuple(m.ran)) for m in made])
    remade = {
        (ref, name): versions.maker[top] for name, (top, _) in versions.earlier for ref in descendants(after, {top})
    }
    changes: dict[str, list[Change]] = {}
    for change in differing(catalog, after, refs):
        name = who.of(change)
        changes.setdefault(remade.get((change.ref, name), name), []).append(change)
    for name, (ref, then) in versions.earlier:
        changes.setdefault(name, []).extend(differing(catalog, then, descendants(then, {ref})))
    return {m.migration.name: _presence(m, changes.get(m.migration.name, []), catalog, after) for m in made}


def _presence(made: _Made, changes: list[Change], catalog: Catalog, after: Catalog) -> Presence:
    touched = {c.ref for c in changes}
    own = descendants(after, made.refs)
    return Presence(
        equal=tuple(sorted(r for r in own if r in catalog.objects and r not in touched)),
        missing=tuple(sorted(c.ref for c in changes if c.kind is ChangeKind.ADDED)),
        differing=tuple(c for c in changes if c.kind in (ChangeKind.CHANGED, ChangeKind.RENAMED)),
        met=tuple(made.met),
        failed=tuple(made.failed),
        superseded=tuple(sorted(r for r in made.refs if r not in after.objects)),
    )


class _Kept(msgspec.Struct, frozen=True):
    """A `_Made` without its migration."""

    refs: tuple[ObjectRef, ...]
    again: tuple[ObjectRef, ...]
    met: tuple[int, ...]
    failed: Pairs
    ran: Pairs
    stays: bool = True


def _made(course: Course, catalog: Catalog, migration: Migration) -> _Made:
    """One migration, made on what those before it made."""
    statements = migration.up.statements

    def work(live: Live) -> _Kept:
        made = _make(live.finish(), catalog, migration)
        return _Kept(
            refs=tuple(sorted(made.refs)),
            again=tuple(sorted(made.again)),
            met=tuple(n for n, s in enumerate(statements) if any(s is other for other in made.met)),
            failed=pack(statements, made.failed),
            ran=pack(statements, made.ran),
        )

    kept = course.step("make", migration, work, _Kept)
    return _Made(
        migration=migration,
        refs=set(kept.refs),
        again=set(kept.again),
        met=[statements[n] for n in kept.met],
        failed=list(unpack(statements, kept.failed)),
        ran=list(unpack(statements, kept.ran)),
    )


def _make(copy: Database, catalog: Catalog, migration: Migration) -> _Made:
    made = _Made(migration=migration)
    with Session(copy) as session:
        for statement in runnable(migration.up.statements)[0]:
            ran = session.run(statement.sql)
            if met_existing(ran):
                made.met.append(statement)
                ran = _again(session, catalog, statement, ran, made)
            if not ran.ok and not gone_already(statement, ran, catalog) and not _rows_are_there(statement, ran):
                made.failed.append((statement, ran))
            made.ran.append((statement, ran))
            if statement.kind == "AlterEnumStmt" and statement.target is not None:
                made.refs |= set(resolve(statement.target, catalog, _TYPES))
            made.refs |= {e.ref for e in ran.effects if e.ref is not None and e.tag.startswith("CREATE")}
            if ran.ok and statement.kind == "AlterTableStmt":
                made.refs |= {r for r in _added(statement, catalog) if r is not None}
            if not session.alive:
                break
    return made


def met_existing(ran: Ran) -> bool:
    """Whether a statement was refused, or skipped over its work, because what it makes is there."""
    if ran.error is not None:
        return ran.error.sqlstate in ALREADY_THERE
    return any(code in ALREADY_THERE and message.endswith(", skipping") for code, message in ran.notices)


def _rows_are_there(statement: Statement, ran: Ran) -> bool:
    """Whether an INSERT was refused because its rows are there."""
    return statement.kind == "InsertStmt" and ran.error is not None and ran.error.sqlstate == "23505"


def gone_already(statement: Statement, ran: Ran, catalog: Catalog) -> bool:
    """Whether a statement was refused because what it takes away (or renames) is gone, or has its new name."""
    if ran.error is None or ran.error.sqlstate not in ALREADY_GONE:
        return False
    tree: Any = parse_one(statement.sql)
    if isinstance(tree, ParseFailure):
        return False
    kind = kind_of(tree)
    if kind == "AlterTableStmt":
        types = [postgast.pg_query_pb2.AlterTableType.Name(c.alter_table_cmd.subtype) for c in tree.cmds]
        return all(t.startswith("AT_Drop") for t in types)
    if kind == "RenameStmt" and statement.target is not None:
        old = statement.target
        return bool(resolve(ObjectRef(old.kind, old.schema, (*old.name[:-1], tree.newname)), catalog))
    return kind in {"DropStmt", "DropRoleStmt"}


def _again(session: Session, catalog: Catalog, statement: Statement, ran: Ran, made: _Made) -> Ran:
    """Take what is in the way out of the copy, and run the statement once more."""
    if statement.kind in _NAME_IS_ENOUGH:
        return Ran(sql=statement.sql, tag=ran.tag)
    if statement.kind in _REPLACED:
        form = repeatable(statement.sql, sqlstate=ran.error.sqlstate if ran.error else "")
        if form is not None:
            return [session.run(text) for text in form.statements][-1]
    for ref in _in_the_way(statement, catalog):
        session.run(drop(ref))
        made.refs.add(ref)
        made.again.add(ref)
    return session.run(statement.sql)


def _in_the_way(statement: Statement, catalog: Catalog) -> Iterator[ObjectRef]:
    if statement.kind == "AlterTableStmt":
        yield from (ref for ref in _added(statement, catalog) if ref is not None)
        return
    target = statement.target
    if target is None:
        return
    kinds = _RELATIONS if target.kind in _RELATIONS else _TYPES if target.kind in _TYPES else {target.kind}
    yield from resolve(target, catalog, frozenset(kinds | {target.kind}))


def resolve(ref: ObjectRef, catalog: Catalog, kinds: frozenset[str] | None = None) -> list[ObjectRef]:
    """The objects of a catalog that a name in a text means; one without a schema is looked for in `public` first."""
    wanted = kinds or frozenset({ref.kind})
    schemas = (
        [ref.schema] if ref.schema else ["public", *sorted({r.schema for r in catalog.objects} - {"public", ""}), ""]
    )
    for schema in schemas:
        found = [
            r
            for kind in sorted(wanted)
            for name in {ref.name, ref.name[:1]}
            if (r := ObjectRef(kind, schema, name)) in catalog.objects
        ]
        if found:
            return found
    return []


def _added(statement: Statement, catalog: Catalog) -> Iterator[ObjectRef | None]:
    """Columns and named constraints that an ALTER TABLE adds, as far as they are in the catalog's tables."""
    tree: Any = parse_one(statement.sql)
    if isinstance(tree, ParseFailure) or kind_of(tree) != "AlterTableStmt" or statement.target is None:
        return
    tables = resolve(statement.target, catalog) or [statement.target]
    for holder in tree.cmds:
        command = holder.alter_table_cmd
        name = postgast.pg_query_pb2.AlterTableType.Name(command.subtype)
        definition = getattr(command, "def")
        if name == "AT_AddColumn":
            yield _existing("column", tables[0], definition.column_def.colname)
        elif name == "AT_AddConstraint" and definition.constraint.conname:
            yield _existing("constraint", tables[0], definition.constraint.conname)


def _existing(kind: str, table: ObjectRef, name: str) -> ObjectRef:
    return ObjectRef(kind, table.schema, (table.name[0], name))


def drop(ref: ObjectRef) -> str:
    """DROP ... IF EXISTS ... CASCADE for one object."""
    if ref.kind in {"column", "constraint"}:
        table = quote.qualified(ref.schema, ref.name[0])
        return f"ALTER TABLE {table} DROP {ref.kind.upper()} IF EXISTS {quote.identifier(ref.name[1])} CASCADE"
    word = "TYPE" if ref.kind in _TYPES - {"domain"} else ref.kind.upper()
    return f"DROP {word} IF EXISTS {quote.ref(ref)} CASCADE"

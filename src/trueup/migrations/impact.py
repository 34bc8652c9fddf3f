"""What the migrations that run do to those who use the database: locks, rewrites, the way back, and rows in the way."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from trueup.catalog.model import Catalog
from trueup.diff.compare import compare
from trueup.diff.model import Change, Drift
from trueup.migrations import attempt as at
from trueup.migrations.attribution import Attribution
from trueup.migrations.claims import way_back
from trueup.migrations.course import Course
from trueup.migrations.model import DataRisk, LockUse, Reversal
from trueup.migrations.reading import Reader
from trueup.migrations.seeded import data_risks
from trueup.migrations.walk import Walk
from trueup.origin import Origin
from trueup.postgres.server import Database
from trueup.ref import ObjectRef
from trueup.replay.model import Migration, Unit
from trueup.sqltext.read import read_sql

_CLOSELY = 25  # ways back that are looked at one by one; each reads the catalog twice
_HOLDS_DATA = frozenset({"table", "column", "materialized view"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Impact:
    """One migration's part."""

    locks: tuple[LockUse, ...] = ()
    reversal: Reversal | None = None
    data: tuple[DataRisk, ...] = ()


def impact(
    production: Database,
    catalog: Catalog,
    pending: Sequence[Migration],
    walked: Walk,
    effects: Mapping[str, Drift],
    read: Reader,
    *,
    held: Mapping[str, tuple[LockUse, ...]],
    with_reversal: bool = True,
    with_data: bool = True,
) -> dict[str, Impact]:
    """Measure each migration that runs.

    Args:
        production, catalog: cloned and compared, never written to.
        pending: all of them.
        walked: which of them run, and in which order.
        effects: what each changes.
        read: reads a copy's catalog.
        held: the locks that were read.
        with_reversal: whether to run the ways back.
        with_data: whether to run them on rows.
    """
    rows = data_risks(production, catalog, pending, walked, run=with_data)
    back = _reversals(production, catalog, walked, effects, read) if with_reversal else {}
    return {
        m.name: Impact(
            locks=tuple(use for use in held.get(m.name, ()) if _is_there(use.ref, catalog)),
            reversal=back.get(m.name),
            data=rows[m.name],
        )
        for m in pending
    }


def _is_there(ref: ObjectRef, catalog: Catalog) -> bool:
    """What a pending migration makes itself, nobody uses yet."""
    return ref in catalog.objects or ref in catalog.platform_objects


def down_of(migration: Migration) -> tuple[str, Unit] | None:
    """The way back that the file itself holds: its down part, or a commented section under such a heading."""
    if migration.down is not None and at.runnable(migration.down.statements)[0]:
        return "down part", migration.down
    section = way_back(migration.text, migration.up.origin.file) if migration.text else None
    if section is None:
        return None
    text = ";\n".join(section.statements)
    statements = read_sql(text, section.origin.file).statements
    placed = tuple(replace(s, origin=Origin(file=section.origin.file, line=section.origin.line)) for s in statements)
    return "commented section", Unit(name=f"{migration.name} (back)", origin=section.origin, statements=placed)


def _reversals(
    production: Database, catalog: Catalog, walked: Walk, effects: Mapping[str, Drift], read: Reader
) -> dict[str, Reversal]:
    """Run all, then every way back in the opposite order, and compare with production once.

    Where a migration has no way back, those before it are tried with it still in place, as they would be.
    """
    ways = {name: down_of(walked.attempts[name].migration) for name in walked.order}
    found: dict[str, Reversal] = {}
    lost = {name: _data_lost(effects.get(name), catalog) for name in walked.order}
    for name, way in ways.items():
        if way is None and effects[name].changes:
            found[name] = Reversal(source="none", data_lost=lost[name])
    backed = [name for name, way in ways.items() if way is not None]
    if not backed:
        return found
    errors: dict[str, str] = {}
    with Course(production) as course:
        for name in walked.order:
            course.run(walked.attempts[name].migration, twice=False)
        for name in reversed(backed):
            way = ways[name]
            assert way is not None
            attempt, _ = course.run(replace(walked.attempts[name].migration, up=way[1]), twice=False)
            if attempt.failure is not None:
                statement, error = attempt.failure
                errors[name] = f"{error.message} ({error.sqlstate}, at {statement.origin})"
        after = read(course.finish())
    left = _left_behind(catalog, after, walked, frozenset(n for n, way in ways.items() if way is None))
    unseen: frozenset[str] = frozenset()
    doubtful = [name for name in walked.order if name in left or name in errors]
    if doubtful:
        closer = _one_by_one(production, walked, {n: way[1] for n in doubtful if (way := ways[n]) is not None})
        unseen = frozenset(doubtful) - frozenset(closer)
        left = {name: remaining for name, (remaining, _) in closer.items()}
        errors = {name: error for name, (_, error) in closer.items() if error}
    for name in backed:
        remaining = left.get(name)
        way = ways[name]
        found[name] = Reversal(
            source=way[0] if way else "none",
            exact=None if name in unseen else not errors.get(name) and not (remaining and remaining.counted),
            remaining=remaining,
            error=errors.get(name, ""),
            data_lost=lost[name],
        )
    return found


def _one_by_one(production: Database, walked: Walk, ways: Mapping[str, Unit]) -> dict[str, tuple[Drift, str]]:
    """What each of these ways back leaves, taken right after its own migration, and the server's refusal."""
    found: dict[str, tuple[Drift, str]] = {}
    with Course(production) as course:
        for name in walked.order:
            migration = walked.attempts[name].migration
            if name in ways and len(found) < _CLOSELY:
                found[name] = course.there_and_back(migration, ways[name])
            course.run(migration, twice=False)
    return found


def _left_behind(catalog: Catalog, after: Catalog, walked: Walk, without: frozenset[str]) -> dict[str, Drift]:
    """What differs from production, by the migration whose way back left it."""
    drift = compare(catalog, after)
    accepted = [walked.attempts[name] for name in walked.order]
    who = Attribution(accepted)
    parts: dict[str, list[Change]] = {}
    left: dict[str, Drift] = {}
    for change in drift.changes:
        name = who.of(change)
        if name and name not in without:
            parts.setdefault(name, []).append(change)
    for name, changes in parts.items():
        left[name] = replace(drift, changes=tuple(changes))
    return left


def _data_lost(effect: Drift | None, catalog: Catalog) -> tuple[ObjectRef, ...]:
    """Tables and columns of production that are gone afterwards."""
    if effect is None:
        return ()
    gone = [c.ref for c in effect.changes if c.after is None and c.ref.kind in _HOLDS_DATA and c.ref in catalog.objects]
    tables = {(r.schema, r.name[0]) for r in gone if r.kind == "table"}
    return tuple(r for r in gone if r.kind != "column" or (r.schema, r.name[0]) not in tables)

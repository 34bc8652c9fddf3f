"""Runs the way back of each migration: the file's own, or one that is written where no rows are needed for it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from trueup.catalog.model import Catalog
from trueup.diff.compare import compare
from trueup.diff.model import Change, Drift
from trueup.migrations import attempt as at
from trueup.migrations.attempt import Attempt
from trueup.migrations.attribution import Attribution
from trueup.migrations.claims import way_back
from trueup.migrations.course import Course
from trueup.migrations.live import Look
from trueup.migrations.model import Reversal
from trueup.migrations.reading import seen
from trueup.migrations.target import Target
from trueup.migrations.walk import Walk
from trueup.migrations.wayback import WayBack, all_renames, back, converted, lost, renames, told_as_renamed, write
from trueup.origin import Origin
from trueup.ref import ObjectRef
from trueup.replay.model import Migration, Unit
from trueup.sqltext.read import read_sql

_CLOSELY = 25  # ways back that are looked at one by one; each reads the catalog twice
_WRITING = frozenset({"InsertStmt", "UpdateStmt", "DeleteStmt", "MergeStmt", "CopyStmt", "TruncateStmt"})
_WRITTEN = 100  # of more migrations without a way back, none is written


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


@dataclass(frozen=True, slots=True, kw_only=True)
class _Seen:
    """A migration and its way back, by themselves: the catalogs, and how what was left differs from before."""

    before: Catalog
    after: Catalog | None
    left: Drift | None
    error: str

    @classmethod
    def of(cls, look: Look) -> _Seen:
        before = seen(look.before)
        return cls(
            before=before,
            after=seen(look.after) if look.after is not None else None,
            left=compare(before, seen(look.left)) if look.left is not None else None,
            error=look.error,
        )


@dataclass(slots=True)
class _Backs:
    """What is known of the ways back, on the way from stage to stage."""

    ways: dict[str, tuple[str, Unit]]
    written: dict[str, WayBack]
    looks: dict[str, _Seen]
    moved: dict[ObjectRef, ObjectRef]


def reversals(
    course: Course,
    target: Target,
    final: Catalog,
    walked: Walk,
    effects: dict[str, Drift],
) -> dict[str, Reversal]:
    """Run every way back, and compare with what was there before its migration.

    Migrations that touch each other's objects are looked at one by one, each with its way back right behind it; for
    the others, one comparison after all ways back, in the opposite order, tells the same of each.

    Args:
        course: in which all of them ran.
        target: production, copied where they are looked at one by one.
        final: what it held after them.
        walked: which ran, in which order.
        effects: what each changed; made exact for those that are looked at one by one.
    """
    attempts, catalog = walked.attempts, target.catalog
    own = {name: way for name in walked.order if (way := down_of(attempts[name].migration)) is not None}
    for name in walked.order:
        effects[name] = told_as_renamed(effects[name], renames(attempts[name], catalog))
    shared = _sharing([attempts[name] for name in walked.order])
    close = [n for n in walked.order if n in shared and (n in own or effects[n].changes)][:_CLOSELY]
    moved = all_renames([attempts[name] for name in walked.order], catalog)
    backs = _Backs(ways=own, written={}, looks={}, moved=moved)
    _look(target, walked, close, backs)
    for name, look in backs.looks.items():
        if look.after is not None:
            renamed = renames(attempts[name], look.before)
            effects[name] = told_as_renamed(compare(look.before, look.after), renamed)
    _write(target, final, walked, effects, shared, backs)
    left, errors = _all_back(course, target, walked, backs.ways) if backs.ways else ({}, {})
    doubtful = [n for n in walked.order if n in backs.ways and (n in left or n in errors) and n not in backs.looks]
    _look(target, walked, doubtful[:_CLOSELY], backs)
    found = {}
    for name in walked.order:
        reversal = _reversal(name, effects.get(name), attempts[name], catalog, backs, frozenset(doubtful), shared)
        if reversal is not None:
            found[name] = reversal
    return found


def _sharing(accepted: Sequence[Attempt]) -> frozenset[str]:
    """Migrations that touch an object, or something on one, that another of them touches too."""
    users: dict[tuple[str, str], set[str]] = {}
    for attempt in accepted:
        for ref in attempt.touched:
            if ref.kind not in {"schema", "extension"}:
                users.setdefault((ref.schema, ref.name[0]), set()).add(attempt.migration.name)
    return frozenset(name for names in users.values() if len(names) > 1 for name in names)


def _write(
    target: Target,
    final: Catalog,
    walked: Walk,
    effects: Mapping[str, Drift],
    shared: frozenset[str],
    backs: _Backs,
) -> None:
    """Write those that are missing, of migrations that touch nobody else's objects."""
    catalog = target.catalog
    without = [n for n in walked.order if n not in backs.ways and n not in shared and effects[n].changes]
    writable = [n for n in without if not lost(effects[n], catalog, walked.attempts[n], catalog, backs.moved)]
    if not writable or len(without) > _WRITTEN:
        return
    accepted = [walked.attempts[name] for name in walked.order]
    role = target.database.server.replay_role
    for name, way in write(accepted, frozenset(writable), effects, catalog, final, role).items():
        _take(name, way, walked, backs)


def _take(name: str, way: WayBack, walked: Walk, backs: _Backs) -> Unit | None:
    backs.written[name] = way
    if not way.steps:
        return None
    unit = way.unit(walked.attempts[name].migration)
    backs.ways[name] = ("way back written by trueup", unit)
    return unit


def _look(target: Target, walked: Walk, names: Sequence[str], backs: _Backs) -> None:
    """Look at these one by one, each with its way back right behind it; it is written from what is seen there."""
    if not names:
        return
    role = target.database.server.replay_role
    last = max(walked.order.index(name) for name in names)
    with target.course() as course:
        known: bytes | None = None
        for name in walked.order[: last + 1]:
            attempt = walked.attempts[name]
            if name in names:

                def way(before: Catalog, after: Catalog, name: str = name, attempt: Attempt = attempt) -> Unit | None:
                    if name in backs.ways:
                        return backs.ways[name][1]
                    if lost(compare(before, after), before, attempt, target.catalog, backs.moved):
                        return None
                    return _take(name, back(attempt, before, after, role), walked, backs)

                look = course.there_and_back(attempt.migration, way, known)
                backs.looks[name], known = _Seen.of(look), look.after
            else:
                known = None
            course.run(attempt.migration, twice=False)


def _reversal(
    name: str,
    effect: Drift | None,
    attempt: Attempt,
    catalog: Catalog,
    backs: _Backs,
    doubtful: frozenset[str],
    shared: frozenset[str],
) -> Reversal | None:
    look = backs.looks.get(name)
    gone = lost(effect, look.before if look is not None else catalog, attempt, catalog, backs.moved)
    rows = written_rows(attempt)
    if name not in backs.ways:
        if effect is None or not effect.changes:
            return Reversal(source="none", why_not="it changes rows, for which none is written") if rows else None
        return Reversal(source="none", data_lost=gone, why_not=_why_not(name, backs, gone))
    together = look is None and name in shared
    left = look.left if look is not None else None
    error = look.error if look is not None else ""
    unseen = look is None and (name in doubtful or together)
    exact = None if unseen else not error and not (left is not None and left.counted)
    if name in backs.written and not exact:
        why = error or "what it leaves is not what was there before"
        return Reversal(source="none", why_not=f"the one that was written does not hold: {why}")
    return Reversal(
        source=backs.ways[name][0],
        exact=exact,
        together=together and name not in doubtful,
        remaining=left,
        error=error,
        data_lost=gone,
        converted=converted(effect),
        steps=backs.written[name].steps if name in backs.written else (),
        rows=rows,
        rows_only=bool(rows) and exact is True and (effect is None or not effect.changes),
    )


def written_rows(attempt: Attempt) -> tuple[int, ...]:
    """The lines of statements that write rows of tables that the file did not make itself."""
    made = {ref.name[-1] for ref in attempt.created}
    return tuple(
        s.origin.line
        for s, ran in attempt.ran
        if ran.ok and s.kind in _WRITING and not (s.target is not None and s.target.name[0] in made)
    )


def _why_not(name: str, backs: _Backs, gone: Sequence[ObjectRef]) -> str:
    if name in backs.written:
        return backs.written[name].why_not
    return "" if gone else "none was written: too many migrations have none"


def _all_back(
    course: Course,
    target: Target,
    walked: Walk,
    ways: Mapping[str, tuple[str, Unit]],
) -> tuple[dict[str, Drift], dict[str, str]]:
    """What is left of each after all ways back, and what the server refused of them."""
    errors: dict[str, str] = {}
    for name in reversed(walked.order):
        if name in ways:
            attempt, _ = course.run(replace(walked.attempts[name].migration, up=ways[name][1]), twice=False)
            if attempt.failure is not None:
                statement, error = attempt.failure
                errors[name] = f"{error.message} ({error.sqlstate}, at {statement.origin})"
    after = course.catalog(target.read)
    drift = compare(target.catalog, after)
    who = Attribution([walked.attempts[name] for name in walked.order])
    parts: dict[str, list[Change]] = {}
    for change in drift.changes:
        name = who.of(change)
        if name in ways:
            parts.setdefault(name, []).append(change)
    return {name: replace(drift, changes=tuple(changes)) for name, changes in parts.items()}, errors

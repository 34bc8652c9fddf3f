"""Which files of a folder are in production already, up to what later files of the folder changed: by running them.

A file that was applied long ago can't be held against production by itself: a later one renamed its column, replaced
its function, dropped its table. What can be held against production is what all files that were applied make, from
empty. Which those are is found by leaving out, round by round, the files whose making is not there.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from trueup.catalog.model import Catalog
from trueup.diff.compare import compare
from trueup.diff.model import Change, ChangeKind
from trueup.migrations.attempt import Attempt
from trueup.migrations.attribution import Attribution, attribute
from trueup.migrations.reading import Reader, without_owner
from trueup.migrations.target import Target, from_nothing
from trueup.postgres.server import Server
from trueup.ref import ObjectRef
from trueup.replay.model import Migration

# The first leaves out what is pending, the others what that uncovered; what is not settled then is judged by itself.
_ROUNDS = 6
# Kinds that say nothing about who made them: privileges come by default too, and schemas are met by many files.
SILENT = frozenset({"grant", "default privilege", "schema"})
_FIRST = ("table", "view", "materialized view", "function", "policy", "column", "trigger")  # what a reason names first
_ANYTHING = frozenset({"DoStmt", "SelectStmt", "CallStmt"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """A file whose making is in production.

    Args:
        there: objects that it made and that production has, the same.
        later: what it made or touched and later files in production changed or took away, each with the last of them.
        until: the last file of the folder that production shows.
        touches: whether it made, changed or dropped anything at all.
    """

    there: tuple[ObjectRef, ...] = ()
    later: tuple[tuple[ObjectRef, str], ...] = ()
    until: str = ""
    touches: bool = False

    @property
    def shows(self) -> bool:
        """Whether anything of it is to be seen in a catalog: not of a file that only writes rows."""
        return bool(self.there or self.later or self.touches)

    @property
    def superseded(self) -> bool:
        """Whether running it against production as it is says nothing about it."""
        return bool(self.later)

    def __str__(self) -> str:
        parts = []
        if self.there:
            kept = "object that it makes is" if len(self.there) == 1 else "objects that it makes are"
            parts.append(f"{len(self.there)} {kept} there and equal")
        if self.later:
            ref, name = self.later[0]
            more = f" (and {len(self.later) - 1} more)" if len(self.later) > 1 else ""
            parts.append(f"{ref}{more} was changed or dropped later by {name}")
        if not parts:
            return f"Run from empty, the folder up to {self.until} makes with it what production has."
        words = "; ".join(parts)
        return (
            f"{words[0].upper()}{words[1:]} (the folder up to {self.until}, run from empty, makes what production has)."
        )


@dataclass(slots=True)
class _Round:
    """A choice of files, run from empty, and how production differs from what they make."""

    attempts: list[Attempt]
    made: Catalog
    parts: dict[str, list[Change]]
    blamed: dict[str, list[Change]] = field(default_factory=dict)

    def positive(self, name: str) -> list[ObjectRef]:
        """What the file made, by its net effect, and production has as it made it."""
        wrong = {c.ref for c in self.blamed.get(name, ())}
        own = [c for c in self.parts.get(name, ()) if c.kind is not ChangeKind.REMOVED and c.ref.kind not in SILENT]
        return [c.ref for c in own if c.ref not in wrong]


def may_stand(migrations: Sequence[Migration], pending: Sequence[Migration], production: Catalog) -> bool:
    """Whether production may hold what pending files make, and files speak of the same things: a look at the texts."""
    if not production.objects or len(migrations) < 2 or not _some_there(pending, production):
        return False
    seen: dict[str, str] = {}
    for migration in migrations:
        for statement in migration.up.statements:
            if statement.kind in _ANYTHING or (statement.kind == "DropStmt" and statement.target is None):
                return True
            target = statement.target
            if target is not None and seen.setdefault(target.name[0], migration.name) != migration.name:
                return True
    return False


def _some_there(pending: Sequence[Migration], production: Catalog) -> bool:
    names = {ref.name[-1] for ref in production.objects}
    return any(
        statement.kind in _ANYTHING or (statement.target is not None and statement.target.name[-1] in names)
        for migration in pending
        for statement in migration.up.statements
        if statement.kind in _ANYTHING or statement.kind.startswith(("Create", "View", "Index"))
    )


def standing(server: Server, production: Catalog, migrations: Sequence[Migration], read: Reader) -> dict[str, Standing]:
    """The files of a folder that are in production, by name.

    Args:
        server: where they are run, from empty.
        production: what is there.
        migrations: the whole folder in the tool's order, those that a history records too.
        read: reads a scratch database as production was read.

    Returns:
        For each file that runs from empty and whose making production shows; the others are not told of.
    """
    chosen = list(migrations)
    place = {m.name: number for number, m in enumerate(migrations)}
    with from_nothing(server, read, "standing") as blank:
        found = _run(blank, production, chosen)
        for _ in range(_ROUNDS - 1):
            gone = _absent(found, place)
            if not gone:
                break
            chosen = [m for m in chosen if m.name not in gone]
            found = _run(blank, production, chosen)
    return _standing(found, place)


def _run(blank: Target, production: Catalog, chosen: Sequence[Migration]) -> _Round:
    with blank.course() as course:
        attempts = [course.run(m, twice=False)[0] for m in chosen]
        made = course.catalog(blank.read)
    ran = [a for a in attempts if a.ok]
    parts = {
        name: list(drift.counted) for name, drift in attribute(compare(blank.catalog, made, renames=False), ran).items()
    }
    found = _Round(attempts=ran, made=made, parts=parts)
    for name, change in _blame(ran, made, production):
        found.blamed.setdefault(name, []).append(change)
    return found


def _blame(attempts: Sequence[Attempt], made: Catalog, production: Catalog) -> Iterator[tuple[str, Change]]:
    """How production differs from what was made, each with the file that made it so; what is by hand is left out."""
    who = Attribution(attempts)
    dropped = {ref: a.migration.name for a in attempts for ref in a.dropped}
    for change in compare(production, made, renames=False).counted:
        told = without_owner(change)
        if told is None or change.ref.kind in SILENT:
            continue
        name = dropped.get(change.ref, "") if change.kind is ChangeKind.REMOVED else who.of(told)
        if name:
            yield name, told


def _absent(found: _Round, place: Mapping[str, int]) -> set[str]:
    """The files to leave out next: those that production shows nothing of; else those behind the last that it shows.

    The former first: what they rename is also part of what earlier files made.
    """
    missing = {
        name
        for name, changes in found.blamed.items()
        if all(c.kind is ChangeKind.ADDED for c in changes) and not found.positive(name)
    }
    last = _last(found, place)
    return missing or {name for name in found.blamed if place[name] > last}


def _last(found: _Round, place: Mapping[str, int]) -> int:
    """The place of the last file that production shows in full."""
    shown = (place[n] for n in found.parts if n not in found.blamed and found.positive(n))
    return max(shown, default=-1)


def _standing(found: _Round, place: Mapping[str, int]) -> dict[str, Standing]:
    last = _last(found, place)
    names = [a.migration.name for a in found.attempts]
    until = next((n for n in names if place[n] == last), "")
    applied = [a for a in found.attempts if place[a.migration.name] <= last and a.migration.name not in found.blamed]
    later: dict[ObjectRef, list[str]] = {}
    for attempt in applied:
        for ref in attempt.touched:
            later.setdefault(ref, []).append(attempt.migration.name)
    return {
        a.migration.name: Standing(
            there=tuple(sorted(found.positive(a.migration.name))),
            later=tuple(_changed(a, found, later, place)),
            until=until,
            touches=bool(a.touched),
        )
        for a in applied
    }


def _changed(
    attempt: Attempt, found: _Round, later: Mapping[ObjectRef, Sequence[str]], place: Mapping[str, int]
) -> Iterator[tuple[ObjectRef, str]]:
    """What a file made and later ones changed or took away."""
    own = place[attempt.migration.name]
    yield from _skipped_over(attempt, found, place)
    kept = {c.ref for c in found.parts.get(attempt.migration.name, ())}
    for ref in sorted(attempt.touched, key=lambda r: (_FIRST.index(r.kind) if r.kind in _FIRST else len(_FIRST), r)):
        behind = [n for n in later.get(ref, ()) if place[n] > own]
        if behind and ref.kind not in SILENT and (ref not in kept or ref.kind in {"table", "column"}):
            yield ref, behind[-1]


def _skipped_over(attempt: Attempt, found: _Round, place: Mapping[str, int]) -> Iterator[tuple[ObjectRef, str]]:
    """What was there when it ran, so that it skipped over it, and what a later file took away: it would come back."""
    wanted = {
        (s.target.kind, s.target.name[-1]) for s, ran in attempt.ran if ran.ok and ran.skipped and s.target is not None
    }
    for later in found.attempts if wanted else ():
        if place[later.migration.name] > place[attempt.migration.name]:
            for ref in sorted(later.dropped):
                if (ref.kind, ref.name[-1]) in wanted and ref not in found.made.objects:
                    yield ref, later.migration.name

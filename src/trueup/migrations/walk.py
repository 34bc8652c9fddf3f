"""Finds an order in which pending migrations run.

Near-linear: a migration that is refused waits for the names that the server missed, and is tried again when a later
one makes something of such a name; only what still waits at the end is tried once more as a whole.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from trueup.migrations.attempt import Attempt
from trueup.migrations.course import Course
from trueup.migrations.missing import MISSING, missing_names
from trueup.migrations.second import Second
from trueup.replay.model import Migration


@dataclass(frozen=True, slots=True, kw_only=True)
class Walk:
    """What a walk through all pending migrations came to.

    Args:
        attempts: the last attempt of each, by name.
        second: what the second run of each accepted one came to.
        first: the attempt in the tool's own order, where it differs from the last.
        order: names of the accepted ones, in the order in which they ran.
        woken_by: for one that ran only after later ones, whose making let it run.
    """

    attempts: dict[str, Attempt]
    second: dict[str, Second]
    first: dict[str, Attempt]
    order: tuple[str, ...]
    woken_by: dict[str, str]


def walk(
    course: Course,
    migrations: Sequence[Migration],
    *,
    locks: bool = False,
    endless: Mapping[str, Attempt] | None = None,
) -> Walk:
    """Run each migration in the tool's order; those that are refused again when what they miss is made.

    Args:
        course: where they run.
        migrations: in the tool's order.
        locks: read what each statement locks.
        endless: those that ran out of time when they were tried alone; they are not run again.
    """
    walker = _Walker(course=course, locks=locks)
    for migration in migrations:
        if migration is migrations[-1]:
            course.keep(sum(len(m.up.statements) for m in migrations) - len(migration.up.statements))
        if endless and migration.name in endless:
            walker.attempts[migration.name] = endless[migration.name]
        else:
            walker.go(migration)
    walker.last_rounds()
    return Walk(
        attempts=walker.attempts,
        second=walker.second,
        first=walker.first,
        order=tuple(walker.order),
        woken_by=walker.woken_by,
    )


@dataclass(slots=True, kw_only=True)
class _Walker:
    """What is known on the way, and who waits for which names."""

    course: Course
    locks: bool
    attempts: dict[str, Attempt] = field(default_factory=dict)
    second: dict[str, Second] = field(default_factory=dict)
    first: dict[str, Attempt] = field(default_factory=dict)
    order: list[str] = field(default_factory=list)
    woken_by: dict[str, str] = field(default_factory=dict)
    _waiting: dict[str, Migration] = field(default_factory=dict)
    _waits_for: dict[str, set[str]] = field(default_factory=dict)

    def go(self, migration: Migration) -> None:
        """Run one, then those that wait for what it makes, and then those that wait for what these make."""
        stack = [migration.name] if self._run(migration) else []
        while stack:
            made = self.attempts[stack.pop()]
            keys = {part for ref in made.touched for part in (*ref.name, ref.schema)} | _added_columns(made)
            for name in sorted({n for key in keys for n in self._waits_for.get(key, ()) if n in self._waiting}):
                if name in self._waiting and self._run(self._waiting[name]):
                    self.woken_by[name] = made.migration.name
                    stack.append(name)

    def last_rounds(self) -> None:
        """What still waits is tried again as a whole, as long as that lets at least one run, three times at most."""
        for _ in range(3):
            before = len(self._waiting)
            for migration in list(self._waiting.values()):
                if migration.name in self._waiting and _curable(self.attempts[migration.name]):
                    self.go(migration)
            if len(self._waiting) == before:
                break

    def _run(self, migration: Migration) -> bool:
        attempt, second = self.course.run(migration, locks=self.locks)
        name = migration.name
        if name in self.attempts and name not in self.first:
            self.first[name] = self.attempts[name]
        self.attempts[name] = attempt
        if not attempt.ok:
            self._waiting[name] = migration
            error = attempt.failure[1] if attempt.failure else None
            for key in missing_names(error) if error and error.sqlstate in MISSING else ():
                self._waits_for.setdefault(key, set()).add(name)
            return False
        self._waiting.pop(name, None)
        self.order.append(name)
        if second is not None:
            self.second[name] = second
        return True


def _curable(attempt: Attempt) -> bool:
    return attempt.failure is not None and attempt.failure[1].sqlstate in MISSING


def _added_columns(attempt: Attempt) -> set[str]:
    """Identifiers in the ALTER statements that ran: the event trigger names the table, not the column."""
    return {
        word.strip('"')
        for statement, ran in attempt.ran
        if ran.ok and statement.kind in {"AlterTableStmt", "AlterEnumStmt", "RenameStmt"}
        for word in statement.sql.replace("(", " ").replace(",", " ").replace("'", " ").split()
    }

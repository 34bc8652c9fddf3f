"""Finds an order in which pending migrations run.

Near-linear: a migration that is refused waits for the names that the server missed, and is tried again when a later
one makes something of such a name; only what still waits at the end is tried once more as a whole.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from trueup.migrations.attempt import Attempt
from trueup.migrations.course import Course, Second
from trueup.migrations.missing import MISSING, missing_names
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
    found = Walk(attempts={}, second={}, first={}, order=(), woken_by={})
    order: list[str] = []
    waiting: dict[str, Migration] = {}
    waits_for: dict[str, set[str]] = {}

    def go(migration: Migration, because: str = "") -> bool:
        attempt, second = course.run(migration, locks=locks)
        name = migration.name
        if name in found.attempts and name not in found.first:
            found.first[name] = found.attempts[name]
        found.attempts[name] = attempt
        if not attempt.ok:
            waiting[name] = migration
            error = attempt.failure[1] if attempt.failure else None
            for key in missing_names(error) if error and error.sqlstate in MISSING else ():
                waits_for.setdefault(key, set()).add(name)
            return False
        waiting.pop(name, None)
        order.append(name)
        if because:
            found.woken_by[name] = because
        if second is not None:
            found.second[name] = second
        return True

    def wake(attempt: Attempt) -> None:
        """Try those that wait for what was just made, and then those that wait for what these make."""
        stack = [attempt]
        while stack:
            made = stack.pop()
            keys = {part for ref in made.touched for part in (*ref.name, ref.schema)} | _added_columns(made)
            names = sorted({n for key in keys for n in waits_for.get(key, ()) if n in waiting})
            for name in names:
                if name in waiting and go(waiting[name], made.migration.name):
                    stack.append(found.attempts[name])

    for migration in migrations:
        if endless and migration.name in endless:
            found.attempts[migration.name] = endless[migration.name]
        elif go(migration):
            wake(found.attempts[migration.name])
    _last_rounds(waiting, go, wake, found)
    return Walk(
        attempts=found.attempts, second=found.second, first=found.first, order=tuple(order), woken_by=found.woken_by
    )


def _last_rounds(
    waiting: dict[str, Migration],
    go: Callable[[Migration], bool],
    wake: Callable[[Attempt], None],
    found: Walk,
) -> None:
    """What still waits is tried again as a whole, as long as that lets at least one run, three times at most."""
    for _ in range(3):
        before = len(waiting)
        for migration in list(waiting.values()):
            if migration.name in waiting and _curable(found.attempts[migration.name]) and go(migration):
                wake(found.attempts[migration.name])
        if len(waiting) == before:
            break


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

"""Runs a file as each runner would, on a copy of its own, and reads what is left behind where that goes wrong."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from trueup.migrations.attempt import NEW_ENUM_VALUE, Attempt
from trueup.migrations.course import Course
from trueup.migrations.execute import Session
from trueup.migrations.memory import name_of
from trueup.migrations.model import RunnerResult
from trueup.migrations.runners import RUNNERS, Run, control, run_as, runner_of, unbalanced
from trueup.migrations.target import Target
from trueup.migrations.verdict import not_here
from trueup.migrations.walk import Walk
from trueup.postgres.server import Database
from trueup.replay.model import Migration

MOST_FILES = 10  # files that are run by every runner; of more, what one run tells has to do
_SHOWN = 4
_NOW = "SELECT pg_catalog.pg_current_xact_id()::text"
# What a transaction of this session wrote and committed: a row that was rolled back is not seen, whatever its xmin.
_LEFT = """
WITH grown AS (  -- tables that were there before: a table's row type is made with it, and not written again
  SELECT c.oid FROM pg_catalog.pg_class c JOIN pg_catalog.pg_type t ON t.oid = c.reltype
  WHERE c.relkind IN ('r', 'p') AND t.xmin::text::int8 < {start}),
newer AS (
  SELECT 'pg_catalog.pg_class'::pg_catalog.regclass AS class, oid AS object, 0 AS sub, xmin
    FROM pg_catalog.pg_class WHERE relkind IN ('r', 'p', 'v', 'm', 'S', 'f', 'i')
  UNION ALL SELECT 'pg_catalog.pg_class'::pg_catalog.regclass, a.attrelid, a.attnum, a.xmin
    FROM pg_catalog.pg_attribute a JOIN grown ON grown.oid = a.attrelid WHERE a.attnum > 0 AND NOT a.attisdropped
  UNION ALL SELECT 'pg_catalog.pg_proc'::pg_catalog.regclass, oid, 0, xmin FROM pg_catalog.pg_proc
  UNION ALL SELECT 'pg_catalog.pg_type'::pg_catalog.regclass, oid, 0, xmin
    FROM pg_catalog.pg_type WHERE typtype IN ('e', 'd', 'r')
  UNION ALL SELECT 'pg_catalog.pg_namespace'::pg_catalog.regclass, oid, 0, xmin FROM pg_catalog.pg_namespace
  UNION ALL SELECT 'pg_catalog.pg_constraint'::pg_catalog.regclass, pg_constraint.oid, 0, pg_constraint.xmin
    FROM pg_catalog.pg_constraint JOIN grown ON grown.oid = conrelid WHERE contype NOT IN ('n', 't')
  UNION ALL SELECT 'pg_catalog.pg_policy'::pg_catalog.regclass, oid, 0, xmin FROM pg_catalog.pg_policy
  UNION ALL SELECT 'pg_catalog.pg_trigger'::pg_catalog.regclass, oid, 0, xmin
    FROM pg_catalog.pg_trigger WHERE NOT tgisinternal
  UNION ALL SELECT 'pg_catalog.pg_extension'::pg_catalog.regclass, oid, 0, xmin FROM pg_catalog.pg_extension)
SELECT i.type || ' ' || i.identity || CASE WHEN i.type = 'index' AND NOT x.indisvalid THEN ' (invalid)' ELSE '' END
FROM newer CROSS JOIN LATERAL pg_catalog.pg_identify_object(class, object, sub) i
LEFT JOIN pg_catalog.pg_index x ON newer.class = 'pg_catalog.pg_class'::pg_catalog.regclass AND x.indexrelid = object
WHERE newer.xmin::text::int8 >= {start}
  AND coalesce(i.schema, '') NOT IN ('pg_temp', 'pg_toast', 'pg_toast_temp', 'trueup_recorder', 'trueup_internal')
  AND NOT (i.type = 'schema' AND i.name = 'trueup_internal') ORDER BY 1
"""


def not_alike(walked: Walk) -> list[str]:
    """The migrations that not all runners treat alike, as far as one run tells."""
    return [name for name, attempt in walked.attempts.items() if _is_odd(attempt)]


def runs(target: Target, walked: Walk) -> dict[str, tuple[RunnerResult, ...]]:
    """What each runner does with the files that not all of them treat alike, by migration.

    Args:
        target: production; copied, never written to.
        walked: which migrations ran, and in which order; each file is run on what those before it leave.
    """
    odd = not_alike(walked)[:MOST_FILES]
    if not odd:
        return {}
    found: dict[str, tuple[RunnerResult, ...]] = {}
    refused = [name for name in odd if name not in walked.order]
    with target.course() as course:
        for name in walked.order:
            migration = walked.attempts[name].migration
            if name in odd:
                found[name] = _results(course, migration)
            course.run(migration, twice=False)
        if refused:
            found |= {name: _results(course, walked.attempts[name].migration) for name in refused}
    return found


def _results(course: Course, migration: Migration) -> tuple[RunnerResult, ...]:
    """What each runner does with a file on what is there now."""
    parts = (name_of(migration),)
    return course.look("runners", parts, lambda live: _by_all(live.finish(), migration), tuple[RunnerResult, ...])


def _is_odd(attempt: Attempt) -> bool:
    """Whether runners may treat it differently: it fails half-way, or what a transaction is matters to it."""
    own = control(attempt.migration)
    error = attempt.failure[1].sqlstate if attempt.failure is not None else ""
    if attempt.failure is not None and not_here(attempt.failure[1]):
        return False  # it says nothing about the file
    half_way = bool(error) and len(attempt.migration.up.statements) > 1
    return half_way or attempt.autocommit or bool(unbalanced(own)) or error == NEW_ENUM_VALUE


def _by_all(state: Database, migration: Migration) -> tuple[RunnerResult, ...]:
    own = runner_of(migration.tool)
    return tuple(_by_one(state, runner, migration) for runner in dict.fromkeys([*RUNNERS, own]))


def _by_one(state: Database, runner: str, migration: Migration) -> RunnerResult:
    copy = state.clone()
    try:
        with Session(copy) as session:
            values = session.command(_NOW).values
            start = int(values[0][0] or 0) if values else 0
            run = run_as(session, runner, migration)
            left = tuple(_left(session, start)) if session.alive else None
        if left is None:
            with Session(copy) as session:
                left = tuple(_left(session, start))
    finally:
        copy.drop()
    return _result(runner, run, left)


def _left(session: Session, start: int) -> Iterator[str]:
    for (name,) in session.command(_LEFT.format(start=start)).values:
        if name:
            yield name


def _result(runner: str, run: Run, left: Sequence[str]) -> RunnerResult:
    error = run.error
    if error is None and not run.left_open:
        return RunnerResult(runner=runner, ok=True)
    words = f"{error.message} ({error.sqlstate})" if error is not None else "BEGIN without COMMIT"
    more = f" and {len(left) - _SHOWN} more" if len(left) > _SHOWN else ""
    behind = f"{', '.join(left[:_SHOWN])}{more}" if left else "nothing"
    return RunnerResult(runner=runner, ok=False, error=words, left=behind)

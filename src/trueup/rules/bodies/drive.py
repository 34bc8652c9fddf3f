"""Many questions in one round trip: each runs in a subtransaction of its own, and leaves nothing behind."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import psycopg

_CHUNK = 200

# A subtransaction ends by an error only; so the report travels as that error's message.
_DRIVER = """
CREATE FUNCTION pg_temp.trueup_drive(path text, statements text[]) RETURNS jsonb LANGUAGE plpgsql AS $driver$
DECLARE
  statement text;
  report text;
BEGIN
  BEGIN
    PERFORM set_config('search_path', path, true);
    IF cardinality(statements) > 1 THEN
      PERFORM set_config('check_function_bodies', 'off', true); -- it is called at once, and compiled then
    END IF;
    FOREACH statement IN ARRAY statements LOOP
      EXECUTE statement;
    END LOOP;
    SELECT coalesce(jsonb_agg(jsonb_build_array(number, state, message, detail, hint) ORDER BY number), '[]')
      INTO report FROM pg_temp.trueup_report;
    RAISE EXCEPTION USING ERRCODE = 'TRU01', MESSAGE = report;
  EXCEPTION
    WHEN SQLSTATE 'TRU01' THEN
      GET STACKED DIAGNOSTICS report = MESSAGE_TEXT;
      RETURN jsonb_build_object('rows', report::jsonb);
    WHEN OTHERS THEN
      RETURN jsonb_build_object('error', SQLERRM);
  END;
END
$driver$
"""
_REPORT = "CREATE TEMP TABLE trueup_report (number integer, state text, message text, detail text, hint text)"


@dataclass(frozen=True, slots=True)
class Job:
    """Statements that run one after the other under a search path, and are then undone."""

    path: str
    statements: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What a job reported to `pg_temp.trueup_report`; or the error that ended it."""

    rows: tuple[Sequence[Any], ...] = ()
    error: str | None = None


def drive(connection: psycopg.Connection[Any], jobs: Sequence[Job]) -> tuple[Answer, ...]:
    """Run all jobs, inside the caller's transaction; one answer each, in order."""
    answers: list[Answer] = []
    connection.execute(_REPORT)
    connection.execute(_DRIVER)
    for start in range(0, len(jobs), _CHUNK):
        chunk = jobs[start : start + _CHUNK]
        with connection.pipeline():
            cursors = [
                connection.execute(
                    "SELECT pg_temp.trueup_drive(%s, %s)", (job.path, list(job.statements)), prepare=True
                )
                for job in chunk
            ]
        for cursor in cursors:
            row = cursor.fetchone()
            found = row[0] if row else {"error": "no answer"}
            answers.append(Answer(rows=tuple(found.get("rows", ())), error=found.get("error")))
    return tuple(answers)

"""Run steps on a scratch database: those that may share a transaction do, each of the others commits by itself."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

import psycopg

from trueup.postgres.server import Database
from trueup.replay.standing import standing_in
from trueup.sqltext.read import read_sql
from trueup.step import Step


@dataclass(frozen=True, slots=True, kw_only=True)
class StepError:
    """A step that the server refused.

    Args:
        step: the step.
        sqlstate, message: what the server said.
    """

    step: Step
    sqlstate: str
    message: str

    def __str__(self) -> str:
        return f"{self.message} (SQLSTATE {self.sqlstate})"


def transactions(steps: Sequence[Step]) -> list[tuple[bool, list[Step]]]:
    """Steps in the groups in which they run: (in one transaction, steps)."""
    return [(key, list(group)) for key, group in groupby(steps, key=lambda s: s.transactional)]


def apply_to(database: Database, steps: Sequence[Step], *, trusted: bool = False) -> StepError | None:
    """Run all steps on a scratch database, as the replay role with what a database's owner has on a real server.

    Args:
        database: the scratch database.
        steps: what to run.
        trusted: run them as the superuser: only for SQL that is not from a file.
    """
    if trusted:
        with database.connect(superuser=True) as conn:
            return apply(conn, steps)
    read = [read_sql(step.sql, "plan").statements for step in steps]
    with standing_in(database, tuple(s for found in read for s in found)) as say, database.connect() as conn:
        said = [
            replace(step, sql=text)
            for step, found in zip(steps, read, strict=True)
            for text in (say(found[0], step.ref) if len(found) == 1 else [step.sql])
        ]
        return apply(conn, said)


def apply(conn: psycopg.Connection, steps: Sequence[Step]) -> StepError | None:
    """Run all steps in order; the first one that is refused, or None.

    Args:
        conn: in autocommit mode. What was committed before a refused step stays.
    """
    for together, group in transactions(steps):
        error = _in_one_transaction(conn, group) if together else _one_by_one(conn, group)
        if error is not None:
            return error
    return None


def _in_one_transaction(conn: psycopg.Connection, steps: Iterable[Step]) -> StepError | None:
    failed: StepError | None = None
    try:
        with conn.transaction():
            failed = _one_by_one(conn, steps)
            if failed is not None:
                raise psycopg.Rollback
    except psycopg.Error as error:  # a deferred constraint speaks at COMMIT
        return _error(error, list(steps)[-1])
    return failed


def _one_by_one(conn: psycopg.Connection, steps: Iterable[Step]) -> StepError | None:
    for step in steps:
        try:
            conn.execute(step.sql.encode())
        except psycopg.Error as error:
            return _error(error, step)
    return None


def _error(error: psycopg.Error, step: Step) -> StepError:
    message = error.diag.message_primary or str(error).strip() or type(error).__name__
    if error.diag.message_detail:
        message = f"{message}: {error.diag.message_detail}"
    return StepError(step=step, sqlstate=error.sqlstate or "", message=message)

"""Acting as somebody in a scratch copy: many small tasks in one round trip, each in a subtransaction of its own.

The connection is a role of our own, `trueup_prober`: it may act as every role of the schema and see every row, and it
is no superuser, so code of the schema that it sets off (a trigger, a default, a policy) can't become one either.
"""

from __future__ import annotations

import itertools
import json
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from importlib import resources
from typing import Any

import psycopg

from trueup.postgres.cluster import PROBER
from trueup.postgres.server import Database

_TIMEOUT_MS = 20_000
_NOT_PREPARED = "26000"
_SESSION = f"""
SET client_min_messages = error;
SET statement_timeout = {_TIMEOUT_MS};
SET search_path = "$user", public, extensions;
SET DateStyle = 'ISO';
SET TimeZone = 'UTC'
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Action:
    """One statement, run as somebody.

    Args:
        sql: one statement.
        role: the role to act as; None is the prober, who sees every row.
        settings: run-time settings of the request.
        rows: whether the statement is a query for one JSON value.
        soft: whether its task goes on when it fails.
        undo: whether its effects are taken back at once; its result stays.
        again: whether the same query is worth preparing, since others ask it too.
    """

    sql: str
    role: str | None = None
    settings: tuple[tuple[str, str], ...] = ()
    rows: bool = False
    soft: bool = False
    undo: bool = False
    again: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """Actions in one subtransaction, rolled back unless `keep`."""

    actions: tuple[Action, ...]
    keep: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """What became of one action.

    Args:
        ok: whether it ran.
        count: rows affected.
        value: the JSON value of a query.
        state, message, detail, constraint, column, table, type_name, context: the server's words where it did not run.
    """

    ok: bool
    count: int = 0
    value: Any = None
    state: str = ""
    message: str = ""
    detail: str = ""
    hint: str = ""
    constraint: str = ""
    column: str = ""
    table: str = ""
    type_name: str = ""
    context: str = ""


@dataclass(slots=True)
class Engine:
    """Runs tasks in one scratch database.

    Args:
        conn: as the prober.
        probes: how many tasks were run.
        prepares: whether queries that are asked `again` may be planned once. Not where a policy calls a function
            that says it is IMMUTABLE and yet reads the caller or a table: its answer would be part of the plan.
    """

    conn: psycopg.Connection[Any]
    probes: int = field(default=0)
    prepares: bool = field(default=False)
    _names: dict[tuple[str | None, str], str] = field(default_factory=dict)
    _prepared: set[tuple[str | None, str]] = field(default_factory=set)
    _spoiled: set[tuple[str | None, str]] = field(default_factory=set)
    _fresh: set[tuple[str | None, str]] = field(default_factory=set)
    _numbers: Iterator[int] = field(default_factory=itertools.count)

    def run(self, tasks: Sequence[Task]) -> list[list[Result]]:
        """Run the tasks in order. A task that is stopped by the time limit gives the server's error, no exception."""
        if not tasks:
            return []
        self.probes += len(tasks)
        try:
            return self._run(tasks)
        except psycopg.Error as error:
            self.conn.rollback()
            # Which of them were prepared before it ended is not known: they get new names.
            self._names.clear()
            self._prepared.clear()
            self._fresh.clear()
            if len(tasks) > 1:
                middle = len(tasks) // 2
                return self.run(tasks[:middle]) + self.run(tasks[middle:])
            state = error.sqlstate or "XX000"
            return [[Result(ok=False, state=state, message=str(error.diag.message_primary or error).strip())]]

    def _run(self, tasks: Sequence[Task]) -> list[list[Result]]:
        text = json.dumps([{"keep": t.keep, "steps": [self._encode(a) for a in t.actions]} for t in tasks])
        row = self.conn.execute("SELECT trueup_probe.run(%s::jsonb)", (text,)).fetchone()
        found = [[_decode(out) for out in outs] for outs in (row[0] if row else [])]
        if not self.prepares:
            return found
        if any(result.state == _NOT_PREPARED for results in found for result in results):
            # Its first use was not reached, or a function of the schema threw our plans away: then without them.
            self._spoiled |= {_name(action) for task in tasks for action in task.actions}
            self._fresh.clear()
            return self._run(tasks)
        for task, results in zip(tasks, found, strict=True):
            for action, result in zip(task.actions, results, strict=False):
                if action.again:
                    (self._prepared if result.ok else self._spoiled).add(_name(action))
        # One that was not reached, since an action before it was refused, is still to be prepared.
        for key in self._fresh - self._prepared:
            self._names.pop(key, None)
        self._fresh.clear()
        return found

    def _encode(self, action: Action) -> dict[str, Any]:
        step = {
            "sql": action.sql,
            "role": action.role,
            "set": dict(action.settings),
            "rows": action.rows,
            "soft": action.soft,
            "undo": action.undo,
        }
        key = _name(action)
        if action.again and self.prepares and key not in self._spoiled:
            fresh = key not in self._names
            if fresh:
                self._names[key] = f"look{next(self._numbers)}"
                self._fresh.add(key)
            step |= {"fresh": fresh, "name": self._names[key]}
        return step

    def query(self, sql: str) -> Any:
        """The one value of a query that the prober runs."""
        row = self.conn.execute(sql.encode()).fetchone()
        return row[0] if row else None


def _name(action: Action) -> tuple[str | None, str]:
    return action.role, action.sql


def _decode(out: Mapping[str, Any]) -> Result:
    if out["ok"]:
        return Result(ok=True, count=out.get("n") or 0, value=out.get("v"))
    return Result(
        ok=False,
        state=out.get("state") or "",
        message=out.get("message") or "",
        detail=out.get("detail") or "",
        hint=out.get("hint") or "",
        constraint=out.get("constraint") or "",
        column=out.get("column") or "",
        table=out.get("table") or "",
        type_name=out.get("type") or "",
        context=out.get("context") or "",
    )


def install(database: Database) -> None:
    """Put the engine into a scratch copy."""
    text = resources.files("trueup.seeding").joinpath("sql/engine.sql").read_text()
    with database.connect(superuser=True) as conn:
        conn.execute("SET client_min_messages = error")
        with conn.transaction():
            # Two copies on one server may do this at once; roles belong to the server.
            conn.execute("SELECT pg_advisory_xact_lock(7265697375)")
            conn.execute(text.encode())


_LEAVE = """
REVOKE SET ON PARAMETER session_replication_role FROM trueup_prober;
DROP ROLE trueup_prober
"""


@contextmanager
def engine(database: Database) -> Iterator[Engine]:
    """An engine for a scratch copy that may be written to; what it keeps is committed."""
    install(database)
    try:
        with prober(database) as conn:
            yield Engine(conn)
    finally:
        _leave(database)


@contextmanager
def prober(database: Database) -> Iterator[psycopg.Connection[Any]]:
    """A connection of the prober to a further copy, while an engine is there: its role is the server's."""
    with database.server.connection(PROBER, database.name) as conn:
        conn.execute(_SESSION.encode())
        yield conn


def _leave(database: Database) -> None:
    """Take the engine's schema away, and its role too unless another copy still needs it."""
    with database.connect(superuser=True) as conn:
        conn.execute("SET client_min_messages = error")
        conn.execute("DROP SCHEMA IF EXISTS trueup_probe CASCADE")
        with suppress(psycopg.Error), conn.transaction():
            conn.execute(_LEAVE.encode())

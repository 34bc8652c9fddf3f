"""Text that runs like a body and belongs to no function: DO blocks, and the commands that pg_cron holds."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

import postgast
import psycopg

from trueup.catalog.model import Function
from trueup.ref import ObjectRef
from trueup.replay.model import Outcome
from trueup.sqltext.model import Statement

DO_BLOCK = "do block"
COMMAND = "scheduled command"
_BEFORE, _AFTER = "BEGIN ", ";\nEND"


@dataclass(frozen=True, slots=True, kw_only=True)
class Program:
    """One of them, as a function without arguments, so that it is checked as one.

    Args:
        function: `ref.kind` is `DO_BLOCK` or `COMMAND`; `body` is what the check reads.
        title: how a message names it.
        text: the part of the body that stands in a file, and `before` what was put before it.
        statement: the statement that holds the text, where it is known.
    """

    function: Function
    title: str
    text: str
    before: int = 0
    statement: Statement | None = None


def do_blocks(outcomes: Iterable[Outcome]) -> Iterator[Program]:
    """The DO blocks in PL/pgSQL that ran; one that the server refused is told by the replay."""
    for outcome in outcomes:
        if outcome.statement.kind == "DoStmt" and outcome.ok:
            body = _do_body(outcome.statement.sql)
            if body:
                ref = ObjectRef(DO_BLOCK, "", (str(outcome.statement.origin),))
                function = Function(ref=ref, language="plpgsql", returns="void", body=body)
                yield Program(function=function, title="the DO block", text=body, statement=outcome.statement)


def scheduled_commands(connection: psycopg.Connection[Any], outcomes: Iterable[Outcome]) -> Iterator[Program]:
    """The commands that pg_cron holds for this database; none where there is no pg_cron, or it may not be read."""
    for name, command in _jobs(connection):
        statement = next((o.statement for o in outcomes if o.ok and command in o.statement.sql), None)
        ref = ObjectRef(COMMAND, "", (name,))
        inner = _do_body(command)
        body = inner or f"{_BEFORE}{command.rstrip().removesuffix(';')}{_AFTER}"
        yield Program(
            function=Function(ref=ref, language="plpgsql", returns="void", body=body),
            title=f"the scheduled command {name}",
            text=inner or command,
            before=0 if inner else len(_BEFORE),
            statement=statement,
        )


def _jobs(connection: psycopg.Connection[Any]) -> list[tuple[str, str]]:
    there = connection.execute("SELECT to_regclass('cron.job') IS NOT NULL").fetchone()
    if not there or not there[0]:
        return []
    try:
        with connection.transaction():
            return connection.execute(
                "SELECT coalesce(jobname, jobid::text), command FROM cron.job"
                " WHERE database = current_database() ORDER BY jobid"
            ).fetchall()
    except psycopg.errors.InsufficientPrivilege:
        return []


def _do_body(sql: str) -> str | None:
    """The body of a DO block in PL/pgSQL; None for any other statement."""
    try:
        trees = postgast.parse(sql).stmts
    except postgast.PgQueryError:
        return None
    if len(trees) != 1 or trees[0].stmt.WhichOneof("node") != "do_stmt":
        return None
    given = {a.def_elem.defname: a.def_elem.arg.string.sval for a in trees[0].stmt.do_stmt.args}
    return given.get("as") if given.get("language", "plpgsql") == "plpgsql" else None

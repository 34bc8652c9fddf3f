"""The commands that pg_cron holds, analysed by the server and never run."""

from __future__ import annotations

from typing import Any

import postgast
import psycopg

_PLANNABLE = frozenset({"select_stmt", "insert_stmt", "update_stmt", "delete_stmt", "merge_stmt"})
_MISSING = frozenset({"42P01", "42703", "42883", "42704", "3F000"})


def broken_commands(connection: psycopg.Connection[Any]) -> tuple[tuple[str, str, str, str], ...]:
    """(job, command, SQLSTATE, message) of those that name what is not there; none where there is no pg_cron."""
    there = connection.execute("SELECT to_regclass('cron.job') IS NOT NULL").fetchone()
    if not there or not there[0]:
        return ()
    try:
        jobs = connection.execute(
            "SELECT coalesce(jobname, jobid::text), command FROM cron.job ORDER BY jobid"
        ).fetchall()
    except psycopg.errors.InsufficientPrivilege:
        return ()
    found = []
    for name, command in jobs:
        for text in _queries(command):
            try:
                with connection.transaction(force_rollback=True):
                    connection.execute(f"EXPLAIN {text}".encode())
            except psycopg.Error as error:
                if error.sqlstate in _MISSING:
                    found.append((name, command, error.sqlstate, error.diag.message_primary or ""))
    return tuple(found)


def _queries(command: str) -> list[str]:
    try:
        trees = postgast.parse(command).stmts
    except postgast.PgQueryError:
        return []
    raw = command.encode()
    return [
        raw[t.stmt_location : t.stmt_location + t.stmt_len if t.stmt_len else None].decode()
        for t in trees
        if t.stmt.WhichOneof("node") in _PLANNABLE
    ]

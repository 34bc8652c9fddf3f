"""A live server: only read, in one round trip, with time limits, and without its password in any message."""

from __future__ import annotations

from dataclasses import replace
from typing import NamedTuple

import psycopg

from trueup.catalog.applied import read_applied
from trueup.catalog.introspect import query, value_of
from trueup.catalog.introspect.decode import decode
from trueup.catalog.model import CLASSES, Catalog
from trueup.catalog.not_captured import refused_section
from trueup.catalog.statistics import ProductionStatistics, read_statistics
from trueup.diagnostic import NotEvaluated
from trueup.ref import ObjectRef

# A section that the role may not read is left out and told; these all others hang on.
_NEEDED = ("schemas", "tables", "columns")


def read_server(
    conn: psycopg.Connection, *, timeout: float = 60, lock_timeout: float = 2, plain: bool = False
) -> Catalog:
    """The catalog behind an open connection to somebody's server, in one round trip.

    Args:
        conn: in autocommit, idle.
        timeout: seconds that the server may take for it.
        lock_timeout: seconds that it may wait for a lock: printing an expression takes the weakest one on its table.
        plain: only what a comparison takes: without dependencies, and without the two below.

    Returns:
        The catalog with table sizes and with what migration tools recorded. What the role may not read is told in
        `Catalog.not_captured`.

    Raises:
        psycopg.Error: the server refused it as a whole, took too long or went away.
    """
    limits = _Limits(round(timeout * 1000), round(lock_timeout * 1000))
    try:
        catalog = decode(_fetch(conn, query.document(depends=not plain, extras=not plain), limits))
    except psycopg.errors.InsufficientPrivilege:
        catalog = _read_in_parts(conn, limits)
    if plain:
        return catalog
    applied, unread = read_applied(lambda text: _fetch(conn, text, limits), catalog)
    return replace(catalog, applied=applied, not_captured=(*catalog.not_captured, *unread))


class Answer(NamedTuple):
    """What a live server said to a query that counts rows: how many, or why it did not say."""

    rows: int | None = None
    sqlstate: str = ""
    error: str = ""


def count_rows(conn: psycopg.Connection, query: str, *, timeout: float, lock_timeout: float) -> Answer:
    """The number that a query gives, asked in a read-only transaction of its own with time limits.

    Raises:
        psycopg.OperationalError: the connection was lost.
    """
    try:
        text = _fetch(conn, query, _Limits(round(timeout * 1000), round(lock_timeout * 1000)))
        return Answer(rows=int(text))
    except psycopg.Error as error:
        if conn.closed:
            raise
        return Answer(sqlstate=error.sqlstate or "", error=error.diag.message_primary or type(error).__name__)
    except ValueError:
        return Answer(error="it gave no number")


def read_use(
    conn: psycopg.Connection, catalog: Catalog, *, timeout: float = 60, lock_timeout: float = 2
) -> tuple[ProductionStatistics, tuple[NotEvaluated, ...]]:
    """What the server behind an open connection counts about its own use, read as `read_server` reads.

    Args:
        conn: in autocommit, idle.
        catalog: what that server holds.
        timeout, lock_timeout: as for `read_server`.

    Returns:
        The statistics, and what could not be read of them, with the server's reason.
    """
    limits = _Limits(round(timeout * 1000), round(lock_timeout * 1000))
    buckets = ObjectRef("table", "storage", ("buckets",)) in catalog.objects
    return read_statistics(lambda text: _fetch(conn, text, limits), buckets=buckets)


class _Limits(NamedTuple):
    """Milliseconds."""

    statement: int
    lock: int


def _fetch(conn: psycopg.Connection, text: str, limits: _Limits) -> bytes:
    """Run one query in a read-only transaction of its own, all in one message (poolers refuse session settings)."""
    with conn.cursor() as cursor:
        try:
            cursor.execute(
                f"BEGIN READ ONLY; SET LOCAL statement_timeout = {limits.statement};"
                f"SET LOCAL lock_timeout = {limits.lock}; SET LOCAL jit = off; {text}; COMMIT".encode()
            )
        except psycopg.Error:
            conn.rollback()
            raise
        while cursor.description is None and cursor.nextset():
            pass
        return value_of(cursor)


def _read_in_parts(conn: psycopg.Connection, limits: _Limits) -> Catalog:
    """Where one part may not be read: each on its own, and what is refused is told."""
    names: list[str] = []
    missing: list[NotEvaluated] = []
    for name in ("roles", *CLASSES):
        try:
            _fetch(conn, query.document((name,), depends=False), limits)
            names.append(name)
        except psycopg.errors.InsufficientPrivilege as error:
            if name in _NEEDED:
                raise
            missing.append(refused_section(name, str(error).splitlines()[0]))
    return decode(_fetch(conn, query.document(tuple(names)), limits), missing=missing)

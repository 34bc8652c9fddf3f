"""Read a server's catalog: one query, one round trip, one JSON document."""

from __future__ import annotations

import psycopg
from psycopg.pq import TransactionStatus

from trueup.catalog.introspect.decode import decode
from trueup.catalog.introspect.query import document, introspection_query, present, worth_reading
from trueup.catalog.model import Catalog

__all__ = ["decode", "introspect", "introspection_query", "read_document", "value_of"]


def introspect(conn: psycopg.Connection) -> Catalog:
    """The catalog of the database that `conn` is connected to.

    Read-only, and runnable by a role that isn't superuser. The connection's settings are as before afterwards. For a
    database that nobody else changes meanwhile: it first asks which kinds are there at all, which halves the time for a
    small database.

    Raises:
        psycopg.Error: the server refused the query or went away.
    """
    return decode(read_document(conn))


def read_document(conn: psycopg.Connection) -> bytes:
    """The JSON document that `decode` takes, for a caller that keeps it.

    Raises:
        psycopg.Error: the server refused the query or went away.
    """
    if conn.autocommit and conn.info.transaction_status == TransactionStatus.IDLE:
        return _read(conn)  # each query is a transaction of its own: SET LOCAL ends with it
    with conn.transaction(force_rollback=True):
        return _read(conn)


def _read(conn: psycopg.Connection) -> bytes:
    return _fetch(conn, document(worth_reading(_fetch(conn, present()).decode())))


def _fetch(conn: psycopg.Connection, query: str) -> bytes:
    with conn.cursor(binary=False) as cursor:
        cursor.execute(query.encode(), prepare=False)
        return value_of(cursor)


def value_of(cursor: psycopg.Cursor) -> bytes:
    """The one text value of a result, as UTF-8: megabytes, so no more copies of it than it takes.

    Raises:
        psycopg.DataError: there is none.
    """
    result = cursor.pgresult
    value = result.get_value(0, 0) if result is not None and result.ntuples else None
    if value is None:  # the query has one row always
        raise psycopg.DataError("the introspection query gave no document")
    encoding = cursor.connection.info.encoding
    return bytes(value) if encoding == "utf-8" else bytes(value).decode(encoding).encode()

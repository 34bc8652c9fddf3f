"""Rows that a statement would stumble over, among the seeded ones, as far as the table as it is lets them be.

Seeded rows are as good as rows can be: a nullable column is rarely NULL, a number is positive, no value comes twice.
What a later NOT NULL, CHECK, UNIQUE or type would refuse is put in here, one value each; the server says if it may be.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import psycopg

from trueup.migrations.model import DataRisk
from trueup.postgres.server import Database
from trueup.sqltext.quote import identifier, qualified

# Each as a text that its column may take: nothing, zero, less than zero, much, empty, long, an old day.
_VALUES = ("NULL", "'0'", "'-1'", "'2000000000'", "''", f"'{'x' * 300}'", "'1900-01-01'", "'{}'")
_ROWS = 3  # of a table that are tried for one risk
MOST_RISKS = 40  # risks that rows are looked for


def worsen(copy: Database, risks: Sequence[DataRisk]) -> None:
    """Change rows of a seeded copy so that each risk's query finds one, where the table takes such a row.

    Args:
        copy: a scratch database of one's own.
        risks: what is looked for; a query that finds a row already is left alone.
    """
    with copy.connect() as conn:  # as the role for text from files: the query's condition is one
        conn.execute("SET statement_timeout = '2s'")
        held: list[DataRisk] = []
        for risk in [r for r in risks if r.query and r.columns][:MOST_RISKS]:
            same = [r for r in held if r.ref == risk.ref]
            if not _none(conn, risk) or any(_changed(conn, [risk, *same], change) for change in _changes(risk)):
                held.append(risk)


def _changed(conn: psycopg.Connection, risks: Sequence[DataRisk], change: str) -> bool:
    """Make one change; it stays if every query finds something then."""
    try:
        with conn.transaction():
            conn.execute(change.encode())
            if any(_none(conn, risk) for risk in risks):
                raise psycopg.Rollback
    except psycopg.Error:  # the table as it is does not take it, so that no row of it holds it
        return False
    return not _none(conn, risks[0])


def _none(conn: psycopg.Connection, risk: DataRisk) -> bool:
    """Whether the query runs and finds nothing."""
    try:
        row = conn.execute(risk.query.encode()).fetchone()
    except psycopg.Error:
        return False
    return row is not None and not row[0]


def _changes(risk: DataRisk) -> Iterator[str]:
    table = qualified(risk.ref.schema, *risk.ref.name)
    columns = ", ".join(map(identifier, risk.columns))
    for place in range(_ROWS):
        row = f"(SELECT ctid FROM {table} ORDER BY ctid OFFSET {place} LIMIT 1)"
        if " AS twice" in risk.query:
            filled = " AND ".join(f"{identifier(c)} IS NOT NULL" for c in risk.columns)
            other = f"SELECT {columns} FROM {table} WHERE ctid <> {row} AND {filled} LIMIT 1"
            yield f"UPDATE {table} SET ({columns}) = ({other}) WHERE ctid = {row}"
        else:
            for column in risk.columns:
                for value in _VALUES:
                    yield f"UPDATE {table} SET {identifier(column)} = {value} WHERE ctid = {row}"

"""The second reading: what the observer sees between where a plan ended and TO.

The proof's first reading compares two catalogs, which can only differ in what the introspection reads. This one
compares two databases by the plain columns of ``pg_catalog``.
"""

from __future__ import annotations

from dataclasses import dataclass

import psycopg

from trueup.catalog.observe import Difference, Observation, difference, observe
from trueup.diff.casts import REPRINTED, same_but_for_casts
from trueup.postgres.server import Database

_FIRST_VERSION = 140000  # of pg_get_catalog_foreign_keys(), by which the observer goes


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """What the observer sees.

    Args:
        counted: differences that count.
        named: those that no statement can take away.
        rows: how many rows of pg_catalog were compared.
    """

    counted: tuple[str, ...] = ()
    named: tuple[str, ...] = ()
    rows: int = 0


def look(database: Database) -> Observation | None:
    """All that pg_catalog says of a scratch database; None on a server of before version 14."""
    with database.connect(superuser=True) as conn:
        if conn.info.server_version < _FIRST_VERSION:
            return None
        try:
            return observe(conn)
        except psycopg.errors.InsufficientPrivilege:
            return None  # a server that the user named, by a role that may not read all of it


def seen(reached: Observation, after: Observation) -> Seen:
    """What differs between where a plan ended and TO."""
    found = [d for d in difference(reached, after) if not d.noise]
    return Seen(
        counted=tuple(str(d) for d in found if not _cannot_be_said(d)),
        named=tuple(f"{d} ({_cannot_be_said(d)})" for d in found if _cannot_be_said(d)),
        rows=len(after.rows),
    )


def _cannot_be_said(found: Difference) -> str:
    """Why no statement can take a difference away, or ""."""
    row = found.before or found.after
    if found.catalog == "pg_constraint" and not found.column and _is_not_null_of_a_column(row):
        return "the name of an inherited NOT NULL constraint, which can't be renamed"
    if isinstance(found.before, str) and isinstance(found.after, str) and same_but_for_casts(found.before, found.after):
        return REPRINTED
    if found.catalog == "pg_attribute" and found.column == "attndims":
        return "the server does not look at an array's number of dimensions, and pg_dump does not keep it"
    return ""


def _is_not_null_of_a_column(row: object) -> bool:
    return isinstance(row, dict) and row.get("contype") == "n" and not row.get("contypid")

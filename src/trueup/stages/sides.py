"""From a source to a side: a scratch database that holds it, and its catalog."""

from __future__ import annotations

import psycopg

from trueup.catalog.introspect import introspect
from trueup.catalog.model import Catalog
from trueup.diagnostic import Diagnostic, Level, NotEvaluated
from trueup.diff.compare import compare
from trueup.plan.dump import dump
from trueup.postgres.server import Database, Server
from trueup.replay.run import replay
from trueup.sources.model import Source
from trueup.stages.model import Side
from trueup.step import Step


def read_catalog(database: Database) -> Catalog:
    """What a scratch database holds, without the platform's own objects."""
    with database.connect(superuser=True) as conn:
        return introspect(conn)


def load_side(server: Server, source: Source, name: str) -> Side:
    """Replay a text source, or rebuild a catalog source, in a scratch database of its own.

    Args:
        server: the scratch server of the platform.
        source: what to load.
        name: ``declared``, ``production`` or ``pending``.
    """
    database = server.create()
    if source.catalog is not None:
        return _rebuilt(database, source, source.catalog, name)
    result = replay(database, source.units)
    return Side(
        name=name,
        source=source,
        database=result.database,
        catalog=result.catalog,
        replay=result,
        provenance=result.provenance,
        diagnostics=source.diagnostics + result.diagnostics,
        not_evaluated=source.not_evaluated + result.catalog.not_captured,
    )


def empty_side(server: Server, name: str) -> Side:
    """A production in which nothing was run yet."""
    database = server.create()
    source = Source(label="an empty database", kind="empty", side=name)
    return Side(name=name, source=source, database=database, catalog=read_catalog(database))


def _rebuilt(database: Database, source: Source, catalog: Catalog, name: str) -> Side:
    """A scratch copy of a live server or a snapshot, by its own dump; what it can't hold is told.

    Both sides are compared as the same server prints them: where the major versions differ, the copy's catalog stands
    for the source's (https://www.postgresql.org/docs/current/functions-info.html: pg_get_* texts are a server's own).
    """
    failed = tuple(
        NotEvaluated(what=str(step.ref or step.sql[:60]), reason=f"could not be rebuilt on the scratch copy: {why}")
        for step, why in apply_steps(database, dump(catalog))
    )
    copy = read_catalog(database)
    same = catalog.server_version // 10000 == copy.server_version // 10000
    drift = compare(catalog, copy)
    diagnostics = source.diagnostics
    if same and drift.counted:
        diagnostics += (
            Diagnostic(
                code="scratch-copy-differs",
                level=Level.WARNING,
                message=f"{len(drift.counted)} objects of {source.label} are not the same on the scratch copy",
                help="What is tried on the copy may not hold for them.",
            ),
        )
    return Side(
        name=name,
        source=source,
        database=database,
        catalog=catalog if same else copy,
        diagnostics=diagnostics,
        not_evaluated=source.not_evaluated + catalog.not_captured + failed,
    )


def apply_steps(database: Database, steps: tuple[Step, ...]) -> list[tuple[Step, str]]:
    """Run steps one by one as the replay role; give those that the server refused, with its message."""
    failed = []
    with database.connect() as conn:
        conn.execute("SET check_function_bodies = off")
        for step in steps:
            try:
                conn.execute(step.sql.encode())
            except psycopg.Error as error:
                failed.append((step, str(error).splitlines()[0]))
    return failed

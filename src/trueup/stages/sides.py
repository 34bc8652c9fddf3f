"""From a source to a side: a scratch database that holds it, and its catalog."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import psycopg

from trueup.catalog.baseline import with_baseline, with_public_of, without_platform
from trueup.catalog.model import Catalog
from trueup.diagnostic import Diagnostic, Level, NotEvaluated
from trueup.diff.compare import compare
from trueup.errors import ScratchError
from trueup.origin import Origin
from trueup.plan.dump import as_text, dump
from trueup.postgres.server import Database, Server
from trueup.replay.model import Replay, Unit
from trueup.replay.run import replay, replay_anew
from trueup.sources.model import Source
from trueup.sqltext.read import read_sql
from trueup.stages.model import Side

_PIECE_SECONDS = 30  # for one statement of a dump, without rows


def load_side(server: Server, source: Source, name: str, *, providers: Sequence[Unit] = ()) -> Side:
    """Replay a text source, or rebuild a catalog source, in a scratch database of its own.

    Args:
        server: the scratch server of the platform.
        source: what to load.
        name: ``declared``, ``production`` or ``pending``.
        providers: units that are not run here (pending migrations) and may make what is missing.
    """
    if source.catalog is not None:
        return _rebuilt(server.create(), source, source.catalog, name)
    result = replay_anew(server, source.units, providers=providers)
    return Side(
        name=name,
        source=source,
        database=result.database,
        catalog=result.catalog,
        replay=result,
        provenance=result.provenance,
        diagnostics=source.diagnostics + result.diagnostics,
        not_evaluated=source.not_evaluated,
    )


def empty_side(server: Server, name: str) -> Side:
    """A production in which nothing was run yet."""
    database = server.create()
    source = Source(label="an empty database", kind="empty", side=name)
    return Side(name=name, source=source, database=database, catalog=database.read_catalog())


def _rebuilt(database: Database, source: Source, theirs: Catalog, name: str) -> Side:
    """A scratch copy of a live server or a snapshot, by its own dump; what it can't hold is told.

    Both sides are compared as the same server prints them: where the major versions differ, the copy's catalog stands
    for the source's (https://www.postgresql.org/docs/current/functions-info.html: pg_get_* texts are a server's own).
    """
    server = database.server
    baseline = server.baseline_catalog()
    catalog = without_platform(theirs, baseline, server.baseline_roles - {server.replay_role})
    catalog, open_public = with_public_of(catalog, baseline)
    text = as_text(dump(with_baseline(catalog), role=server.replay_role, empty=baseline))
    same = catalog.server_version // 10000 == baseline.server_version // 10000
    if same and _ran_in_one_piece(database, text, catalog):
        if not compare(catalog, database.read_catalog()).counted:
            return Side(
                name=name,
                source=source,
                database=database,
                catalog=catalog,
                diagnostics=source.diagnostics + (_public(source.label) if open_public else ()),
                not_evaluated=tuple(n for n in source.not_evaluated if n not in theirs.not_captured),
            )
        database.drop()
        database = server.create()
    unit = Unit(name="rebuild", origin=Origin(file=source.label), statements=read_sql(text, source.label).statements)
    result = replay(database, (unit,))
    return Side(
        name=name,
        source=source,
        database=result.database,
        catalog=catalog if same else _printed_anew(catalog, result.catalog),
        diagnostics=source.diagnostics
        + (_public(source.label) if open_public else ())
        + _differs(catalog, result.catalog, source.label, same),
        not_evaluated=(*(n for n in source.not_evaluated if n not in theirs.not_captured), *_not_rebuilt(result)),
    )


def _ran_in_one_piece(database: Database, text: str, catalog: Catalog) -> bool:
    """Whether a dump runs as one message, which is a third of the work of a replay; if not, nothing of it is there.

    The replay then finds out statement by statement why. Nothing in a dump reads rows but a materialized view's query:
    with one of those, the replay's own time limits are wanted.
    """
    if any(ref.kind == "materialized view" for ref in catalog.objects):
        return False
    try:
        with database.connect(options=f"-c statement_timeout={_PIECE_SECONDS}s") as conn:
            conn.execute(text.encode())
    except (psycopg.Error, ScratchError):
        return False
    return True


def _printed_anew(catalog: Catalog, copy: Catalog) -> Catalog:
    """The copy's catalog, with what could not be rebuilt (and is told as that) as its own server prints it."""
    there = copy.everything
    missing = {ref: obj for ref, obj in catalog.objects.items() if ref not in there}
    return replace(copy, objects={**copy.objects, **missing}) if missing else copy


def _public(label: str) -> tuple[Diagnostic, ...]:
    return (
        Diagnostic(
            code="public-schema-of-older-release",
            level=Level.INFO,
            message=f"In {label}, everybody may create objects in the schema public, as releases before 15 made it.",
            help="It is not counted as a difference; REVOKE CREATE ON SCHEMA public FROM PUBLIC does what 15 does.",
        ),
    )


def _not_rebuilt(result: Replay) -> tuple[NotEvaluated, ...]:
    return tuple(
        NotEvaluated(
            what=str(o.statement.target or o.statement.sql.split("\n")[0][:70]),
            reason=f"could not be rebuilt on the scratch copy: {o.error.message}",
        )
        for o in result.outcomes
        if o.error is not None
    )


def _differs(catalog: Catalog, copy: Catalog, label: str, same_version: bool) -> tuple[Diagnostic, ...]:
    drift = compare(catalog, copy)
    if not same_version or not drift.counted:
        return ()
    names = ", ".join(str(change.ref) for change in drift.counted[:3])
    return (
        Diagnostic(
            code="scratch-copy-differs",
            level=Level.WARNING,
            message=f"{len(drift.counted)} objects of {label} are not the same on the scratch copy: {names} ...",
            help="What is tried on the copy may not hold for them.",
        ),
    )

"""Units into a scratch database: `replay`."""

from __future__ import annotations

import contextlib
import secrets
import time
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

import psycopg

from trueup.catalog.model import Catalog
from trueup.diagnostic import Diagnostic, Level
from trueup.errors import ScratchError
from trueup.finding import Finding
from trueup.ref import ObjectRef
from trueup.replay import bodies, bookkeeping, recording, roles, seeds, textual
from trueup.replay.adapt import Adapter
from trueup.replay.causes import Causes
from trueup.replay.layers import Explorer
from trueup.replay.makers import Makers
from trueup.replay.model import Outcome, Provenance, Replay, Status, Unit
from trueup.replay.prefix import Prefix, boundary, keep, open_database
from trueup.replay.runner import Runner
from trueup.replay.sending import is_command
from trueup.replay.superuser import KINDS as SUPERUSER_KINDS
from trueup.replay.superuser import concerns
from trueup.replay.wire import Wire
from trueup.sqltext import quote
from trueup.sqltext.model import Statement

if TYPE_CHECKING:
    from trueup.postgres.server import Database, Server

STATEMENT_LIMIT = 30.0  # seconds; what takes longer does not belong into a schema
_SETTINGS = "-c check_function_bodies=off -c createrole_self_grant=set,inherit -c client_min_messages=notice"
_RECONNECT = 10.0


def replay(
    database: Database,
    units: Sequence[Unit],
    *,
    statement_limit: float = STATEMENT_LIMIT,
    introspect: bool = True,
    providers: Sequence[Unit] = (),
) -> Replay:
    """Run units into a scratch database, as their runner would, and read back what they made.

    Args:
        database: a scratch database; it stays and holds the result.
        units: in order, each with its atomicity.
        statement_limit: seconds that one statement may take.
        providers: units that are not run here (pending migrations) and may make what is missing.
        introspect: False leaves the catalog empty (for a caller that only wants the outcomes).

    Returns:
        One outcome per statement, the catalog, the place that made each object, root causes and diagnostics.
    """
    return _replay(database, units, Prefix(), limit=statement_limit, introspect=introspect, providers=providers)


def replay_anew(
    server: Server,
    units: Sequence[Unit],
    *,
    statement_limit: float = STATEMENT_LIMIT,
    introspect: bool = True,
    providers: Sequence[Unit] = (),
) -> Replay:
    """Like `replay`, in a new database; units that were replayed before, at the front, are not run again."""
    database, prefix = open_database(server, units)
    return _replay(database, units, prefix, limit=statement_limit, introspect=introspect, providers=providers)


def _replay(
    database: Database,
    units: Sequence[Unit],
    prefix: Prefix,
    *,
    limit: float,
    introspect: bool,
    providers: Sequence[Unit],
) -> Replay:
    prepared = roles.prepare(database, units)
    runner_tables, told_tables = bookkeeping.prepare(database, units)
    mark = f"trueup:{secrets.token_hex(8)}:"
    superuser = database.server.shields_superuser and any(
        s.kind in SUPERUSER_KINDS and concerns(s.sql) for unit in units for s in unit.statements
    )
    ledger = recording.begin(database, mark, owners=bool(prepared.owners), superuser=superuser)
    wire = Wire(
        _opener(database),
        limit=limit,
        prefix=mark,
        terminate=lambda pid: _terminate(database, pid),
        why_stopped=database.server.why_stopped,
    )
    makers = Makers(units)
    explorer = Explorer(wire, makers)
    adapter = _adapter(database, prepared, superuser=superuser)
    runner = Runner(wire, ledger, adapter, explorer)
    try:
        _run(runner, database, units, prefix, keeping=not prepared.owners)
    finally:
        wire.close()
        recording.end(database)
        bookkeeping.release(database, runner_tables)
    outcomes = tuple(runner.result.outcomes)
    _say_leakproof(database, outcomes, adapter)
    diagnostics = [*prepared.diagnostics, *told_tables, *adapter.diagnostics]
    diagnostics += [_lost(s, message) for s, message in runner.result.lost]
    diagnostics += [d for o in outcomes if (d := _meta(o)) is not None]
    diagnostics += _shims(outcomes, database.server.shims)
    return Replay(
        database=database,
        catalog=database.read_catalog() if introspect else Catalog(objects={}),
        units=tuple(units),
        outcomes=outcomes,
        root_causes=_root_causes(database, units, outcomes, explorer, makers, providers),
        provenance=provenance_of(outcomes),
        diagnostics=tuple(diagnostics),
    )


def _shims(outcomes: Sequence[Outcome], shims: frozenset[str]) -> list[Diagnostic]:
    """One note for each extension that was made and is a stand-in here."""
    told: dict[str, Diagnostic] = {}
    for statement in (o.statement for o in outcomes if o.ok and o.statement.kind == "CreateExtensionStmt"):
        name = statement.target.name[-1] if statement.target else ""
        if name in shims:
            message = f"the extension {name} is a shim here: its names and types are there, not all that it does"
            told.setdefault(name, Diagnostic(code="extension-shim", message=message, origin=statement.origin))
    return list(told.values())


def _say_leakproof(database: Database, outcomes: Sequence[Outcome], adapter: Adapter) -> None:
    """Mark the functions that the text calls LEAKPROOF; only a superuser may."""
    marked = [o for o in outcomes if o.ok and id(o.statement) in adapter.leakproof]
    if not marked:
        return
    with database.connect(superuser=True) as conn:
        for ref in (r for o in marked for r in (*o.created, *o.altered) if r.kind == "function"):
            with contextlib.suppress(psycopg.Error):  # dropped since
                conn.execute(f"ALTER FUNCTION {quote.ref(ref)} LEAKPROOF".encode())


def _run(runner: Runner, database: Database, units: Sequence[Unit], prefix: Prefix, *, keeping: bool) -> None:
    """Run the units behind the prefix; before the last one, what is there is kept for the next time."""
    last = boundary(units) if keeping else 0
    runner.result.outcomes += prefix.outcomes
    for at, unit in enumerate(units):
        if at < prefix.count:
            for statement in unit.statements:
                runner.sql_for(statement)  # tells what it changes, and counts the roles
            continue
        if at == last and at > prefix.count:
            runner.wire.close()
            keep(database, units[:at], runner.result.outcomes)
            runner.wire.open()
        runner.run(unit)


def _root_causes(
    database: Database,
    units: Sequence[Unit],
    outcomes: Sequence[Outcome],
    explorer: Explorer,
    makers: Makers,
    providers: Sequence[Unit],
) -> tuple[Finding, ...]:
    makers.add_outcomes(outcomes)
    causes = Causes(outcomes, explorer.found, makers, Makers(providers) if providers else None)
    found = (*textual.findings(units), *causes.findings(bodies.broken(database, outcomes)))
    return seeds.softened(found, units)


def _opener(database: Database) -> Callable[[], psycopg.Connection]:
    """Opens connections; a server that is coming up again after a crash is waited for."""

    def connect() -> psycopg.Connection:
        deadline = time.monotonic() + _RECONNECT
        while True:
            try:
                return database.connect(options=_SETTINGS, application_name="trueup")
            except (psycopg.OperationalError, ScratchError):
                if time.monotonic() > deadline:
                    raise
                if not database.server.is_running():
                    database.server.restart()
                time.sleep(0.05)

    return connect


def _terminate(database: Database, pid: int) -> None:
    with contextlib.suppress(psycopg.Error), database.connect(superuser=True) as conn:
        conn.execute("SELECT pg_catalog.pg_terminate_backend(%s)", (pid,))


def _adapter(database: Database, prepared: roles.Prepared, *, superuser: bool) -> Adapter:
    with database.connect(superuser=True) as conn:
        extensions = frozenset(row[0] for row in conn.execute("SELECT extname::text FROM pg_catalog.pg_extension"))
    return Adapter(
        platform=database.server.platform,
        roles_of_others=prepared.others,
        platform_roles=database.server.baseline_roles,
        extensions=extensions,
        owners=prepared.owners,
        helper=roles.HELPER if prepared.owners else "",
        database=database.name,
        elevated=database.server.elevated,
        shims=database.server.shims,
        superuser=superuser,
    )


def provenance_of(outcomes: Sequence[Outcome]) -> dict[ObjectRef, Provenance]:
    """Where each object was created, last altered and dropped, from the outcomes that are in the catalog."""
    found: dict[ObjectRef, Provenance] = {}
    alike: defaultdict[tuple[str, str], dict[ObjectRef, None]] = defaultdict(dict)

    def note(ref: ObjectRef, provenance: Provenance) -> None:
        found[ref] = provenance
        alike[ref.schema, ref.name[0]][ref] = None

    for outcome in outcomes:
        if not outcome.ok:
            continue
        origin, unit = outcome.statement.origin, outcome.unit
        for old_ref, new_ref in outcome.renamed:
            for ref, moved in _moved(list(alike[old_ref.schema, old_ref.name[0]]), old_ref, new_ref):
                del alike[ref.schema, ref.name[0]][ref]
                note(moved, found.pop(ref))
        for ref in outcome.dropped:
            note(ref, replace(_known(found, ref, unit), dropped=origin))
        for ref in outcome.created:
            note(ref, Provenance(created=origin, unit=unit))
        for ref in outcome.altered:
            if outcome.statement.kind != "CommentStmt" or ref not in found:  # a comment changes nothing that it does
                note(ref, replace(_known(found, ref, unit), altered=origin))
    return found


def _known(found: Mapping[ObjectRef, Provenance], ref: ObjectRef, unit: str) -> Provenance:
    old = found.get(ref)
    return Provenance(unit=unit) if old is None else old


def _moved(alike: Sequence[ObjectRef], old: ObjectRef, new: ObjectRef) -> Iterator[tuple[ObjectRef, ObjectRef]]:
    """A renamed object keeps the place where it was created, and so does what lives on it."""
    for ref in alike:
        if ref == old or ref.parent_name == old.name[0]:
            yield ref, new if ref == old else ObjectRef(ref.kind, new.schema, (new.name[0], *ref.name[1:]))


def _lost(statement: Statement, message: str) -> Diagnostic:
    return Diagnostic(
        code="server-lost",
        message=f"the scratch server went away at this statement ({message}); the run went on without it",
        origin=statement.origin,
        level=Level.ERROR,
    )


def _meta(outcome: Outcome) -> Diagnostic | None:
    statement = outcome.statement
    if statement.kind == "Meta" and not is_command(
        statement, "restrict", "unrestrict", "echo", "qecho", "pset", "timing"
    ):
        shown = statement.sql if len(statement.sql) <= 80 else statement.sql[:77] + "..."
        message = f"the psql command {shown} was passed over"
        return Diagnostic(code="psql-command-skipped", message=message, origin=statement.origin)
    if statement.kind == "CopyData" and outcome.status is Status.SKIPPED:
        return Diagnostic(
            code="copy-rows-skipped", message="the rows of this COPY were left out", origin=statement.origin
        )
    return None

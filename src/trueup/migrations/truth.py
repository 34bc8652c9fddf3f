"""What a history table says, held against what is really there, by running what it records from empty."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from trueup.catalog.model import Catalog
from trueup.diagnostic import NotEvaluated
from trueup.diff.compare import compare
from trueup.diff.model import Change, ChangeKind
from trueup.finding import Evidence, Finding, Severity
from trueup.migrations.attribution import attribute
from trueup.migrations.model import MigrationVerdict, VerdictKind
from trueup.migrations.reading import Reader
from trueup.migrations.target import from_nothing
from trueup.migrations.walk import walk
from trueup.postgres.server import Server
from trueup.ref import ObjectRef
from trueup.replay.model import Migration

_SHOWN = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Truth:
    """What came of it: findings, and the recorded migrations that could not be run from empty."""

    findings: tuple[Finding, ...] = ()
    not_evaluated: tuple[NotEvaluated, ...] = ()


def recorded_but_missing(server: Server, production: Catalog, applied: Sequence[Migration], read: Reader) -> Truth:
    """Recorded migrations whose objects are not in production although nothing of the folder takes them away again.

    Args:
        server: where they are run, from empty.
        production: what is there.
        applied: those that the history records, in the tool's order.
        read: reads a scratch database.
    """
    if not applied:
        return Truth()
    with from_nothing(server, read, "recorded") as blank, blank.course() as course:
        walked = walk(course, applied)
        made = course.catalog(read)
    accepted = [walked.attempts[name] for name in walked.order]
    parts = attribute(compare(blank.catalog, made), accepted)
    by_name = {m.name: m for m in applied}
    findings = [
        _missing(by_name[name], gone)
        for name, drift in parts.items()
        if (gone := _not_there(drift.changes, production))
    ]
    refused = [a for a in walked.attempts.values() if not a.ok]
    return Truth(
        findings=tuple(findings),
        not_evaluated=tuple(
            NotEvaluated(
                what=f"whether what {a.migration.name} made is there",
                reason="it is recorded as applied, and does not run from empty"
                + (f": {a.failure[1].message}" if a.failure else ""),
                origin=a.migration.up.origin,
            )
            for a in refused
        ),
    )


def _not_there(changes: Sequence[Change], production: Catalog) -> list[ObjectRef]:
    """What was added and is not in production; what hangs on a missing object goes without saying."""
    everything = production.everything
    added = {c.ref: c.after for c in changes if c.kind is ChangeKind.ADDED and c.after is not None}
    gone = {ref for ref in added if ref not in everything and ref.kind != "grant"}
    return sorted(ref for ref in gone if added[ref].parent not in gone and not getattr(added[ref], "automatic", False))


def _missing(migration: Migration, gone: Sequence[ObjectRef]) -> Finding:
    more = f" and {len(gone) - _SHOWN} more" if len(gone) > _SHOWN else ""
    names = ", ".join(map(str, gone[:_SHOWN])) + more
    return Finding(
        rule="recorded-migration-not-there",
        severity=Severity.ERROR,
        message=f"{migration.name} is recorded as applied, and production lacks what it makes: {names}. "
        "Its tool will never run it again.",
        help="Write a migration that makes what is missing; the old one is taken for applied.",
        origin=migration.up.origin,
        side="pending",
        evidence=(Evidence(kind="catalog", text="\n".join(f"not in production: {ref}" for ref in gone)),),
        subject=migration.name,
    )


def there_but_not_recorded(
    verdicts: Sequence[MigrationVerdict], tools: Collection[str], told: Collection[str]
) -> Iterator[Finding]:
    """Pending migrations whose effect is in production, where a history table says that they were not applied.

    Args:
        verdicts: of all that are pending.
        tools: whose histories there are; Alembic's names the newest revision only.
        told: names of those that a history tells of, as failed.
    """
    for verdict in verdicts if set(tools) - {"alembic"} else ():
        if VerdictKind.ALREADY_APPLIED in verdict.verdicts and verdict.migration.name not in told:
            yield Finding(
                rule="unrecorded-migration",
                severity=Severity.WARNING,
                message=f"{verdict.migration.name} is in production, and the history does not record it: its tool "
                "will run it again.",
                help="Record it as applied with the tool's own command (migration repair, baseline, resolve).",
                origin=verdict.origin,
                side="pending",
                evidence=(Evidence(kind="transcript", text=verdict.reason),),
                subject=verdict.migration.name,
            )

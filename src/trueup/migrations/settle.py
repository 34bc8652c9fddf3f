"""Verdicts on files that production shows to be applied, where running them once more would say something else."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from trueup.catalog.model import Catalog
from trueup.diff.model import Drift
from trueup.finding import Evidence
from trueup.migrations.attempt import Attempt
from trueup.migrations.model import MigrationVerdict, VerdictKind
from trueup.migrations.reading import Reader
from trueup.migrations.rowsthere import rows_there, writes_rows
from trueup.migrations.standing import SILENT, Standing, may_stand, standing
from trueup.migrations.verdict import Judged
from trueup.postgres.server import Database
from trueup.replay.model import Migration

_RIGHT = frozenset({VerdictKind.ALREADY_APPLIED, VerdictKind.NO_EFFECT, VerdictKind.NOT_EVALUATED})


def stand(
    production: Database, catalog: Catalog, migrations: Sequence[Migration], pending: Sequence[Migration], read: Reader
) -> Mapping[str, Standing]:
    """Those of the pending migrations that are in production, up to what later files changed; {} where none can be.

    Args:
        production, catalog: what is there.
        migrations: the whole folder.
        pending: those that no history records.
        read: reads a scratch database as production was read.
    """
    if not may_stand(migrations, pending, catalog):
        return {}
    waiting = {m.name for m in pending}
    found = standing(production.server, catalog, migrations, read)
    return {name: one for name, one in found.items() if name in waiting}


def superseded(pending: Iterable[Migration], found: Mapping[str, Standing]) -> dict[str, MigrationVerdict]:
    """The verdicts on applied files that later applied ones changed: run against production, they say nothing."""
    return {
        m.name: MigrationVerdict(
            migration=m,
            verdicts=_kinds(found[m.name]),
            reason=str(found[m.name]),
            evidence=(Evidence(kind="transcript", text=_told(found[m.name])),),
            origin=m.up.origin,
        )
        for m in pending
        if m.name in found and found[m.name].superseded
    }


def _kinds(one: Standing) -> tuple[VerdictKind, ...]:
    """Where nothing of it is left as it made it, it is obsolete too."""
    return (VerdictKind.ALREADY_APPLIED,) if one.there else (VerdictKind.OBSOLETE, VerdictKind.ALREADY_APPLIED)


def _told(one: Standing) -> str:
    lines = [f"{ref}: changed or dropped later by {name}" for ref, name in one.later]
    return "\n".join([f"run from empty up to {one.until}, and held against production", *lines])


def corrected(
    production: Database,
    judged: Mapping[str, Judged],
    attempts: Mapping[str, Attempt],
    effects: Mapping[str, Drift],
    found: Mapping[str, Standing],
) -> dict[str, Judged]:
    """Other verdicts for files that are applied and that a run against production as it is told wrongly of.

    Args:
        production: cloned, to see whether rows that a file writes are there.
        judged: as the run told.
        attempts, effects: the run.
        found: what is applied.
    """
    wrong = [
        name
        for name, one in judged.items()
        if name in found and one.verdicts[0] not in _RIGHT and not _adds_rights(effects.get(name))
    ]
    rows = [name for name in wrong if not found[name].shows and writes_rows(attempts[name].migration)]
    seen = rows_there(production, [attempts[name].migration for name in rows])
    return {
        name: seen[name].judged(found[name]) if name in seen else _applied(found[name], judged[name]) for name in wrong
    }


def _adds_rights(effect: Drift | None) -> bool:
    """Whether a run changed what says nothing about who was run, so that it may be all that is missing."""
    changes = effect.counted if effect is not None else ()
    return any(c.ref.kind in SILENT and not getattr(c.after or c.before, "automatic", False) for c in changes)


def _applied(one: Standing, told: Judged) -> Judged:
    kept = tuple(e for e in told.evidence if e.kind == "server")
    again = f" Run again, it stops: {kept[0].text}." if kept else ""
    evidence = (Evidence(kind="transcript", text=_told(one)), *kept)
    return Judged(verdicts=(VerdictKind.ALREADY_APPLIED,), reason=f"{one}{again}", evidence=evidence)

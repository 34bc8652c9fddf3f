"""What the assessment of pending migrations gives."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from trueup.diagnostic import NotEvaluated
from trueup.diff.model import Drift
from trueup.finding import Evidence, Finding, Fix
from trueup.origin import Origin
from trueup.replay.model import Migration, Outcome


class VerdictKind(StrEnum):
    """What a migration came to, in the order in which the report leads with one."""

    BROKEN = "broken"
    CONFLICTS = "conflicts"
    BLOCKED = "blocked"
    DESTRUCTIVE = "destructive"
    SHADOWED = "shadowed"
    PARTLY_APPLIED = "partly applied"
    OBSOLETE = "obsolete"
    ALREADY_APPLIED = "already applied"
    NO_EFFECT = "no effect"
    NEEDED = "needed"
    OPTIONAL = "optional"


@dataclass(frozen=True, slots=True, kw_only=True)
class MigrationVerdict:
    """One migration, run on a scratch copy of production.

    Args:
        migration: what was run.
        verdicts: all that hold; the first leads.
        reason: one sentence with the executed evidence.
        evidence: server errors, what was created, what was skipped.
        repeatable: True/False as executed, None where it never ran through.
        not_repeatable: the statements that the second run refused.
        after: names of the migrations that it must come after, each with the reason.
        effect: the drift that it causes on production, where it ran.
    """

    migration: Migration
    verdicts: tuple[VerdictKind, ...]
    reason: str
    evidence: tuple[Evidence, ...] = ()
    outcomes: tuple[Outcome, ...] = ()
    repeatable: bool | None = None
    not_repeatable: tuple[Outcome, ...] = ()
    repeatable_fix: Fix | None = None
    after: tuple[tuple[str, str], ...] = ()
    effect: Drift | None = None
    origin: Origin | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class MigrationsReport:
    """All pending migrations, the order in which those that should run do run, and what was found.

    Args:
        verdicts: in the tool's own order.
        order: names, in an order that was executed.
        findings, not_evaluated: as everywhere.
    """

    verdicts: tuple[MigrationVerdict, ...]
    order: tuple[str, ...] = ()
    findings: tuple[Finding, ...] = ()
    not_evaluated: tuple[NotEvaluated, ...] = ()

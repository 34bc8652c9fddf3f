"""Findings, fixes, evidence as the report writes them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from trueup.access.flaws import find_flaw
from trueup.diagnostic import Diagnostic, NotEvaluated
from trueup.finding import Consequence, Evidence, Finding, Fix
from trueup.report.build.objects import entry
from trueup.report.model import (
    ConsequenceEntry,
    DiagnosticEntry,
    EvidenceEntry,
    FindingEntry,
    FixEntry,
    NotEvaluatedEntry,
    RelatedEntry,
)


def finding_entries(
    findings: Iterable[Finding], readings: Mapping[str, tuple[str, ...]] | None = None
) -> tuple[FindingEntry, ...]:
    """In the order given. `readings`: fingerprint to the readings under which a finding holds, if not under all."""
    return tuple(_finding(f, (readings or {}).get(f.fingerprint, ())) for f in findings)


def _finding(finding: Finding, readings: tuple[str, ...]) -> FindingEntry:
    return FindingEntry(
        rule=finding.rule,
        severity=finding.severity.value,
        message=finding.message,
        help=finding.help,
        object=entry(finding.ref) if finding.ref else None,
        origin=finding.origin,
        side=finding.side,
        evidence=tuple(map(evidence_entry, finding.evidence)),
        consequences=tuple(map(_consequence, finding.consequences)),
        fixes=tuple(map(fix_entry, finding.fixes)),
        related=_related(finding),
        kind=flaw.kind if (flaw := find_flaw(finding.rule)) else "",
        principal=finding.principal,
        readings=readings,
        fingerprint=finding.fingerprint,
    )


def _related(finding: Finding) -> tuple[RelatedEntry, ...]:
    places = dict(zip(finding.related, finding.places, strict=False))
    return tuple(
        RelatedEntry(kind=ref.kind, name=ref.qualified, origin=places.get(ref))
        for ref in dict.fromkeys(finding.related)
    )


def evidence_entry(evidence: Evidence) -> EvidenceEntry:
    """Evidence as data."""
    return EvidenceEntry(
        kind=evidence.kind, text=evidence.text, sqlstate=evidence.sqlstate or "", origin=evidence.origin
    )


def _consequence(consequence: Consequence) -> ConsequenceEntry:
    return ConsequenceEntry(
        message=consequence.message,
        sqlstate=consequence.sqlstate or "",
        origin=consequence.origin,
        object=entry(consequence.ref) if consequence.ref else None,
    )


def fix_entry(fix: Fix) -> FixEntry:
    """A fix as data."""
    return FixEntry(
        title=fix.title,
        sql="\n".join(step.sql for step in fix.steps),
        executed=fix.executed,
        note=fix.note,
        patch=fix.patch,
    )


def not_evaluated_entries(given: Iterable[NotEvaluated]) -> tuple[NotEvaluatedEntry, ...]:
    """Each once, in order."""
    return tuple(NotEvaluatedEntry(what=n.what, reason=n.reason, origin=n.origin) for n in dict.fromkeys(given))


def diagnostic_entries(given: Iterable[Diagnostic]) -> tuple[DiagnosticEntry, ...]:
    """Each once, gravest first, else in order."""
    levels = {"error": 0, "warning": 1, "info": 2}
    return tuple(
        DiagnosticEntry(code=d.code, level=d.level.value, message=d.message, help=d.help, origin=d.origin)
        for d in sorted(dict.fromkeys(given), key=lambda d: levels[d.level.value])
    )

"""The whole report of an audit, from the stages' results."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from trueup.diagnostic import Diagnostic
from trueup.diff.model import Drift
from trueup.finding import Finding
from trueup.report.build.audit import (
    access_entry,
    elsewhere,
    option_entry,
    reading_entries,
    settle,
    severity_counts,
)
from trueup.report.build.comparison import AUDIT_WORDS, group_entries, status_entries
from trueup.report.build.findings import diagnostic_entries, finding_entries, not_evaluated_entries
from trueup.report.build.head import Head
from trueup.report.build.history import unit_entries
from trueup.report.build.migrations import migrations_entry
from trueup.report.build.single import headed
from trueup.report.build.sources import percent, source_entry
from trueup.report.model import GroupEntry, PatchEntry, QuestionEntry, Report, SourceEntry, StatusEntry, Summary
from trueup.sources.model import Source
from trueup.stages import advice
from trueup.stages.model import Judgement, Reading, Side

_COUNTS = "each schema, table, column, key, index, policy, trigger, view, function, type and grant counts as one"


def audit_report(
    head: Head,
    *,
    declared: Side | None,
    pending: Source | None,
    readings: Sequence[Reading],
    judgement: Judgement,
    only_reading: dict[str, tuple[str, ...]],
    suppressed: int,
    diagnostics: Sequence[Diagnostic],
) -> Report:
    """The audit's report.

    Args:
        head: what the run stood on.
        declared: the declared side, if any.
        pending: the pending migrations' source, if any.
        readings: production's readings, worked out, the chosen one first; empty where only a declared side was given.
        judgement: everything that was found, over all sides and readings, suppressions taken out.
        only_reading: a finding's fingerprint to the readings under which it holds, where not under all.
        suppressed: how many findings were taken out.
        diagnostics: of the run as a whole.
    """
    chosen = readings[0] if readings else None
    groups = _groups(declared, chosen, readings)
    settling = settle(readings)
    sides = [side for side in (declared, chosen.production if chosen else None) if side]
    gaps = not_evaluated_entries([*judgement.not_evaluated, *(n for s in sides for n in s.not_evaluated)])
    return replace(
        headed("audit", head),
        sources=(*map(source_entry, sides), *([_pending_entry(pending)] if pending else [])),
        summary=_summary(declared, chosen, judgement.findings, suppressed, len(gaps), settling),
        readings=reading_entries(readings),
        tables=tuple(g for g in groups if g.object.kind == "table" and not g.platform),
        others=tuple(g for g in groups if g.object.kind != "table" or g.platform),
        history=unit_entries(chosen.production.replay, "production") if chosen and chosen.production.replay else (),
        findings=finding_entries(judgement.findings, only_reading),
        migrations=migrations_entry(chosen.migrations) if chosen and chosen.migrations else None,
        options=tuple(map(option_entry, chosen.options)) if chosen else (),
        patches=_patches(chosen),
        status=_status(declared, chosen),
        questions=_questions(chosen, readings, settling),
        next_steps=advice.next_steps(chosen, settling) if chosen else (),
        access=access_entry(chosen.judgement if chosen else judgement),
        not_evaluated=gaps,
        not_captured=not_evaluated_entries(n for side in sides for n in side.catalog.not_captured),
        diagnostics=diagnostic_entries([*diagnostics, *(d for s in sides for d in s.diagnostics)]),
    )


def _status(declared: Side | None, chosen: Reading | None) -> tuple[StatusEntry, ...]:
    return status_entries(
        declared.catalog if declared else None,
        chosen.production.catalog if chosen else None,
        chosen.drift if chosen else None,
    )


def _groups(declared: Side | None, chosen: Reading | None, readings: Sequence[Reading]) -> tuple[GroupEntry, ...]:
    if declared is None or chosen is None or chosen.drift is None:
        return ()
    return group_entries(
        declared.catalog,
        chosen.production.catalog,
        chosen.drift,
        words=AUDIT_WORDS,
        before_places=declared.provenance,
        after_places=chosen.production.provenance,
        elsewhere=elsewhere(readings, chosen),
    )


def _pending_entry(pending: Source) -> SourceEntry:
    return SourceEntry(
        side="pending",
        label=pending.label,
        kind=pending.kind,
        why=pending.why,
        files=len(pending.files),
        semantics=pending.semantics,
    )


def _summary(
    declared: Side | None,
    chosen: Reading | None,
    findings: Sequence[Finding],
    suppressed: int,
    gaps: int,
    settling: str,
) -> Summary:
    drift = chosen.drift if chosen else None
    return Summary(
        compared=_compared(declared, chosen, drift),
        equal=drift.equal if drift else 0,
        total=drift.total if drift else 0,
        percent=percent(drift.equal, drift.total) if drift else None,
        counts=_COUNTS if drift else "",
        findings=severity_counts(findings),
        suppressed=suppressed,
        not_evaluated=gaps,
        first=advice.first_steps(findings, chosen, settling),
    )


def _compared(declared: Side | None, chosen: Reading | None, drift: Drift | None) -> str:
    if declared and chosen and drift is not None:
        reading = f", read one transaction per {chosen.name}" if chosen.name == "query" else ""
        production = f"{chosen.production.source.label} (production{reading})"
        return f"{declared.source.label} (declared) was compared with {production}"
    only = declared or (chosen.production if chosen else None)
    return f"only {only.source.label} was given: it was audited by itself" if only else ""


def _patches(chosen: Reading | None) -> tuple[PatchEntry, ...]:
    return tuple(
        PatchEntry(path=p.path, reason=p.reason, diff=p.diff, executed=p.executed, note=p.note)
        for p in (chosen.patches if chosen else ())
    )


def _questions(chosen: Reading | None, readings: Sequence[Reading], settling: str) -> tuple[QuestionEntry, ...]:
    if chosen is None:
        return ()
    asked = advice.questions(chosen, [r for r in readings if r is not chosen], settling)
    return tuple(QuestionEntry(question=question, answers=answers) for question, answers in asked)

"""The audit's report from the stages' results."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from trueup.finding import Finding, Severity
from trueup.ref import ObjectRef
from trueup.replay.reading import settling_query
from trueup.report.build.comparison import AUDIT_WORDS, change_entry
from trueup.report.build.migrations import migrations_entry
from trueup.report.build.objects import entries, entry, outermost
from trueup.report.model import (
    AccessEntry,
    CellEntry,
    FileEntry,
    OptionEntry,
    ReadingEntry,
    ReadingsEntry,
)
from trueup.stages.model import Judgement, Option, Reading
from trueup.stages.readings import only_in

_DESCRIPTIONS = {
    "query": "each saved query was run as one transaction; a refused statement undid its query",
    "statement": "each statement was run on its own; the refused ones are missing, the others are there",
}


def option_entry(option: Option) -> OptionEntry:
    """An option with its files; what remains is named."""
    changes = outermost(option.remaining.counted) if option.remaining else ()
    named = [change_entry(c, AUDIT_WORDS, {}, {}) for c in changes]
    return OptionEntry(
        id=option.id,
        title=option.title,
        files=tuple(FileEntry(name=f.name, text=f.text) for f in option.files),
        verdict=option.verdict,
        proven=option.proven,
        removes=option.removes,
        remaining=tuple(f"{c.change}: {c.object.kind} {c.object.name}" for c in named),
        opens=tuple(f"{f.rule}: {f.message}" for f in option.opens),
        coverage=option.coverage,
    )


def reading_entries(readings: Sequence[Reading]) -> ReadingsEntry | None:
    """Both readings side by side; None where there is one only."""
    if len(readings) < 2:
        return None
    parts = []
    for reading in readings:
        other = next(r for r in readings if r is not reading)
        parts.append(
            ReadingEntry(
                name=reading.name,
                chosen=reading.chosen,
                description=_DESCRIPTIONS[reading.name],
                only_here=entries(only_in(reading.production, other.production)),
                migrations=migrations_entry(reading.migrations) if reading.migrations else None,
                options=tuple(option_entry(o) for o in reading.options),
            )
        )
    return ReadingsEntry(readings=tuple(parts), settle=settle(readings))


def settle(readings: Sequence[Reading]) -> str:
    """The one read-only query that tells which reading is true."""
    if len(readings) < 2:
        return ""
    first, second = readings[0].production, readings[1].production
    return settling_query([*only_in(second, first), *only_in(first, second)])


def elsewhere(readings: Sequence[Reading], chosen: Reading) -> dict[ObjectRef, tuple[str, ...]]:
    """Top-level objects that production has under other readings than the chosen one."""
    found: dict[ObjectRef, list[str]] = {}
    for reading in readings:
        if reading is chosen:
            continue
        for ref in only_in(reading.production, chosen.production):
            if reading.production.catalog.objects[ref].parent is None:
                found.setdefault(ref, []).append(reading.name)
    return {ref: tuple(names) for ref, names in found.items()}


def access_entry(judgement: Judgement) -> AccessEntry | None:
    """The matrix, where access was tried."""
    report = judgement.access
    if report is None:
        return None
    return AccessEntry(
        principals=tuple(p.name for p in report.principals),
        matrix=tuple(
            CellEntry(
                principal=c.principal,
                object=entry(c.ref),
                command=c.command,
                rows=c.rows,
                columns=c.columns,
                note=c.note,
            )
            for c in report.matrix
        ),
        coverage=report.coverage,
    )


def severity_counts(findings: Iterable[Finding]) -> dict[str, int]:
    """How many of each severity, all severities named."""
    counts = dict.fromkeys((s.value for s in Severity), 0)
    for finding in findings:
        counts[finding.severity.value] += 1
    return counts

"""Units that only bring rows (`Unit.seed`): what is refused in them is told, and is no fault of the schema."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from trueup.finding import Finding, Severity
from trueup.replay.model import Unit

_NOTE = "It stands in a seed, which brings rows to a database of one's own: the schema is what it would be without it."


def softened(findings: Iterable[Finding], units: Sequence[Unit]) -> tuple[Finding, ...]:
    """The findings; those whose place is in a seed as warnings that say so."""
    seeds = {s.origin.file for unit in units if unit.seed for s in unit.statements}
    seeds -= {s.origin.file for unit in units if not unit.seed for s in unit.statements}
    return tuple(_soft(f) if f.origin is not None and f.origin.file in seeds else f for f in findings)


def _soft(finding: Finding) -> Finding:
    if finding.severity is not Severity.ERROR:
        return finding
    return replace(finding, severity=Severity.WARNING, message=f"{finding.message} {_NOTE}")

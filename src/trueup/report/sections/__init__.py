"""The parts of the text report, in the order in which they are read."""

from __future__ import annotations

from collections.abc import Iterator

from trueup.report.document import Block
from trueup.report.model import Report
from trueup.report.sections import (
    access,
    closing,
    comparison,
    findings,
    history,
    migrations,
    options,
    readings,
    summary,
)

_PARTS = (
    summary.blocks,
    comparison.blocks,
    history.blocks,
    findings.blocks,
    readings.blocks,
    migrations.blocks,
    options.blocks,
    closing.blocks,
    access.blocks,
    closing.limits,
)


def blocks(report: Report, *, verbose: bool = False) -> Iterator[Block]:
    """The whole report as blocks; `verbose` adds what is equal, harmless or long."""
    for part in _PARTS:
        yield from part(report, verbose)

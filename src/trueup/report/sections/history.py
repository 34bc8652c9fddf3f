"""What production is made of: each query or migration, with what it made or failed to."""

from __future__ import annotations

from collections.abc import Iterator

from trueup.report.document import Block, Bullets, Heading, Line, Paragraph, Styled, code, line, strong
from trueup.report.model import Report, UnitEntry
from trueup.report.sections.common import count, named

_MAX_NAMED = 4


def blocks(report: Report, verbose: bool) -> Iterator[Block]:
    """One entry per query or migration of the history."""
    units = [u for u in report.history if u.side == "production"]
    if not units:
        return
    yield Heading(2, "What production is made of")
    yield Paragraph(line(f"{count(len(units), 'unit')}, in the order of their run."))
    for unit in units:
        yield Paragraph(_head(unit))
        yield Bullets(tuple(_items(unit, verbose)), indent=1)


def _head(unit: UnitEntry) -> Line:
    title = f" - {unit.title}" if unit.title and unit.title != unit.name else ""
    style = "good" if unit.status == "ran" else "warning" if unit.status == "empty" else "error"
    return line(strong(unit.name), title, " (", code(unit.origin), f", {count(unit.statements, 'statement')}): ",
                Styled(unit.status, style))  # fmt: skip


def _items(unit: UnitEntry, verbose: bool) -> Iterator[Line]:
    limit = None if verbose else _MAX_NAMED
    for word, objects in (("created", unit.created), ("changed", unit.altered), ("dropped", unit.dropped)):
        if objects:
            yield line(f"{word} ", *named(objects, limit))
    for refused in unit.refused:
        yield line(Styled("refused ", "error"), code(refused.origin), f" {refused.sqlstate}: {refused.message}")
    if unit.lost:
        yield line(Styled("rolled back with it: ", "warning"), *named(unit.lost, limit))
    if not (unit.created or unit.altered or unit.dropped or unit.refused or unit.lost):
        yield line("changed nothing in the catalog")

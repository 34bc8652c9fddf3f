"""The two readings of saved queries, side by side, wherever it matters which is true."""

from __future__ import annotations

from collections.abc import Iterator

from trueup.report.document import Block, Code, Heading, Line, Paragraph, Table, code, line, strong
from trueup.report.model import ReadingEntry, Report
from trueup.report.sections.common import named

_WHY = (
    "A web SQL editor runs a query as one transaction: one refused statement undoes the whole query. "
    "Where somebody ran its parts one by one, the parts that work are there."
)


def blocks(report: Report, verbose: bool) -> Iterator[Block]:
    """Nothing where both readings come to the same."""
    if report.readings is None:
        return
    both = report.readings.readings
    yield Heading(2, "Two readings of the saved queries")
    yield Paragraph(line(_WHY))
    yield Table(("", *(_title(r) for r in both)), tuple(_rows(both)))
    if report.readings.settle:
        yield Paragraph(line("This read-only query settles it in production:"))
        yield Code("sql", report.readings.settle)


def _title(reading: ReadingEntry) -> str:
    return reading.name + (" (this report)" if reading.chosen else "")


def _rows(both: tuple[ReadingEntry, ...]) -> Iterator[tuple[Line, ...]]:
    yield line("what it means"), *(line(r.description) for r in both)
    yield line("only there"), *(named(r.only_here) or line("nothing") for r in both)
    names = [m.name for m in both[0].migrations.migrations] if both[0].migrations else []
    for name in names:
        yield line(code(name)), *(_verdict(r, name) for r in both)
    if any(r.migrations and r.migrations.order for r in both):
        yield line("order"), *(line(", ".join(r.migrations.order) if r.migrations else "") for r in both)
    for index in range(max(len(r.options) for r in both)):
        yield (
            line(f"option {both[0].options[index].id}" if index < len(both[0].options) else "option"),
            *(line(r.options[index].verdict) if index < len(r.options) else line("not offered") for r in both),
        )


def _verdict(reading: ReadingEntry, name: str) -> Line:
    entries = reading.migrations.migrations if reading.migrations else ()
    found = next((m for m in entries if m.name == name), None)
    return line(strong(found.verdict), ": ", found.reason) if found else line("not there")

"""Status table, questions, next steps; at the very end what was not evaluated, and diagnostics."""

from __future__ import annotations

from collections.abc import Iterator

from trueup.report.document import Block, Bullets, Heading, Line, Paragraph, Styled, Table, code, dim, line, strong
from trueup.report.model import Report
from trueup.report.sections.summary import left_out

_MAX_DIAGNOSTICS = 15
_MAX_PLACES = 3


def blocks(report: Report, verbose: bool) -> Iterator[Block]:
    """Status, questions, next steps."""
    if report.status:
        yield Heading(2, "Status")
        rows = tuple(
            (line(s.kind), _number(s.declared), _number(s.production), _status(s.status)) for s in report.status
        )
        yield Table(("Component", "Declared", "Production", "Status"), rows)
    if report.questions:
        yield Heading(2, "Questions to decide")
        for number, question in enumerate(report.questions, 1):
            yield Paragraph(line(strong(f"{number}. {question.question}")))
            yield Bullets(tuple(line(strong(f"{answer}: "), follows) for answer, follows in question.answers), indent=1)
    if report.next_steps:
        yield Heading(2, "Next steps")
        yield Bullets(tuple(line(step) for step in report.next_steps), numbered=True)


def limits(report: Report, verbose: bool) -> Iterator[Block]:
    """What the reader must not take for an all-clear."""
    if report.not_evaluated:
        yield Heading(2, "Not evaluated")
        yield Bullets(tuple(_not_evaluated(report, verbose)))
    if report.not_captured and verbose:
        yield Heading(2, "Outside any comparison")
        yield Bullets(tuple(line(code(n.what), f": {n.reason}") for n in report.not_captured))
    elif report.not_captured:
        names = ", ".join(n.what for n in report.not_captured[:3])
        further = len(report.not_captured) - 3
        tail = f" and {further} more (--verbose lists them)" if further > 0 else ""
        yield Paragraph(line(dim(f"Outside any comparison: {names}{tail}.")))
    known = left_out(report)
    refused = {(n.what, n.reason, n.origin) for n in report.not_evaluated}
    told = [d for d in report.diagnostics if d not in known and (d.code, d.message, d.origin) not in refused]
    shown = [d for d in told if verbose or d.level != "info"]
    rest = len(told) - len(shown)
    if told:
        yield Heading(2, "Diagnostics of this run")
        items = [
            _diagnostic(d.level, d.code, d.message, d.help, str(d.origin or ""))
            for d in shown[: _MAX_DIAGNOSTICS if not verbose else None]
        ]
        hidden = rest + (len(shown) - len(items))
        if hidden:
            items.append(line(dim(f"{hidden} more (--verbose shows them)")))
        yield Bullets(tuple(items))


def _not_evaluated(report: Report, verbose: bool) -> Iterator[Line]:
    """One line for all that could not be evaluated for one reason (a table that thirty statements lack)."""
    alike: dict[tuple[str, str], list[str]] = {}
    for entry in report.not_evaluated:
        alike.setdefault((entry.what, entry.reason), []).append(str(entry.origin or ""))
    for (what, reason), places in alike.items():
        known = list(dict.fromkeys(filter(None, places)))
        times = f" ({len(places)} times)" if len(places) > 1 else ""
        shown = known if verbose else known[:_MAX_PLACES]
        rest = f" and {len(known) - len(shown)} more" if len(known) > len(shown) else ""
        yield line(code(what), f": {reason}{times}", dim(f" [{', '.join(shown)}{rest}]" if shown else ""))


def _diagnostic(level: str, name: str, message: str, help: str, place: str) -> Line:
    return line(Styled(level, level), f" {name} ", code(place) if place else "", ": " if place else "", message,
                dim(f" {help}" if help else ""))  # fmt: skip


def _number(number: int | None) -> Line:
    return line("-" if number is None else str(number))


def _status(status: str) -> Line:
    """Green where both sides agree."""
    return line(Styled(status, "good" if status == "equal" else "warning"))

"""Summary: what was compared, how much is equal, what to do first."""

from __future__ import annotations

from collections.abc import Iterator

from trueup.report.document import Block, Bullets, Heading, Line, Paragraph, Styled, Table, code, dim, line, strong
from trueup.report.model import DiagnosticEntry, Report, SourceEntry, Summary

_LEFT_OUT = frozenset({"scripts-left-out", "not-a-migration", "passed-over"})
_MAX_LEFT_OUT = 4
_TITLES = {
    "audit": "Database audit",
    "diff": "Differences",
    "check": "Check",
    "migrations": "Pending migrations",
    "access": "Access",
}


def blocks(report: Report, verbose: bool) -> Iterator[Block]:
    """The head of the report."""
    yield Heading(1, f"{_TITLES.get(report.command, report.command)}: {report.project}")
    if report.sources:
        yield Table(("Side", "Taken from", "What it is", "Statements"), tuple(_source(s) for s in report.sources))
        for source in report.sources:
            if source.why:
                yield Paragraph(line(dim(f"{source.side}: {source.why}")))
    yield from _left_out(left_out(report), verbose)
    if report.platform:
        reasons = f" ({'; '.join(report.platform_reasons)})" if report.platform_reasons else ""
        yield Paragraph(line("Platform: ", strong(report.platform), dim(reasons), dim(f". Judge: {report.server}.")))
    yield Heading(2, "Summary")
    yield from _summary(report.summary)


def left_out(report: Report) -> list[DiagnosticEntry]:
    """The files that no side was made of: the reader must know before anything else."""
    return [d for d in report.diagnostics if d.code in _LEFT_OUT]


def _left_out(told: list[DiagnosticEntry], verbose: bool) -> Iterator[Block]:
    shown = told if verbose else told[:_MAX_LEFT_OUT]
    for left in shown:
        yield Paragraph(line(Styled("not used: ", "warning"), left.message, dim(f". {left.help}" if left.help else "")))
    if len(shown) < len(told):
        yield Paragraph(line(Styled("not used: ", "warning"), f"{len(told) - len(shown)} more (--verbose lists them)"))


def _source(source: SourceEntry) -> tuple[Line, ...]:
    loaded = f"{source.loaded} of {source.statements} loaded" if source.statements else ""
    if source.refused:
        loaded += f", {source.refused} refused"
    what = source.kind + (f", {source.semantics}" if source.semantics else "")
    return line(source.side), line(code(source.label)), line(what), line(loaded)


def _summary(summary: Summary) -> Iterator[Block]:
    items: list[Line] = []
    if summary.compared:
        items.append(line(summary.compared))
    if summary.percent is not None:
        share = strong(f"{summary.equal} of {summary.total} objects are equal ({summary.percent:.1f} %)")
        items.append(line(share, dim(f" - {summary.counts}" if summary.counts else "")))
    items.append(_counts(summary) if summary.differences is None else _differences(summary))
    if summary.suppressed:
        items.append(line(f"{summary.suppressed} findings suppressed by directive, configuration or baseline"))
    if summary.not_evaluated:
        items.append(
            line(Styled(f"{summary.not_evaluated} checks could not be made", "warning"), ": see Not evaluated")
        )
    yield Bullets(tuple(items))
    if summary.first:
        yield Paragraph(line(strong("Do first")))
        yield Bullets(tuple(line(item) for item in summary.first), numbered=True)


def _differences(summary: Summary) -> Line:
    told = dim(f"; {summary.uncounted} more shown and not counted (--strict counts them)") if summary.uncounted else ""
    found = summary.differences or {}
    if not found:
        return line(Styled("no differences", "good" if not summary.not_evaluated else "warning"), told)
    number = sum(found.values())
    by_meaning = ", ".join(f"{n} {meaning}" for meaning, n in found.items())
    return line(strong(f"{number} difference{'s' if number > 1 else ''}"), f": {by_meaning}", told)


def _counts(summary: Summary) -> Line:
    parts: list[Styled | str] = []
    for severity, count in summary.findings.items():
        if count:
            word = severity + ("s" if count > 1 and severity in {"error", "warning"} else "")
            parts += [", " if parts else "", Styled(f"{count} {word}", severity)]
    if not parts:
        return line(Styled("no findings", "good" if not summary.not_evaluated else "warning"))
    return line("Findings: ", *parts)

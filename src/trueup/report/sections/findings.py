"""Findings: broken references first, each with its evidence, consequences and executed fixes."""

from __future__ import annotations

from collections.abc import Iterator

from trueup.report.document import Block, Bullets, Code, Heading, Line, Paragraph, Styled, code, dim, line
from trueup.report.model import ConsequenceEntry, FindingEntry, Report
from trueup.report.sections.common import count, shorten

_MAX_CONSEQUENCES = 5


def blocks(report: Report, verbose: bool) -> Iterator[Block]:
    """All findings, most severe first, in the report's order."""
    if not report.findings:
        return
    yield Heading(2, "Findings")
    for finding in report.findings:
        if verbose or finding.severity in {"error", "warning"}:
            yield from _finding(finding, verbose)
    brief = [] if verbose else [f for f in report.findings if f.severity not in {"error", "warning"}]
    if brief:
        yield Paragraph(line(Styled("To review", "review"), dim(" (--verbose shows evidence and fixes)")))
        yield Bullets(tuple(line(*_head(f)[1:], ": ", f.message) for f in brief), indent=1)


def _finding(finding: FindingEntry, verbose: bool) -> Iterator[Block]:
    yield Paragraph(_head(finding))
    yield Paragraph(line(finding.message), 1)
    for evidence in finding.evidence:
        if evidence.kind == "transcript" or "\n" in evidence.text:
            yield Code("text" if evidence.kind != "transcript" else "sql", shorten(evidence.text, verbose), 1)
        else:
            state = f"{evidence.sqlstate}: " if evidence.sqlstate else ""
            place = f" at {evidence.origin}" if evidence.origin and evidence.origin != finding.origin else ""
            yield Paragraph(line(dim("evidence "), state + evidence.text, dim(place)), 1)
    if finding.consequences:
        yield from _consequences(finding.consequences, verbose)
    if finding.help:
        yield Paragraph(line(Styled("help ", "good"), finding.help), 1)
    for fix in finding.fixes:
        word = "fix (executed) " if fix.executed else "fix (not executed) "
        yield Paragraph(line(Styled(word, "good" if fix.executed else "warning"), fix.title, dim(_note(fix.note))), 1)
        if fix.sql:
            yield Code("sql", shorten(fix.sql, verbose), 1)
        if fix.patch:
            yield Code("diff", shorten(fix.patch, verbose), 1)


def _note(note: str) -> str:
    return f" - {note}" if note else ""


def _head(finding: FindingEntry) -> Line:
    place = code(finding.origin) if finding.origin else code(finding.object.name) if finding.object else ""
    readings = f" (reading {' and '.join(finding.readings)} only)" if finding.readings else ""
    side = f" {finding.side}" if finding.side else ""
    return line(Styled(finding.severity, finding.severity), f" {finding.rule}", dim(side), " " if place else "", place,
                dim(readings))  # fmt: skip


def _consequences(consequences: tuple[ConsequenceEntry, ...], verbose: bool) -> Iterator[Block]:
    shown = consequences if verbose else consequences[:_MAX_CONSEQUENCES]
    yield Paragraph(line(dim(f"{count(len(consequences), 'consequence')}:")), 1)
    items = [line(code(c.origin) if c.origin else "", " " if c.origin else "", c.message) for c in shown]
    if len(shown) < len(consequences):
        items.append(line(dim(f"... {len(consequences) - len(shown)} more (--verbose shows them)")))
    yield Bullets(tuple(items), indent=2)

"""Findings: broken references first, each with its evidence, consequences and executed fixes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from trueup.report.document import Block, Bullets, Code, Heading, Line, Paragraph, Styled, code, dim, line
from trueup.report.model import ConsequenceEntry, FindingEntry, Report
from trueup.report.sections.common import count, shorten

_MAX_CONSEQUENCES = 5
_MANY = 3
_MAX_PROOF = 16
_MAX_INVOLVED = 4


def blocks(report: Report, verbose: bool) -> Iterator[Block]:
    """All findings, most severe first, in the report's order."""
    if not report.findings:
        return
    yield Heading(2, "Findings")
    told = Counter(f.rule for f in report.findings if f.severity == "warning")
    done: set[str] = set()
    for finding in report.findings:
        if finding.severity == "warning" and told[finding.rule] > _MANY and not verbose:
            if finding.rule not in done:
                done.add(finding.rule)
                yield from _folded([f for f in report.findings if f.rule == finding.rule and f.severity == "warning"])
        elif verbose or finding.severity in {"error", "warning"}:
            yield from _finding(finding, verbose)
    brief = [] if verbose else [f for f in report.findings if f.severity not in {"error", "warning"}]
    if brief:
        yield Paragraph(line(Styled("To review", "review"), dim(" (--verbose shows evidence and fixes)")))
        yield Bullets(tuple(_briefly(brief)), indent=1)


def _finding(finding: FindingEntry, verbose: bool) -> Iterator[Block]:
    yield Paragraph(_head(finding))
    yield Paragraph(line(finding.message), 1)
    transcripts = [e for e in finding.evidence if e.kind == "transcript"]
    for evidence in finding.evidence:
        if evidence.kind == "transcript" and evidence is not transcripts[0] and not verbose:
            continue  # another way to the same: told in a line below
        if evidence.kind == "transcript":
            yield Code("sql", evidence.text if verbose else shorten(_acted(evidence.text), False, _MAX_PROOF), 1)
        elif "\n" in evidence.text:
            yield Code("text", shorten(evidence.text, verbose), 1)
        else:
            state = f"{evidence.sqlstate}: " if evidence.sqlstate else ""
            place = f" at {evidence.origin}" if evidence.origin and evidence.origin != finding.origin else ""
            yield Paragraph(line(dim("evidence "), state + evidence.text, dim(place)), 1)
    if finding.kind and finding.related:
        yield Paragraph(line(dim("involved "), *_involved(finding, verbose)), 1)
    if finding.consequences:
        yield from _consequences(finding.consequences, verbose)
    if finding.help:
        yield Paragraph(line(Styled("help ", "good"), finding.help), 1)
    for fix in finding.fixes if verbose else finding.fixes[:1]:
        word = "fix (executed) " if fix.executed else "fix (not executed) "
        yield Paragraph(line(Styled(word, "good" if fix.executed else "warning"), fix.title, dim(_note(fix.note))), 1)
        if fix.sql:
            yield Code("sql", shorten(fix.sql, verbose), 1)
        if fix.patch and (verbose or not fix.sql):
            yield Code("diff", shorten(fix.patch, verbose), 1)
    if len(finding.fixes) > 1 and not verbose:
        others = "; ".join(fix.title for fix in finding.fixes[1:])
        yield Paragraph(line(dim(f"or: {others} (--verbose shows it)")), 1)


def _involved(finding: FindingEntry, verbose: bool) -> Iterator[str | Styled]:
    """The policies and objects that let it happen, each with its place."""
    shown = finding.related if verbose else finding.related[:_MAX_INVOLVED]
    for number, other in enumerate(shown):
        yield f"{', ' if number else ''}{other.kind} {other.name}"
        if other.origin is not None and other.origin != finding.origin:
            yield dim(f" at {other.origin}")
    if len(shown) < len(finding.related):
        yield dim(f" and {len(finding.related) - len(shown)} more")


def _briefly(findings: list[FindingEntry]) -> Iterator[Line]:
    """A line each; many of one rule in one line."""
    told = Counter(f.rule for f in findings)
    done: set[str] = set()
    for finding in findings:
        if finding.rule in done:
            continue
        if told[finding.rule] > _MANY:
            done.add(finding.rule)
            yield line(
                f"{finding.rule} ({told[finding.rule]} times), first", *_head(finding)[3:], ": ", finding.message
            )
        else:
            yield line(*_head(finding)[2:], ": ", finding.message)


def _folded(findings: list[FindingEntry]) -> Iterator[Block]:
    """Many warnings of one rule: the rule once, then each in a line."""
    first = findings[0]
    yield Paragraph(line(Styled(first.severity, first.severity), f" {first.rule} ({len(findings)} times)"))
    if first.help:
        yield Paragraph(line(Styled("help ", "good"), first.help), 1)
    items = [line(code(f.origin) if f.origin else "", " " if f.origin else "", f.message) for f in findings[:_MANY]]
    items.append(line(dim(f"... {len(findings) - _MANY} more (--verbose shows them)")))
    yield Bullets(tuple(items), indent=1)


def _acted(proof: str) -> str:
    """What was done and what came of it: a proof without its seeding and its session's settings."""
    lines = proof.split("\n")
    settings = [number for number, text in enumerate(lines) if "set_config('" in text]
    acts = lines[settings[-1] + 1 :] if settings else lines
    return "\n".join(text for text in acts if text.strip() and text != "ROLLBACK;")


def _note(note: str) -> str:
    return f" - {note}" if note else ""


def _head(finding: FindingEntry) -> Line:
    place = code(finding.origin) if finding.origin else code(finding.object.name) if finding.object else ""
    readings = f" (reading {' and '.join(finding.readings)} only)" if finding.readings else ""
    side = f" {finding.side}" if finding.side else ""
    return line(Styled(finding.severity, finding.severity), " ", finding.rule, dim(side), " " if place else "", place,
                dim(readings))  # fmt: skip


def _consequences(consequences: tuple[ConsequenceEntry, ...], verbose: bool) -> Iterator[Block]:
    shown = consequences if verbose else consequences[:_MAX_CONSEQUENCES]
    yield Paragraph(line(dim(f"{count(len(consequences), 'consequence')}:")), 1)
    items = [line(code(c.origin) if c.origin else "", " " if c.origin else "", c.message) for c in shown]
    if len(shown) < len(consequences):
        items.append(line(dim(f"... {len(consequences) - len(shown)} more (--verbose shows them)")))
    yield Bullets(tuple(items), indent=2)

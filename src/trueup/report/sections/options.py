"""The action plan: what was executed, what remains, and the files."""

from __future__ import annotations

from collections.abc import Iterator

from trueup.report.document import Block, Bullets, Code, Heading, Paragraph, Styled, code, dim, line, strong
from trueup.report.model import OptionEntry, Report
from trueup.report.sections.common import shorten

_MAX_REMAINING = 5


def blocks(report: Report, verbose: bool) -> Iterator[Block]:
    """Options, then files that need updates."""
    if report.options:
        yield Heading(2, "Action plan")
        for option in report.options:
            yield from _option(option, verbose)
    if report.patches:
        yield Heading(2, "Files that need updates")
        for patch in report.patches:
            state = "executed" if patch.executed else "not executed"
            yield Paragraph(line(code(patch.path), f": {patch.reason} ", dim(f"({state})")))
            if patch.note:
                yield Paragraph(line(patch.note), 1)
            yield Code("diff", shorten(patch.diff, verbose, 40))


def _option(option: OptionEntry, verbose: bool) -> Iterator[Block]:
    yield Heading(3, f"Option {option.id}: {option.title}")
    yield Paragraph(line(Styled(option.verdict, "good" if option.proven else "warning")))
    for opened in option.opens:
        yield Paragraph(line(strong("closes "), opened))
    if option.remaining:
        yield Paragraph(line("What remains different afterwards:"))
        shown = option.remaining if verbose else option.remaining[:_MAX_REMAINING]
        more = len(option.remaining) - len(shown)
        rest = (line(dim(f"{more} more (--verbose shows them)")),) if more else ()
        yield Bullets((*(line(item) for item in shown), *rest), indent=1)
    for file in option.files:
        yield Paragraph(line(code(file.name)))
        yield Code("sql", shorten(file.text, verbose, 30))

"""Table by table, then every other kind: both sides, one side only, differing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from trueup.report.document import Block, Bullets, Heading, Line, Paragraph, Styled, Table, code, dim, line
from trueup.report.model import ChangeEntry, GroupEntry, Report
from trueup.report.sections import drift
from trueup.report.sections.common import count, named


def blocks(report: Report, verbose: bool) -> Iterator[Block]:
    """Nothing where only one side was given."""
    if report.command == "diff":
        yield from drift.blocks(report, verbose)
        return
    if report.tables:
        yield Heading(2, "Table by table")
        yield from _groups(report.tables, verbose)
    if report.others:
        yield Heading(2, "Views, functions and everything else")
        yield from _groups(report.others, verbose)


def _groups(groups: tuple[GroupEntry, ...], verbose: bool) -> Iterator[Block]:
    equal = [g for g in groups if g.declared and g.production and not g.changes]
    differing = [g for g in groups if g.changes or g.declared != g.production]
    if equal and verbose:
        rows = tuple((line(code(g.object.name)), line(g.object.kind), line(f"{g.equal} parts equal")) for g in equal)
        yield Table(("In both, equal part by part", "Kind", "Parts"), rows)
    elif equal:
        yield Paragraph(line(Styled("In both, equal part by part: ", "good"), *named(g.object for g in equal)))
    for group in differing:
        yield Paragraph(_head(group))
        alone = group.declared != group.production and not verbose
        items = (_alone(group),) if alone and len(group.changes) > 1 else tuple(map(_change, group.changes))
        if items:
            yield Bullets(items, indent=1)


def _alone(group: GroupEntry) -> Line:
    """What is there on one side only in a line: itself, and how many parts go with it."""
    parts = Counter(change.object.kind for change in group.changes if change.object != group.object)
    listed = ", ".join(count(number, kind) for kind, number in parts.items())
    itself = next((_places(change) for change in group.changes if change.object == group.object), ())
    return line(f"with {listed}", *itself, dim(" (--verbose lists them)"))


def _head(group: GroupEntry) -> Line:
    if group.declared and group.production:
        where = f"in both, {group.equal} of {count(group.total, 'part')} equal"
    elif group.production:
        where = "only in production"
    elif group.declared:
        where = "only declared"
    else:
        where = "in neither under the chosen reading"
    if group.readings:
        where += f", under the reading {' and '.join(group.readings)}"
    return line(group.object.kind, " ", code(group.object.name), ": ", Styled(where, "warning"))


def _change(change: ChangeEntry) -> Line:
    head = line(change.change, ": ", change.object.kind, " ", code(change.object.name))
    if change.old_name:
        head += line(" (was ", code(change.old_name), ")")
    for entry in change.fields:
        head += line(f"; {entry.field}: ", code(entry.before or "none"), " -> ", code(entry.after or "none"))
    head += _places(change)
    if change.meaning and change.meaning != "behaviour":
        head += line(f" ({change.meaning})")
    if change.noise:
        head += line(dim(f" (not counted: {change.noise})"))
    if change.reason:
        head += line(dim(f" ({change.reason})"))
    return head


def _places(change: ChangeEntry) -> Line:
    places = [str(p) for p in (change.declared_at, change.production_at) if p]
    return line(dim(f" [{' / '.join(places)}]")) if places else ()

"""What differs between FROM and TO: by table, then every other kind; long texts beside each other."""

from __future__ import annotations

from collections.abc import Iterator

from trueup.origin import Origin
from trueup.report.document import Block, Bullets, Heading, Line, Paragraph, Sides, Styled, code, dim, line
from trueup.report.model import ChangeEntry, FieldEntry, GroupEntry, Obj, Report
from trueup.report.sections.common import count, named

_STYLES = {"added": "good", "removed": "error", "changed": "warning", "renamed": "review"}
_MEANINGS = {"security": "error", "data": "warning", "behaviour": "strong", "harmless": "dim"}
_LONG = 60  # a value over this stands on lines of its own


def blocks(report: Report, verbose: bool) -> Iterator[Block]:
    """Group by group, each difference with both values, both places and what it means."""
    labels = [source.label for source in report.sources]
    before, after = labels if len(labels) == 2 else ("FROM", "TO")
    for title, groups in (("Table by table", report.tables), ("Views, functions and everything else", report.others)):
        if groups:
            yield Heading(2, title)
        for group in groups:
            yield from _group(group, before, after, verbose)


def _group(group: GroupEntry, before: str, after: str, verbose: bool) -> Iterator[Block]:
    yield Paragraph(_head(group))
    told = {} if verbose else _told_with(group.changes)
    bullets: list[Line] = []
    for change in group.changes:
        if change.object in told:
            continue
        parts = [part for part, head in told.items() if head == change.object]
        bullets.append(_change(change, parts, before, after))
        long = [field for field in change.fields if _is_long(field)]
        if long:
            yield Bullets(tuple(bullets), indent=1)
            bullets = []
        for field in long:
            one, two = _place(change.declared_at, before), _place(change.production_at, after)
            titles = (f"{field.label} in FROM: {one}", f"{field.label} in TO: {two}")
            yield Sides(field.before.strip("\n"), field.after.strip("\n"), *titles, indent=2)
    if bullets:
        yield Bullets(tuple(bullets), indent=1)


def _told_with(changes: tuple[ChangeEntry, ...]) -> dict[Obj, Obj]:
    """Parts that go without saying (the columns of a new table), each with what brings it."""
    heads: dict[Obj, Obj] = {}
    here = {change.object for change in changes}
    for change in changes:  # in an order in which a part comes after what it is a part of
        head = change.part_of
        if head in here and change.change in {"added", "removed"}:
            heads[change.object] = heads.get(head, head)
    return heads


def _is_long(field: FieldEntry) -> bool:
    """Whether both texts are there, and one of them needs lines of its own."""
    return bool(field.before and field.after) and any(
        "\n" in text.strip() or len(text) > _LONG for text in (field.before, field.after)
    )


def _head(group: GroupEntry) -> Line:
    heads = [change for change in group.changes if change.part_of is None]  # the summary counts these, too
    noise = sum(1 for change in heads if change.noise)
    counted = len(heads) - noise
    if group.declared and group.production:
        none = "no difference counts" if noise else "differs along with another"
        where = f"{count(counted, 'difference')} in {count(group.total, 'part')}" if counted else none
    elif any(change.old_name and change.object == group.object for change in group.changes):
        where = "renamed"
    elif group.production:
        where = "only in TO"
    else:
        where = "only in FROM"
    more = dim(f", {noise} not counted") if noise and counted else ""
    return line(
        group.object.kind, " ", code(group.object.name), ": ", Styled(where, "warning" if counted else "dim"), more
    )


def _change(change: ChangeEntry, parts: list[Obj], before: str, after: str) -> Line:
    style = "dim" if change.noise else _STYLES.get(change.change, "")
    head = line(Styled(change.change, style), ": ", change.object.kind, " ", code(change.object.name))
    if change.old_name:
        sure = f", {change.confidence:.0%} sure" if change.confidence is not None else ""
        head += line(" (was ", code(change.old_name), f": {change.reason}{sure})")
    for field in change.fields:
        if _is_long(field):
            head += line(f"; {field.label}: see below")
        else:
            head += line(f"; {field.label}: ", code(_short(field.before)), " -> ", code(_short(field.after)))
        if field.noise and not change.noise:
            head += line(dim(" (not counted)"))
    if parts:
        head += line("; with ", *named((_within(part, change.object.name) for part in parts), 12))
    if change.meaning:
        head += line(" (", Styled(change.meaning, _MEANINGS.get(change.meaning, "")), ")")
    if change.noise:
        head += line(dim(f" (not counted: {change.noise})"))
    if change.reason and not change.old_name:
        head += line(dim(f" ({change.reason})"))
    return head + line(dim(f" [{_places(change, before, after)}]"))


def _short(text: str) -> str:
    """A text whose other side is empty: its beginning says what it is."""
    first, _, rest = text.strip().partition("\n")
    cut = first[:_LONG].rstrip()
    return cut + (" ..." if rest or len(first) > _LONG else "") if cut else "none"


def _within(part: Obj, whole: str) -> Obj:
    """A part by its own name: what it lives on was just said."""
    name = part.name.removeprefix(f"{whole}.").removesuffix(f" on {whole}").removesuffix(f" on table {whole}")
    return Obj(kind=part.kind, name=name)


def _places(change: ChangeEntry, before: str, after: str) -> str:
    places = []
    if change.change != "added":
        places.append(_place(change.declared_at, before))
    if change.change != "removed":
        places.append(_place(change.production_at, after))
    return " / ".join(places)


def _place(origin: Origin | None, label: str) -> str:
    return str(origin) if origin else label

"""Divides a file of saved queries at its headings, by one rule for the whole file.

Headings that number a query win. Where there are none, numbered parts do, then prose, then Markdown, then titles
framed by rules unless they only order one script (``==== TABLES ====``). Otherwise the file is one query.
"""

from __future__ import annotations

import itertools
from dataclasses import replace

from trueup.origin import Origin
from trueup.sqltext.headings import Heading, comment_headings, is_decorative, prose_headings
from trueup.sqltext.model import Section, Statement
from trueup.sqltext.scanner import Lines


def divide(
    text: str, file: str, statements: tuple[Statement, ...], comments: list[tuple[int, int]]
) -> tuple[Section, ...]:
    """Sections of a text, each named by its number.

    Args:
        text: the decoded text.
        file: its name.
        statements: as read from it, in order.
        comments: (start, end) of its comments, in order.

    Returns:
        The sections; every statement is in one of them, with its section's name in its origin.
    """
    headings = _choose(_all_headings(text, statements, comments))
    groups = _group(headings, statements)
    names = _names([heading for heading, _ in groups])
    lines = Lines(text)
    made = []
    for (heading, inside), name in zip(groups, names, strict=True):
        line, column = lines.at(heading.offset) if heading else (1, 1)
        named = tuple(replace(s, origin=replace(s.origin, section=name)) for s in inside)
        origin = Origin(file=file, line=line, column=column, section=name)
        made.append(Section(name=name, title=heading.title if heading else "", origin=origin, statements=named))
    return tuple(made)


def _all_headings(text: str, statements: tuple[Statement, ...], comments: list[tuple[int, int]]) -> list[Heading]:
    found = [h for s in statements if s.note == "prose" for h in prose_headings(s.offset, s.sql)]
    spans = [(s.offset, s.offset + len(s.sql)) for s in statements]
    for start, end in _runs(text, comments, spans):
        found += comment_headings(start, text[start:end])
    return sorted(found, key=lambda h: h.offset)


def _runs(text: str, comments: list[tuple[int, int]], spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Comments between statements that begin their line, joined where no blank line parts them."""
    runs: list[tuple[int, int]] = []
    at = 0
    for start, end in sorted(set(comments)):
        while at < len(spans) and spans[at][1] <= start:
            at += 1
        if at < len(spans) and spans[at][0] <= start:
            continue
        if text[text.rfind("\n", 0, start) + 1 : start].strip():
            continue
        between = text[runs[-1][1] : start] if runs else "x"
        if not between.strip() and between.count("\n") == 1:
            runs[-1] = (runs[-1][0], end)
        else:
            runs.append((start, end))
    return runs


def _choose(found: list[Heading]) -> list[Heading]:
    numbered = _increasing([h for h in found if h.style == "query"])
    if numbered:
        return _fill_gaps(numbered, found)
    parts = _increasing([h for h in found if h.style == "part"])
    if len(parts) > 1:
        return parts
    for style in ("prose", "markdown"):
        if chosen := [h for h in found if h.style in {style, "part"} and not h.title.endswith((".", ","))]:
            return chosen
    rules = [h for h in found if h.style == "rule" and not is_decorative(h.title)]
    return rules if len(rules) > 1 else []


def _increasing(found: list[Heading]) -> list[Heading]:
    """Headings whose numbers rise; one that falls back only mentions an earlier query."""
    kept: list[Heading] = []
    for heading in found:
        if not kept or (heading.number or 0) > (kept[-1].number or 0):
            kept.append(heading)
    return kept


def _fill_gaps(numbered: list[Heading], found: list[Heading]) -> list[Heading]:
    """Where 2 is followed by 4, the one other heading between them is 3, if there is just one of the strongest kind."""
    filled = list(numbered)
    for one, next_one in itertools.pairwise(numbered):
        missing = (next_one.number or 0) - (one.number or 0) - 1
        between = [h for h in found if one.offset < h.offset < next_one.offset]
        for style in ("prose", "markdown", "rule"):
            strongest = [h for h in between if h.style == style and not is_decorative(h.title)]
            if strongest:
                if len(strongest) == missing:
                    first = (one.number or 0) + 1
                    filled += [replace(h, number=first + i) for i, h in enumerate(strongest)]
                break
    return sorted(filled, key=lambda h: h.offset)


def _group(
    headings: list[Heading], statements: tuple[Statement, ...]
) -> list[tuple[Heading | None, tuple[Statement, ...]]]:
    """Statements under their headings; a heading with no SQL under it is joined to the next one."""
    bounds: list[Heading | None] = [None, *headings]
    groups: list[tuple[Heading | None, tuple[Statement, ...]]] = []
    carried: tuple[Statement, ...] = ()
    at = 0
    for i, heading in enumerate(bounds):
        following = bounds[i + 1] if i + 1 < len(bounds) else None
        stop = following.offset if following else None
        inside: list[Statement] = []
        while at < len(statements) and (stop is None or _begins_before(statements[at], stop)):
            inside.append(statements[at])
            at += 1
        carried += tuple(inside)
        keep = heading is not None and heading.style == "query"
        if keep or any(s.kind != "NotSql" for s in inside):
            groups.append((heading, carried))
            carried = ()
    if carried and groups:
        groups[-1] = (groups[-1][0], groups[-1][1] + carried)
    elif carried or not groups:
        groups.append((None, carried))
    return groups


def _begins_before(statement: Statement, stop: int) -> bool:
    """A paragraph of prose that holds the heading belongs to the heading's section."""
    if statement.kind == "NotSql":
        return statement.offset + len(statement.sql) <= stop
    return statement.offset < stop


def _names(headings: list[Heading | None]) -> list[str]:
    """The headings' own numbers where each section can have one of its own, else the places from 1."""
    numbers = [h.number if h else None for h in headings]
    if numbers and numbers[0] is None and len(numbers) > 1 and numbers[1] == 2:
        numbers[0] = 1
    if None not in numbers and len(set(numbers)) == len(numbers):
        return [f"Query {number}" for number in numbers]
    return [f"Query {place}" for place in range(1, len(headings) + 1)]

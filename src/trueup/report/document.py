"""A report's text as blocks, written once and rendered by each format."""

from __future__ import annotations

import difflib
from dataclasses import dataclass
from typing import TypeAlias


@dataclass(frozen=True, slots=True)
class Styled:
    """A piece of a line with a style: ``code``, ``strong``, ``dim``, ``good``, or a severity's name."""

    text: str
    style: str


Inline: TypeAlias = str | Styled
Line: TypeAlias = tuple[Inline, ...]


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading; level 1 is the report's title."""

    level: int
    text: str


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One paragraph, `indent` levels deep."""

    line: Line
    indent: int = 0


@dataclass(frozen=True, slots=True)
class Bullets:
    """A list, numbered or not."""

    items: tuple[Line, ...]
    numbered: bool = False
    indent: int = 0


@dataclass(frozen=True, slots=True)
class Table:
    """A table; every cell is a line."""

    header: tuple[str, ...]
    rows: tuple[tuple[Line, ...], ...]


@dataclass(frozen=True, slots=True)
class Code:
    """A verbatim text: ``sql``, ``diff``, ``text``."""

    language: str
    text: str
    indent: int = 0


@dataclass(frozen=True, slots=True)
class Sides:
    """Two versions of a long text: side by side where there is room, else as a unified diff."""

    before: str
    after: str
    before_title: str
    after_title: str
    indent: int = 0

    def unified(self) -> Code:
        """The same as one text, the lines that differ with two lines around them."""
        one, two = self.before.splitlines(), self.after.splitlines()
        found = difflib.unified_diff(one, two, self.before_title, self.after_title, n=2, lineterm="")
        return Code("diff", "\n".join(found), self.indent)


Block: TypeAlias = Heading | Paragraph | Bullets | Table | Code | Sides


def line(*parts: Inline) -> Line:
    """A line from its parts, without the empty ones."""
    return tuple(part for part in parts if part != "")


def code(text: object) -> Styled:
    """A name, a path or a piece of SQL."""
    return Styled(str(text), "code")


def strong(text: object) -> Styled:
    """What to see first."""
    return Styled(str(text), "strong")


def dim(text: object) -> Styled:
    """What may be skipped."""
    return Styled(str(text), "dim")


def plain(parts: Line) -> str:
    """A line's text without its styles."""
    return "".join(part.text if isinstance(part, Styled) else part for part in parts)

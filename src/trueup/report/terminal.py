"""Blocks for a terminal, by rich: 40 columns and wider, coloured where the terminal takes colour."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import TextIO

from rich.console import Console, Group, RenderableType
from rich.padding import Padding
from rich.table import Table as RichTable
from rich.text import Text

from trueup.report.beside import side_by_side
from trueup.report.document import Block, Bullets, Code, Heading, Line, Paragraph, Sides, Styled, Table, plain

_STYLES = {
    "code": "cyan",
    "strong": "bold",
    "dim": "bright_black",
    "good": "green",
    "error": "bold red",
    "warning": "yellow",
    "review": "magenta",
    "style": "bright_black",
}

_WORD = 12
_NARROWEST = 40
_TWO_TEXTS = 100  # from here on, two texts stand beside each other
_NAME = 36  # a first column as narrow as this keeps its names in one piece


def render(blocks: Iterable[Block], file: TextIO, *, width: int | None = None) -> None:
    """Write the document to `file`; a pipe gets plain text, 100 columns wide unless COLUMNS says otherwise."""
    console = Console(file=file, width=width, highlight=False, soft_wrap=False, emoji=False, markup=False)
    if console.is_terminal:
        for block in blocks:
            console.print(_block(block, console.width))
        return
    if width is None:
        console.width = max(_NARROWEST, _columns(console))
    for block in blocks:
        with console.capture() as printed:
            console.print(_block(block, console.width))
        file.writelines(f"{text.rstrip()}\n" for text in printed.get().split("\n")[:-1])


def _columns(console: Console) -> int:
    given = console._environ.get("COLUMNS", "")
    return int(given) if given.isdigit() and int(given) else 100


def _block(block: Block, width: int) -> RenderableType:
    match block:
        case Sides() if width >= _TWO_TEXTS:
            return Padding(side_by_side(block, width - 2 * block.indent - 2), (0, 0, 0, 2 * block.indent + 2))
        case Sides():
            return _block(block.unified(), width)
        case Heading(level, text):
            style = {1: "bold underline", 2: "bold"}.get(level, "bold dim")
            return Text(("\n" if level > 1 else "") + text, style=style)
        case Paragraph(parts, indent):
            return Padding(_inline(parts), (0, 0, 0, 2 * indent))
        case Bullets(items, numbered, indent):
            return Padding(_bullets(items, numbered), (0, 0, 0, 2 * indent))
        case Table(header, rows):
            return _table(header, rows, width)
        case Code(language, text, indent):
            return Padding(_code(language, text.rstrip()), (0, 0, 0, 2 * indent + 2))


def _bullets(items: tuple[Line, ...], numbered: bool) -> RenderableType:
    grid = RichTable.grid(padding=(0, 1))
    grid.add_column(no_wrap=True)
    grid.add_column(overflow="fold")
    for number, item in enumerate(items, 1):
        grid.add_row(f"{number}." if numbered else "-", _inline(item))
    return grid


def _table(header: tuple[str, ...], rows: tuple[tuple[Line, ...], ...], width: int) -> RenderableType:
    shares = _shares(header, rows, width)
    if sum(shares) + len(header) > width:
        return _one_by_one(header, rows)
    table = RichTable(box=None, header_style="bold", pad_edge=False, padding=(0, 1, 0, 0))
    for number, title in enumerate(header):
        widest = max((len(plain(row[number])) for row in rows), default=0)
        whole = number == 0 and widest <= min(_NAME, shares[0])
        table.add_column(title, overflow="fold", no_wrap=whole)
        if number:  # so that no word of a few letters is cut in two while a long name beside it could be folded
            words = [word for text in (title, *(plain(row[number]) for row in rows)) for word in text.split()]
            table.columns[number].min_width = min(max(map(len, words), default=1), _WORD)
            if max(map(len, words), default=0) > shares[number]:
                table.columns[number].width = shares[number]
    for row in rows:
        table.add_row(*(_inline(cell, shares[number]) for number, cell in enumerate(row)))
    return table


def _one_by_one(header: tuple[str, ...], rows: tuple[tuple[Line, ...], ...]) -> RenderableType:
    """A table that is wider than the terminal: a row's first cell, and below it the others by their titles."""
    out: list[RenderableType] = []
    for first, *others in rows:
        if plain(first):
            out.append(_inline(first))
        parts: list[str | Styled] = []
        for title, cell in zip(header[1:], others, strict=True):
            parts += ["; " if parts else "", f"{title}: ", *cell]
        out.append(Padding(_inline(tuple(parts)), (0, 0, 0, 2)))
    return Group(*out)


def _shares(header: tuple[str, ...], rows: tuple[tuple[Line, ...], ...], width: int) -> list[int]:
    """The width of each column where all of them do not fit: what is short keeps its own, the rest is shared out."""
    natural = [max(len(title), *(len(plain(row[n])) for row in rows), 1) for n, title in enumerate(header)]
    free, open_ = width - len(header), sorted(range(len(header)), key=lambda n: natural[n])
    shares = list(natural)
    # A name in one piece must not push the last column out of sight.
    others = sum(max(len(title), min(natural[n], _WORD)) for n, title in enumerate(header) if n)
    fits = natural[0] <= min(_NAME, free - others)
    for left, number in zip(range(len(open_), 0, -1), open_, strict=True):
        shares[number] = (
            natural[number]
            if number == 0 and fits
            else max(min(natural[number], free // left), min(natural[number], _WORD))
        )
        free -= shares[number]
    return shares


def _in_pieces(text: str, width: int) -> str:
    """Names that are longer than their column, cut after the last ``_``, ``/``, ``.`` or ``-`` that fits in."""

    def cut(match: re.Match[str]) -> str:
        word, pieces = match[0], list[str]()
        while len(word) > width:
            at = max(word.rfind(mark, 0, width) for mark in "_/.-") + 1
            if at <= 1:
                break
            pieces.append(word[:at])
            word = word[at:]
        return "\n".join((*pieces, word))

    return re.sub(rf"\S{{{width + 1},}}", cut, text)


def _code(language: str, text: str) -> RenderableType:
    if language != "diff":
        return Text(text, style="cyan" if language == "sql" else "bright_black")
    colours = {"+": "green", "-": "red", "@": "bright_black"}
    return Group(*(Text(row, style=colours.get(row[:1], "")) for row in text.split("\n")))


def _inline(parts: Line, width: int = 0) -> Text:
    text = Text()
    for part in parts:
        said = part.text if isinstance(part, Styled) else part
        style = _STYLES.get(part.style, "") if isinstance(part, Styled) else ""
        text.append(_in_pieces(said, width) if width >= _WORD else said, style=style)
    return text

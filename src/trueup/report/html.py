"""Blocks as one self-contained HTML page: no script, no outside address, readable in print."""

from __future__ import annotations

from collections.abc import Iterable
from importlib.resources import files

from jinja2 import Environment
from markupsafe import Markup, escape

from trueup.report.document import Block, Bullets, Code, Heading, Line, Paragraph, Sides, Styled, Table


def render(blocks: Iterable[Block], *, title: str) -> str:
    """The page; every text is escaped."""
    template = Environment(autoescape=True, trim_blocks=True).from_string(
        files("trueup.report").joinpath("page.html").read_text(encoding="utf-8")
    )
    return template.render(title=title, body=Markup("\n").join(_block(block) for block in blocks)) + "\n"


def _block(block: Block) -> Markup:
    match block:
        case Heading(level, text):
            return Markup("<h{0}>{1}</h{0}>").format(level, text)
        case Paragraph(parts, indent):
            return Markup('<p class="i{}">{}</p>').format(indent, _inline(parts))
        case Bullets(items, numbered, indent):
            tag = "ol" if numbered else "ul"
            rows = Markup("").join(Markup("<li>{}</li>").format(_inline(item)) for item in items)
            return Markup('<{0} class="i{1}">{2}</{0}>').format(tag, indent, rows)
        case Table(header, rows):
            return _table(header, rows)
        case Sides():
            return _block(block.unified())
        case Code("diff", text, indent):
            return Markup('<pre class="i{}">{}</pre>').format(indent, _diff(text))
        case Code(_, text, indent):
            return Markup('<pre class="i{}">{}</pre>').format(indent, text)


def _table(header: tuple[str, ...], rows: tuple[tuple[Line, ...], ...]) -> Markup:
    head = Markup("").join(Markup("<th>{}</th>").format(title) for title in header)
    body = Markup("").join(
        Markup("<tr>{}</tr>").format(Markup("").join(Markup("<td>{}</td>").format(_inline(cell)) for cell in row))
        for row in rows
    )
    return Markup("<table><thead><tr>{}</tr></thead><tbody>{}</tbody></table>").format(head, body)


def _diff(text: str) -> Markup:
    names = {"+": "add", "-": "del", "@": "dim"}
    return Markup("\n").join(
        Markup('<span class="{}">{}</span>').format(names.get(row[:1], ""), row) for row in text.rstrip().split("\n")
    )


def _inline(parts: Line) -> Markup:
    return Markup("").join(_styled(part) if isinstance(part, Styled) else escape(part) for part in parts)


def _styled(part: Styled) -> Markup:
    if part.style == "code":
        return Markup("<code>{}</code>").format(part.text)
    return Markup('<span class="{}">{}</span>').format(part.style.replace(" ", "-"), part.text)

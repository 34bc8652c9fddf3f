"""Blocks as GitHub-flavoured Markdown."""

from __future__ import annotations

from collections.abc import Iterable

from trueup.report.document import Block, Bullets, Code, Heading, Line, Paragraph, Sides, Styled, Table

_WORDS = str.maketrans({"\\": "\\\\", "*": "\\*", "_": "\\_", "`": "\\`", "<": "&lt;", "|": "\\|", "[": "\\["})


def render(blocks: Iterable[Block]) -> str:
    """The document as Markdown, ending in one newline."""
    return "\n\n".join(_block(block) for block in blocks) + "\n"


def _block(block: Block) -> str:
    match block:
        case Heading(level, text):
            return f"{'#' * level} {text.translate(_WORDS)}"
        case Paragraph(parts, indent):
            return "> " * bool(indent) + _inline(parts)
        case Bullets(items, numbered, indent):
            pad = "  " * indent
            return "\n".join(
                f"{pad}{f'{number}.' if numbered else '-'} {_inline(item)}" for number, item in enumerate(items, 1)
            )
        case Table(header, rows):
            return _table(header, rows)
        case Sides():
            return _block(block.unified())
        case Code(language, text):
            fence = "```"
            while fence in text:
                fence += "`"
            return f"{fence}{language}\n{text.rstrip()}\n{fence}"


def _table(header: tuple[str, ...], rows: tuple[tuple[Line, ...], ...]) -> str:
    lines = ["| " + " | ".join(header) + " |", "|" + "---|" * len(header)]
    lines += ["| " + " | ".join(_inline(cell).replace("\n", "<br>") for cell in row) + " |" for row in rows]
    return "\n".join(lines)


def _inline(parts: Line) -> str:
    return "".join(_styled(part) if isinstance(part, Styled) else part.translate(_WORDS) for part in parts)


def _styled(part: Styled) -> str:
    if part.style == "code":
        ticks = "``" if "`" in part.text else "`"
        return ticks + part.text.replace("\n", " ").replace("|", "\\|") + ticks
    if part.style in {"strong", "error", "warning"}:
        bare = part.text.strip()
        before, _, after = part.text.partition(bare)
        # A blank inside the stars would leave them in the text (CommonMark, 6.2).
        return f"{before}**{bare.translate(_WORDS)}**{after}" if bare else part.text
    return part.text.translate(_WORDS)

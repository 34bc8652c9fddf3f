"""The access matrix: principal by object and command."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TypeAlias

from trueup.report.document import Block, Heading, Line, Paragraph, Styled, Table, code, dim, line
from trueup.report.model import CellEntry, Report

Row: TypeAlias = tuple[Line, ...]

_ROWS = ("SELECT", "INSERT", "UPDATE", "DELETE")
_STYLES = {"all": "warning", "none": "dim", "error": "error", "not evaluated": "warning"}


def blocks(report: Report, verbose: bool) -> Iterator[Block]:
    """Each object's commands for those who may do the same with it. In an audit only when verbose."""
    part = report.access
    if part is None or (report.command == "audit" and not verbose):
        return
    yield Heading(2, "Who can do what")
    if part.coverage:
        yield Paragraph(line(dim(", ".join(f"{name} {number}" for name, number in part.coverage.items()))))
    principals = part.principals or tuple(dict.fromkeys(cell.principal for cell in part.matrix))
    others = tuple(dict.fromkeys(cell.command for cell in part.matrix if cell.command not in _ROWS))
    for commands in (_ROWS, others):
        rows = tuple(_rows(part.matrix, principals, commands))
        if rows:
            yield Table(("Object", "Who", *commands), rows)


def _rows(matrix: tuple[CellEntry, ...], principals: tuple[str, ...], commands: tuple[str, ...]) -> Iterator[Row]:
    """A row for those principals that may do the same with an object."""
    objects: dict[tuple[str, str], dict[tuple[str, str], CellEntry]] = {}
    for cell in matrix:
        if cell.command in commands:
            found = objects.setdefault((cell.object.kind, cell.object.name), {})
            found[cell.principal, cell.command] = cell
    for (_, name), cells in objects.items():
        alike: dict[Row, list[str]] = {}
        for principal in principals:
            alike.setdefault(tuple(_cell(cells.get((principal, c))) for c in commands), []).append(principal)
        for number, (shown, who) in enumerate(alike.items()):
            yield (line(code(name)) if number == 0 else line(), line(", ".join(who)), *shown)


def _cell(cell: CellEntry | None) -> Line:
    if cell is None:
        return line("-")
    columns = f" ({', '.join(cell.columns)})" if cell.columns else ""
    return line(Styled(cell.rows + columns, _STYLES.get(cell.rows, "")))

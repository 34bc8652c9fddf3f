"""The access matrix: principal by object and command."""

from __future__ import annotations

from collections.abc import Iterator

from trueup.report.document import Block, Heading, Line, Paragraph, Styled, Table, code, dim, line
from trueup.report.model import CellEntry, Report

_STYLES = {"all": "warning", "none": "dim", "error": "error", "not evaluated": "warning"}


def blocks(report: Report, verbose: bool) -> Iterator[Block]:
    """One table: a row per object and command, a column per principal. In an audit only when verbose."""
    part = report.access
    if part is None or (report.command == "audit" and not verbose):
        return
    yield Heading(2, "Who can do what")
    if part.coverage:
        yield Paragraph(line(dim(", ".join(f"{name} {number}" for name, number in part.coverage.items()))))
    principals = part.principals or tuple(dict.fromkeys(cell.principal for cell in part.matrix))
    rows: dict[tuple[str, str, str], dict[str, CellEntry]] = {}
    for cell in part.matrix:
        rows.setdefault((cell.object.kind, cell.object.name, cell.command), {})[cell.principal] = cell
    yield Table(
        ("Object", "Command", *principals),
        tuple(
            (line(code(name)), line(command), *(_cell(cells.get(p)) for p in principals))
            for (_, name, command), cells in rows.items()
        ),
    )


def _cell(cell: CellEntry | None) -> Line:
    if cell is None:
        return line("-")
    columns = f" ({', '.join(cell.columns)})" if cell.columns else ""
    return line(Styled(cell.rows + columns, _STYLES.get(cell.rows, "")))

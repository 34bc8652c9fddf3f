"""The matrix is folded for readers; unfolded again it is what was tried."""

from __future__ import annotations

import io

from hypothesis import given
from hypothesis import strategies as st

from trueup.report import terminal
from trueup.report.document import Table, plain
from trueup.report.model import AccessEntry, CellEntry, Obj, Report
from trueup.report.sections import access

PRINCIPALS = ("anon", "A", "B", "service")
COMMANDS = {"table": ("SELECT", "INSERT", "UPDATE", "DELETE"), "function": ("EXECUTE",)}


@st.composite
def matrices(draw: st.DrawFn) -> tuple[CellEntry, ...]:
    objects = draw(st.lists(st.tuples(st.sampled_from(("table", "function")), st.integers(0, 5)), unique=True))
    reach = st.sampled_from(("all", "own", "conditional", "none", "error"))
    return tuple(
        CellEntry(
            principal=who, object=Obj(kind=kind, name=f"public.{kind}_{number}"), command=command, rows=draw(reach)
        )
        for kind, number in objects
        for command in COMMANDS[kind]
        for who in PRINCIPALS
    )


@given(matrices())
def test_unfolded_it_says_what_was_tried(matrix: tuple[CellEntry, ...]) -> None:
    report = Report(command="access", project="p", access=AccessEntry(principals=PRINCIPALS, matrix=matrix))
    shown = set()
    for block in access.blocks(report, verbose=False):
        if not isinstance(block, Table):
            continue
        name = ""
        for object_, who, *cells in (tuple(plain(cell) for cell in row) for row in block.rows):
            name = object_ or name
            for command, rows in zip(block.header[2:], cells, strict=True):
                shown |= {(principal, name, command, rows) for principal in who.split(", ")}
    assert shown == {(c.principal, c.object.name, c.command, c.rows) for c in matrix}


def test_no_column_is_cut_off_in_a_narrow_window() -> None:
    cells = tuple(
        CellEntry(
            principal=who, object=Obj(kind="table", name="public." + "long_name_" * 5), command=c, rows="conditional"
        )
        for who in PRINCIPALS
        for c in COMMANDS["table"]
    )
    report = Report(command="access", project="p", access=AccessEntry(principals=PRINCIPALS, matrix=cells))
    for width in (40, 60, 80):
        out = io.StringIO()
        terminal.render(access.blocks(report, verbose=False), out, width=width)
        assert out.getvalue().count("conditional") == len(COMMANDS["table"])
        assert all(command in out.getvalue() for command in COMMANDS["table"])
        assert max(map(len, out.getvalue().splitlines())) <= width

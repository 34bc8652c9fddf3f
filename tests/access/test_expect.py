"""An expectation holds as long as nothing widens."""

from __future__ import annotations

from dataclasses import replace

import pytest

from trueup.access.expect import compare_expectation, dump_expectation, load_expectation
from trueup.access.model import AccessReport, Cell
from trueup.errors import SourceError
from trueup.ref import ObjectRef

TABLE = ObjectRef("table", "public", ("t",))
OWN = Cell(principal="A", ref=TABLE, command="SELECT", rows="own")
NAMED = Cell(principal="A", ref=TABLE, command="UPDATE", rows="own", columns=("name",))
REPORT = AccessReport(matrix=(OWN, NAMED))


def test_what_was_written_holds() -> None:
    expected = load_expectation(dump_expectation(REPORT))
    assert expected == REPORT.matrix
    assert compare_expectation(expected, REPORT) == ()


@pytest.mark.parametrize(
    ("before", "after", "fails"),
    [
        (OWN, replace(OWN, rows="all"), True),
        (OWN, replace(OWN, rows="conditional"), True),
        (OWN, replace(OWN, rows="none"), False),
        (NAMED, replace(NAMED, columns=()), True),
        (NAMED, replace(NAMED, columns=("name", "role")), True),
        (OWN, replace(OWN, command="DELETE"), True),
    ],
)
def test_only_widening_fails(before: Cell, after: Cell, fails: bool) -> None:
    assert bool(compare_expectation((before,), AccessReport(matrix=(after,)))) is fails


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"version": 9, "cells": []}', '{"version": 1, "cells": [[1]]}'])
def test_a_damaged_expectation_is_told(text: str) -> None:
    with pytest.raises(SourceError):
        load_expectation(text)

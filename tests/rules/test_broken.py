"""Broken bodies of every sort: one finding each, at the line inside the body, with the name that is probably meant."""

from __future__ import annotations

from pathlib import Path

from tests.rules.replayed import context_of

from trueup.finding import Severity
from trueup.postgres.server import Database
from trueup.rules import RuleContext, Selection, check, discover

HERE = Path(__file__).parent / "broken"
AREA = tuple(loaded.rule.id for loaded in discover() if loaded.rule.area == "references")
MARK = "-- here"


def lines_of(text: str) -> dict[int, str]:
    """The marked lines, and what their finding's help has to hold."""
    lines = enumerate(text.splitlines(), 1)
    return {n: line.partition(MARK)[2].strip(": ") for n, line in lines if MARK in line}


def assert_exactly(context: RuleContext, text: str) -> None:
    report = check(context, Selection(only=AREA, minimum=Severity.STYLE))
    assert set(report.ran) == set(AREA) and report.not_evaluated == ()
    marked = lines_of(text)
    found = [(f.origin.line if f.origin else 0, f.help) for f in report.findings]
    assert sorted(line for line, _ in found) == sorted(marked)
    assert [(line, help) for line, help in found if marked[line] not in help] == []


def test_every_broken_body_is_told_once_at_its_line(database: Database) -> None:
    text = (HERE / "bodies.sql").read_text()
    assert_exactly(context_of(database, text), text)
    assert len(lines_of(text)) > 70


def test_do_blocks_and_scheduled_commands(supabase_database: Database) -> None:
    text = (HERE / "programs.sql").read_text()
    assert_exactly(context_of(supabase_database, text, "supabase"), text)

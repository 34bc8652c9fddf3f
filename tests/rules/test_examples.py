"""Every rule's own scripts, executed: the bad one gives exactly its finding, at its marked lines; the good one none."""

from __future__ import annotations

from collections.abc import Iterator
from textwrap import dedent

import pytest
from tests.rules.replayed import context_of

from trueup.finding import Severity
from trueup.postgres.server import Database, Server
from trueup.rules import LoadedRule, Selection, check, discover

RULES = tuple(discover())


def marked(sql: str) -> list[int]:
    return [number for number, line in enumerate(sql.splitlines(), 1) if line.rstrip().endswith("-- here")]


def findings(loaded: LoadedRule, database: Database, sql: str, platform: str) -> list[object]:
    context = context_of(database, sql, platform)
    report = check(context, Selection(only=(loaded.rule.id,), minimum=Severity.STYLE))
    assert loaded.rule.id in report.ran, report.not_evaluated
    return [(f.origin.line if f.origin else 0) for f in report.findings]


@pytest.fixture
def example(server: Server, supabase_server: Server, request: pytest.FixtureRequest) -> Iterator[tuple[Database, str]]:
    rule = request.param.rule
    platform = rule.platform or rule.example_platform or "postgres"
    database = (supabase_server if platform == "supabase" else server).create()
    yield database, platform
    database.drop()


@pytest.mark.parametrize(
    ("example", "loaded"), [(r, r) for r in RULES], indirect=["example"], ids=[r.rule.id for r in RULES]
)
def test_bad(example: tuple[Database, str], loaded: LoadedRule) -> None:
    sql = dedent(loaded.rule.bad).strip()
    assert marked(sql), "mark the line of the finding with -- here"
    assert findings(loaded, example[0], sql, example[1]) == marked(sql)


@pytest.mark.parametrize(
    ("example", "loaded"), [(r, r) for r in RULES], indirect=["example"], ids=[r.rule.id for r in RULES]
)
def test_good(example: tuple[Database, str], loaded: LoadedRule) -> None:
    assert findings(loaded, example[0], dedent(loaded.rule.good).strip(), example[1]) == []

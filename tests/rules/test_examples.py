"""Every rule's own scripts, executed: the bad one gives exactly its finding, at its marked lines; the good one none.

Where there is a fix, it is executed after the bad script, and the finding is gone.
"""

from __future__ import annotations

from collections.abc import Iterator
from textwrap import dedent

import pytest
from tests.rules.replayed import context_of, read_again

from trueup.finding import Finding, Severity
from trueup.postgres.server import Database, Server
from trueup.rules import LoadedRule, Need, RuleContext, Selection, check, discover

RULES = tuple(discover())
each_rule = pytest.mark.parametrize("loaded", RULES, ids=[r.rule.id for r in RULES])


@pytest.fixture(scope="module")
def plain(server: Server) -> Iterator[Database]:
    database = server.create()
    yield database
    database.drop()


@pytest.fixture
def database(loaded: LoadedRule, plain: Database, supabase_server: Server) -> Iterator[Database]:
    """Empty. A plain one is swept and used again: it takes far less time than to create one."""
    if platform_of(loaded) == "supabase":
        fresh = supabase_server.create()
        yield fresh
        fresh.drop()
        return
    yield plain
    with plain.connect(superuser=True) as connection:
        connection.execute("DROP OWNED BY postgres CASCADE")


def platform_of(loaded: LoadedRule) -> str:
    return loaded.rule.platform or loaded.rule.example_platform or "postgres"


def prepared(loaded: LoadedRule, database: Database, script: str) -> RuleContext:
    if loaded.rule.example_setup:
        with database.connect(superuser=True) as connection:
            connection.execute(dedent(loaded.rule.example_setup).encode())
    statistics = loaded.rule.example_statistics
    refusable = Need.TEXT in loaded.rule.needs  # what only a superuser may say still stands in the text
    return context_of(database, script, platform_of(loaded), refusable=refusable, statistics=statistics)


def findings(loaded: LoadedRule, context: RuleContext) -> tuple[Finding, ...]:
    report = check(context, Selection(only=(loaded.rule.id,), minimum=Severity.STYLE))
    assert loaded.rule.id in report.ran, report.not_evaluated
    return report.findings


@each_rule
def test_bad_is_found_where_it_is_marked_and_gone_after_the_fix(loaded: LoadedRule, database: Database) -> None:
    script = dedent(loaded.rule.bad).strip()
    marked = [n for n, line in enumerate(script.splitlines(), 1) if line.rstrip().endswith("-- here")]
    assert marked, "mark the line of the finding with -- here"
    context = prepared(loaded, database, script)
    found = findings(loaded, context)
    assert [f.origin.line if f.origin else 0 for f in found] == marked
    if loaded.fix is None:
        return
    steps = [step for finding in found for step in loaded.fix(finding, context)]
    assert steps and loaded.rule.fix_safety
    with database.connect() as connection:
        for step in steps:
            connection.execute(step.sql.encode())
    assert findings(loaded, read_again(context)) == ()


@each_rule
def test_good_is_not_found(loaded: LoadedRule, database: Database) -> None:
    assert findings(loaded, prepared(loaded, database, dedent(loaded.rule.good).strip())) == ()


@each_rule
def test_says_what_it_is(loaded: LoadedRule) -> None:
    rule = loaded.rule
    assert loaded.path == f"{rule.id.replace('-', '_')}.py"
    assert all(text.strip() for text in (rule.title, rule.what, rule.why, rule.fix))


def test_each_of_splinters_lints_has_its_rule() -> None:
    numbers = {number for loaded in RULES for number in loaded.rule.splinter.split()}
    assert numbers == {f"{n:04}" for n in range(1, 30)} - {"0012"}  # 0012 was never shipped

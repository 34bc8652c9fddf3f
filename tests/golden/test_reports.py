"""Each golden folder's report.md: what `trueup diff` says of the two texts, without what is the same in every report.

`pytest tests/golden -m nightly --rewrite` writes what is said now.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from trueup.diff.compare import compare
from trueup.diff.model import ChangeKind, Drift
from trueup.postgres.server import Server
from trueup.replay.model import Unit
from trueup.replay.run import replay
from trueup.report import markdown
from trueup.report.build.compared import diff_report
from trueup.report.build.comparison import group_entries
from trueup.report.build.head import Head
from trueup.report.sections import blocks
from trueup.sources.model import Source
from trueup.sqltext.read import read_sql
from trueup.stages.model import Side
from trueup.stages.pair import Pair
from trueup.stages.script import Script

HERE = Path(__file__).parent
SUPERUSER = {"operator-class"}
CASES = sorted(path.parent for path in HERE.glob("*/before.sql") if path.parent.name not in SUPERUSER)


def side_of(server: Server, path: Path) -> Side:
    database = server.create()
    (section,) = read_sql(path.read_text(), path.name).sections
    result = replay(database, (Unit(name=path.name, origin=section.origin, statements=section.statements),))
    database.drop()
    return Side(
        name=path.stem,
        source=Source(label=path.name, kind="sql file"),
        database=database,
        catalog=result.catalog,
        replay=result,
        provenance=result.provenance,
    )


def assert_nothing_is_passed_over(pair: Pair, drift: Drift) -> None:
    words = {kind: kind.value for kind in ChangeKind}
    entries = group_entries(pair.before.catalog, pair.after.catalog, drift, words=words)
    assert sum(len(group.changes) for group in entries) == len(drift.changes)


@pytest.mark.parametrize("name", ["sequence-not-owned", "table-moves-schema", "enum-loses-a-value"])
def test_every_change_is_in_the_report(name: str, server: Server) -> None:
    for one, two in (("before.sql", "after.sql"), ("after.sql", "before.sql")):
        pair = Pair(before=side_of(server, HERE / name / one), after=side_of(server, HERE / name / two))
        assert_nothing_is_passed_over(pair, compare(pair.before.catalog, pair.after.catalog))


@pytest.mark.nightly
@pytest.mark.parametrize("case", CASES, ids=lambda path: path.name)
def test_the_report_is_as_written(case: Path, server: Server, request: pytest.FixtureRequest) -> None:
    pair = Pair(before=side_of(server, case / "before.sql"), after=side_of(server, case / "after.sql"))
    drift = compare(pair.before.catalog, pair.after.catalog)
    assert_nothing_is_passed_over(pair, drift)
    head = Head(project=case.name, platform="postgres", reasons=(), server="PostgreSQL 18")
    text = markdown.render(blocks(diff_report(head, pair, drift, Script(text="", drift=True)), verbose=True))
    said = text.partition("## Summary")[2].partition("## Outside any comparison")[0].strip() + "\n"
    expected = case / "report.md"
    if request.config.getoption("--rewrite"):
        expected.write_text(said)
    assert said == expected.read_text()

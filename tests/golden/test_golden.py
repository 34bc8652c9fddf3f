"""Each folder holds before.sql, after.sql and the plan between them, as text; the plan is proven on a real server.

`pytest tests/golden --rewrite` writes what the planner prints now.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from trueup.catalog.model import Catalog
from trueup.plan.node import PlanOptions
from trueup.postgres.server import Database, Server
from trueup.proof.converge import proven_plan
from trueup.replay.model import Unit
from trueup.replay.run import replay
from trueup.sqltext.read import read_sql

HERE = Path(__file__).parent
NIGHTLY = set((HERE / "nightly.txt").read_text().split())  # variants of cases that every run looks at
SUPERUSER = {"operator-class"}  # only a superuser may, and it could harm the server: told as refused elsewhere
CASES = [
    pytest.param(path.parent, id=path.parent.name, marks=[pytest.mark.nightly] if path.parent.name in NIGHTLY else [])
    for path in sorted(HERE.glob("*/before.sql"))
]


def catalog_of(database: Database, text: str, *, trusted: bool) -> Catalog:
    if trusted:
        with database.connect(superuser=True) as conn:
            conn.execute("SET search_path = public")
            conn.execute(text.encode())
        return database.read_catalog()
    (section,) = read_sql(text, "f.sql").sections
    result = replay(database, (Unit(name="f.sql", origin=section.origin, statements=section.statements),))
    assert [str(o.error) for o in result.outcomes if o.error] == []
    return result.catalog


@pytest.mark.parametrize("case", CASES)
def test_plan_is_as_written_and_leaves_no_difference(
    case: Path, server: Server, request: pytest.FixtureRequest
) -> None:
    before, after = server.create(), server.create()
    trusted = case.name in SUPERUSER
    try:
        catalog_before = catalog_of(before, (case / "before.sql").read_text(), trusted=trusted)
        catalog_after = catalog_of(after, (case / "after.sql").read_text(), trusted=trusted)
        options = PlanOptions(allow_destructive=True)
        plan, verdict = proven_plan(before, catalog_before, catalog_after, options=options, trusted=trusted)
    finally:
        before.drop()
        after.drop()
    expected = case / "plan.sql"
    if request.config.getoption("--rewrite"):
        expected.write_text(plan.sql + "\n")
    assert plan.sql + "\n" == expected.read_text()
    assert verdict.ok, (verdict.error, verdict.remaining)

"""After a plan, `pg_dump -s` writes what it writes of a database that was made by the other text.

Lines are compared without their order, and without the comma that ends all but the last column: a plan does not put
columns in the other side's order. EXCEPTIONS are the cases in which a line differs, with the reason.
"""

from __future__ import annotations

import subprocess
from collections import Counter
from pathlib import Path

import pytest

from trueup.plan.node import PlanOptions
from trueup.postgres.binaries import installed
from trueup.postgres.server import Database, Server
from trueup.proof.apply import apply_to
from trueup.proof.converge import proven_plan
from trueup.replay.model import Unit
from trueup.replay.run import replay
from trueup.sqltext.read import read_sql

HERE = Path(__file__).parent
SUPERUSER = {"operator-class"}
EXCEPTIONS: dict[str, str] = {
    "table-options": "the order in which options were set, which means nothing: a plan sets them by name",
}
EVERY_RUN = {"enum-loses-a-value", "subpartitions", "hard-names", "owners", "plain-to-partitioned"}
CASES = [
    pytest.param(path.parent, id=path.parent.name, marks=[] if path.parent.name in EVERY_RUN else [pytest.mark.nightly])
    for path in sorted(HERE.glob("*/before.sql"))
    if path.parent.name not in SUPERUSER | EXCEPTIONS.keys()
]


def made(server: Server, path: Path) -> Database:
    database = server.create()
    (section,) = read_sql(path.read_text(), path.name).sections
    replay(database, (Unit(name=path.name, origin=section.origin, statements=section.statements),))
    return database


def dumped(database: Database) -> Counter[str]:
    with database.connect(superuser=True) as conn:
        info = conn.info
        where = ["-h", info.host, "-p", str(info.port), "-U", info.user, "-d", database.name]
    done = subprocess.run(
        [str(installed().program("pg_dump")), "-s", "--no-sync", *where], capture_output=True, text=True, check=True
    )
    lines = (line.strip().rstrip(",") for line in done.stdout.splitlines())
    return Counter(line for line in lines if line and not line.startswith(("--", "\\")))


@pytest.mark.parametrize("case", CASES)
def test_pg_dump_sees_no_difference(case: Path, server: Server) -> None:
    before, after = made(server, case / "before.sql"), made(server, case / "after.sql")
    options = PlanOptions(allow_destructive=True)
    plan, verdict = proven_plan(before, before.read_catalog(), after.read_catalog(), options=options)
    assert verdict.ok
    assert apply_to(before, plan.steps) is None
    one, two = dumped(before), dumped(after)
    before.drop()
    after.drop()
    assert (sorted((one - two).elements()), sorted((two - one).elements())) == ([], [])

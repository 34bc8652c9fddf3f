"""After a plan, the observer finds what it finds in a database that was made by the other text."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

import psycopg
import pytest

from trueup.catalog.observe import difference, observe
from trueup.plan.node import PlanOptions
from trueup.postgres.server import Database, Server
from trueup.proof.converge import proven_plan
from trueup.sqltext.read import read_sql

CASES = sorted(path.parent for path in Path(__file__).parent.glob("*/before.sql"))


def made(server: Server, sql: Path) -> Database:
    """A role is the server's, which all cases share: it may be there already, and others are to give things to it."""
    database = server.create()
    (section,) = read_sql(sql.read_text(), sql.name).sections
    with database.connect(superuser=True) as conn:
        conn.execute("SET search_path = public")
        for statement in section.statements:
            if statement.kind == "CreateRoleStmt" and statement.target is not None:
                with suppress(psycopg.errors.DuplicateObject):
                    conn.execute(statement.sql.encode())
                conn.execute(f"GRANT {statement.target.name[0]} TO {server.replay_role}".encode())
            else:
                conn.execute(statement.sql.encode())
    return database


@pytest.mark.nightly
@pytest.mark.parametrize("case", CASES, ids=lambda path: path.name)
def test_nothing_is_equal_by_being_invisible(server: Server, case: Path) -> None:
    before, after = made(server, case / "before.sql"), made(server, case / "after.sql")
    options = PlanOptions(allow_destructive=True)
    plan, verdict = proven_plan(before, before.read_catalog(), after.read_catalog(), options=options, trusted=True)
    assert verdict.ok
    with before.connect(superuser=True) as conn:
        conn.execute("SET search_path = public")
        for step in plan.steps:
            conn.execute(step.sql.encode())
    with before.connect(superuser=True) as one, after.connect(superuser=True) as two:
        found = difference(observe(one), observe(two))
    before.drop()
    after.drop()
    assert [str(entry) for entry in found if not entry.noise] == []

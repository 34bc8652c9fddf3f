"""What a plan says that its steps lock and rewrite is what PostgreSQL does: read from pg_locks after each step."""

from __future__ import annotations

from pathlib import Path

import psycopg
import pytest

from trueup.plan.node import PlanOptions
from trueup.postgres.server import Database, Server
from trueup.proof.converge import proven_plan
from trueup.ref import ObjectRef
from trueup.step import Step

HERE = Path(__file__).parent
CASES = sorted(
    path.parent.name for path in HERE.glob("*/before.sql") if b"create role" not in path.read_bytes().lower()
)
# Where nothing but what the plan itself makes is locked, a label would say more than there is, and none is looked for.
_ORDER = (
    *("AccessShareLock", "RowShareLock", "RowExclusiveLock", "ShareUpdateExclusiveLock", "ShareLock"),
    *("ShareRowExclusiveLock", "ExclusiveLock", "AccessExclusiveLock"),
)
_RELATIONS = """SELECT c.oid::int8, c.relfilenode::int8 FROM pg_catalog.pg_class AS c
 WHERE c.oid >= 16384 AND c.relkind IN ('r', 'p', 'v', 'm', 'f', 'i', 'I')"""
_LOCKS = """SELECT l.relation::int8, l.mode FROM pg_catalog.pg_locks AS l
 WHERE l.locktype = 'relation' AND l.pid = pg_catalog.pg_backend_pid() AND l.relation >= 16384"""


def database_of(server: Server, text: bytes) -> Database:
    database = server.create()
    with database.connect(superuser=True) as conn:
        conn.execute("SET search_path = public")
        conn.execute(text)
    return database


def measured(conn: psycopg.Connection, step: Step, used: frozenset[int]) -> tuple[str | None, bool]:
    """The strongest lock on a relation that was there before the plan, and whether one of them was written anew."""
    files = dict(conn.execute(_RELATIONS).fetchall())
    with conn.transaction():
        conn.execute(step.sql.encode())
        taken = [_ORDER.index(mode) for oid, mode in conn.execute(_LOCKS).fetchall() if oid in used]
        now = dict(conn.execute(_RELATIONS).fetchall())
    rewritten = any(files.get(oid) not in {0, now.get(oid), None} for oid in now if oid in used)
    strongest = max(taken, default=0)
    return (_ORDER[strongest] if strongest > 2 else None), rewritten


UNSEEN = {ObjectRef("constraint", "public", ("d", "pos"))}
SOME = ("check-changed", "column-storage", "trigger", "view-on-view-on-changed-column", "statistics", "comments")


@pytest.mark.parametrize("name", [pytest.param(n, marks=() if n in SOME else pytest.mark.nightly) for n in CASES])
def test_what_is_said_is_what_is_locked(server: Server, name: str) -> None:
    before = database_of(server, (HERE / name / "before.sql").read_bytes())
    after = database_of(server, (HERE / name / "after.sql").read_bytes())
    options = PlanOptions(allow_destructive=True)
    plan, _ = proven_plan(before, before.read_catalog(), after.read_catalog(), options=options, trusted=True)
    wrong = []
    with before.connect(superuser=True) as conn:
        conn.execute("SET search_path = public")
        used = frozenset(oid for oid, _ in conn.execute(_RELATIONS).fetchall())
        for step in plan.steps:
            # a sequence's own lock is not looked at; a domain's is that on the tables that use it: there are none
            if not step.transactional or step.ref in UNSEEN or (step.ref is not None and step.ref.kind == "sequence"):
                conn.execute(step.sql.encode())
            elif (step.lock, step.rewrites) != (found := measured(conn, step, used)):
                wrong.append((step.sql, (step.lock, step.rewrites), found))
    before.drop()
    after.drop()
    assert wrong == []

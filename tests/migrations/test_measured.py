"""What is measured besides the verdict: second run, order, locks, way back, rows, transactions, claims."""

from __future__ import annotations

from dataclasses import replace

import pytest

from trueup.diff.compare import compare
from trueup.finding import Finding
from trueup.migrations.assess import Options
from trueup.migrations.model import MigrationsReport
from trueup.postgres.server import Database
from trueup.replay.model import Migration

from .conftest import Assess
from .helpers import migration

NONE = Options(locks=False, reversal=False, data=False, rerun=False)
TABLE = "CREATE TABLE t (id int PRIMARY KEY, v text); INSERT INTO t VALUES (1, 'x');"


def rules(report: MigrationsReport) -> set[str]:
    return {finding.rule for finding in report.findings}


def found(report: MigrationsReport, rule: str) -> Finding:
    return next(finding for finding in report.findings if finding.rule == rule)


NOT_REPEATABLE = """\
CREATE TABLE a (id int PRIMARY KEY);
ALTER TABLE a ADD COLUMN w int, ADD CONSTRAINT pos CHECK (w > 0);
CREATE INDEX ON a (w);
CREATE TYPE mood AS ENUM ('x');
ALTER TABLE a ENABLE ROW LEVEL SECURITY;
CREATE POLICY p ON a USING (true);
CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NEW; END $$;
CREATE TRIGGER g BEFORE INSERT ON a FOR EACH ROW EXECUTE FUNCTION f();
CREATE VIEW av AS SELECT w FROM a;
INSERT INTO a VALUES (1, 2);
"""


def test_the_repeatable_form_runs_twice_and_ends_the_same(judge: Assess, database: Database) -> None:
    report = judge("", migration("001_a.sql", NOT_REPEATABLE), options=Options(locks=False, reversal=False, data=False))
    verdict = report.verdicts[0]
    assert verdict.repeatable is False
    assert verdict.repeatable_fix is not None
    assert verdict.repeatable_fix.executed
    original = database.clone()
    with original.connect() as conn:
        conn.execute(NOT_REPEATABLE.encode())
    with database.connect() as conn:
        for _ in range(2):
            for step in verdict.repeatable_fix.steps:
                conn.execute(step.sql.encode())
    assert not compare(original.read_catalog(), database.read_catalog()).counted
    original.drop()


def test_every_statement_that_is_not_repeatable_is_found(judge: Assess) -> None:
    report = judge("", migration("001_a.sql", NOT_REPEATABLE), options=NONE)
    lines = [o.statement.origin.line for o in report.verdicts[0].not_repeatable]
    assert lines == [1, 2, 4, 6, 7, 8, 9, 10, 3]  # the index without a name is not refused: it is made twice


def test_what_can_be_run_twice(judge: Assess) -> None:
    report = judge(TABLE, migration("001_a.sql", "ALTER TABLE t ADD COLUMN IF NOT EXISTS w int;"), options=NONE)
    assert report.verdicts[0].repeatable is True


def test_order_of_a_chain_in_reverse(judge: Assess) -> None:
    count = 40
    chain = [
        migration(f"{n:03}.sql", f"CREATE TABLE t{count - n} (LIKE t{count - n - 1}, c{n} int);") for n in range(count)
    ]
    report = judge("CREATE TABLE t0 (r int PRIMARY KEY);", *chain, options=NONE)
    assert report.order == tuple(m.name for m in reversed(chain))
    assert report.executed


@pytest.mark.parametrize(
    ("sql", "mode", "blocks", "rewritten"),
    [
        ("ALTER TABLE t ALTER id TYPE bigint;", "AccessExclusiveLock", "reads and writes", True),
        ("ALTER TABLE t ADD COLUMN w int;", "AccessExclusiveLock", "reads and writes", False),
        ("CREATE INDEX i ON t (v);", "ShareLock", "writes", False),
        ("CREATE INDEX CONCURRENTLY i ON t (v);", None, None, None),
        ("COMMENT ON TABLE t IS 'x';", "ShareUpdateExclusiveLock", "", False),
    ],
)
def test_locks(judge: Assess, sql: str, mode: str | None, blocks: str | None, rewritten: bool | None) -> None:
    options = Options(reversal=False, data=False, rerun=False)
    uses = judge(TABLE, migration("001_a.sql", sql), options=options).verdicts[0].locks
    expected = [] if mode is None else [(mode, blocks, rewritten)]
    assert [(u.mode, u.blocks, u.rewritten) for u in uses] == expected


def test_locks_of_one_statement_are_not_those_of_the_one_before(judge: Assess) -> None:
    up = "ALTER TABLE t ADD COLUMN w int;\nALTER TABLE t ALTER id TYPE bigint;\nALTER TABLE t ADD CHECK (id > 0);"
    uses = judge(TABLE, migration("001_a.sql", up)).verdicts[0].locks
    assert [(u.origin.line, u.rewritten, u.scanned) for u in uses] == [
        (1, False, False),
        (2, True, True),
        (3, False, True),
    ]


BACK = Options(locks=False, data=False, rerun=False)


def test_way_back_that_is_exact(judge: Assess) -> None:
    report = judge(TABLE, migration("1.sql", "CREATE TABLE u (id int);", "DROP TABLE u;"), options=BACK)
    back = report.verdicts[0].reversal
    assert (back.source, back.exact) == ("down part", True)


def test_way_back_that_leaves_something(judge: Assess) -> None:
    up = "CREATE TABLE u (id int); CREATE TYPE mood AS ENUM ('x');"
    report = judge(TABLE, migration("1.sql", up, "DROP TABLE u;"), options=BACK)
    back = report.verdicts[0].reversal
    assert "enum public.mood" in [str(c.ref) for c in back.remaining.counted]
    assert "reversal-incomplete" in rules(report)


def test_way_back_that_fails_does_not_blame_its_neighbours(judge: Assess) -> None:
    report = judge(
        TABLE,
        migration("1.sql", "CREATE TABLE a (id int);", "DROP TABLE a;"),
        migration("2.sql", "CREATE TABLE b (id int);", "DROP TABLE nowhere;"),
        migration("3.sql", "CREATE TABLE c (id int);", "DROP TABLE c;"),
        options=BACK,
    )
    assert [v.reversal.exact for v in report.verdicts] == [True, False, True]
    assert found(report, "reversal-fails").message.startswith("2.sql")


def test_rows_that_do_not_come_back(judge: Assess) -> None:
    back = judge(TABLE, migration("1.sql", "ALTER TABLE t DROP v;", "ALTER TABLE t ADD v text;"), options=BACK)
    assert [str(r) for r in back.verdicts[0].reversal.data_lost] == ["column public.t.v"]


def with_text(name: str, text: str) -> Migration:
    return replace(migration(name, text), text=text)


def test_commented_way_back_is_run(judge: Assess) -> None:
    text = "CREATE TABLE u (id int);\n\n-- ROLLBACK:\n-- DROP TABLE u;\n"
    back = judge(TABLE, with_text("1.sql", text), options=BACK).verdicts[0].reversal
    assert (back.source, back.exact) == ("commented section", True)


DATA = Options(locks=False, reversal=False, rerun=False)


@pytest.mark.parametrize(
    "sql",
    [
        "ALTER TABLE t ADD CHECK (id < 0);",
        "ALTER TABLE t ADD COLUMN w int; ALTER TABLE t ALTER w SET NOT NULL;",
    ],
)
def test_existing_rows_stop_it(judge: Assess, sql: str) -> None:
    report = judge("CREATE TABLE t (id int PRIMARY KEY, v text);", migration("1.sql", sql), options=DATA)
    assert "fails-on-existing-rows" in rules(report)


def test_one_pair_around_the_file_is_fine(judge: Assess) -> None:
    report = judge(TABLE, migration("1.sql", "BEGIN; CREATE TABLE IF NOT EXISTS u (id int); COMMIT;"), options=NONE)
    assert rules(report) == set()


@pytest.mark.parametrize(
    ("text", "refuted"),
    [
        ("-- This is not idempotent\nCREATE TABLE u (id int);", False),
        ("-- Zero downtime\nALTER TABLE t ALTER id TYPE bigint;", True),
        ("-- Zero downtime\nCREATE INDEX CONCURRENTLY i ON t (v);", False),
        ("-- Reversible.\nALTER TABLE t DROP v;", True),
    ],
)
def test_claims(judge: Assess, text: str, refuted: bool) -> None:
    report = judge(TABLE, with_text("1.sql", text), options=Options(data=False, rerun=False))
    assert ("claim-refuted" in rules(report)) is refuted


def test_a_statement_that_sleeps_for_ever_is_stopped(judge: Assess, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("trueup.migrations.execute.STATEMENT_SECONDS", 0.3)
    up = "SET statement_timeout = 0; SELECT pg_sleep(1000);"
    verdict = judge(
        TABLE, migration("1.sql", up), migration("2.sql", "CREATE TABLE u (id int);"), options=NONE
    ).verdicts
    assert str(verdict[0].verdict) == "not evaluated"
    assert str(verdict[1].verdict) == "needed"


def test_roles_of_one_run_are_not_there_in_the_next(judge: Assess) -> None:
    up = migration(
        "1.sql", "CREATE ROLE trueup_test_role; CREATE TABLE u (id int); GRANT SELECT ON u TO trueup_test_role;"
    )
    for _ in range(2):
        assert str(judge(TABLE, up, options=NONE).verdicts[0].verdict) == "needed"

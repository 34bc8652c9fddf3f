"""Text that is hostile or unlucky: bounded, told, and the run goes on."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from replaying import outcome, run, tables

from trueup.postgres.server import Database
from trueup.replay.model import Atomicity, Status


@pytest.mark.parametrize(
    "statement",
    ["SELECT pg_sleep(60)", "DO $$ BEGIN LOOP NULL; END LOOP; END $$", "SELECT count(*) FROM generate_series(1, 1e12)"],
)
def test_an_endless_statement_is_stopped_and_the_rest_goes_on(database: Database, statement: str) -> None:
    result = run(
        database,
        f"CREATE TABLE a (i int); SET statement_timeout = 0; {statement}; CREATE TABLE b (i int);",
        statement_limit=0.5,
    )
    stopped = outcome(result, statement.split("(")[0])
    assert stopped.status is Status.REFUSED
    assert stopped.error is not None
    assert stopped.error.sqlstate == "57014"
    assert tables(database) == {"a", "b"}


@pytest.mark.nightly
def test_tables_without_end_are_stopped_and_the_rest_goes_on(database: Database) -> None:
    result = run(
        database,
        "CREATE TABLE a (i int);"
        "DO $$ BEGIN FOR n IN 1..100000 LOOP EXECUTE format('CREATE TABLE t%s (i int)', n); END LOOP; END $$;"
        "CREATE TABLE b (i int);",
        statement_limit=10,
    )
    stopped = outcome(result, "DO")
    assert stopped.status is Status.REFUSED
    assert stopped.error is not None
    assert stopped.error.sqlstate in {"53200", "53400", "57014"}  # locks, disk, time: whichever ends first
    assert tables(database) == {"a", "b"}


def test_rows_that_nobody_wants_do_not_fill_the_memory(database: Database) -> None:
    result = run(database, "SELECT * FROM generate_series(1, 300000); CREATE TABLE a (i int);")
    assert {o.status for o in result.outcomes} == {Status.OK}


def test_a_killed_backend_is_named_and_the_rest_goes_on(database: Database) -> None:
    """What ends its own session (as a crash would) takes nothing else with it."""
    with database.connect(superuser=True) as conn:
        conn.execute(
            "CREATE FUNCTION public.suicide() RETURNS bool SECURITY DEFINER LANGUAGE sql"
            " AS 'SELECT pg_terminate_backend(pg_backend_pid())'"
        )
        conn.execute("GRANT EXECUTE ON FUNCTION public.suicide() TO PUBLIC")
    result = run(
        database, "SET search_path = public; CREATE TABLE a (i int); SELECT suicide(); CREATE TABLE b (i int);"
    )
    assert outcome(result, "SELECT suicide").status is Status.REFUSED
    assert tables(database) == {"a", "b"}
    assert [d.code for d in result.diagnostics] == ["server-lost"]


@pytest.mark.parametrize("statement", ["SELECT " + "(" * 20_000 + "1" + ")" * 20_000, "SELECT 1" + " || 1" * 40_000])
def test_what_is_nested_too_deeply_is_refused(database: Database, statement: str) -> None:
    result = run(database, f"{statement}; CREATE TABLE a (i int);")
    assert [o.status for o in result.outcomes] == [Status.REFUSED, Status.OK]


def test_text_can_not_pretend_to_be_our_event_trigger(database: Database) -> None:
    text = "DO $$ BEGIN RAISE INFO 'trueup:00:%', '{\"done\": null}'; RAISE INFO 'trueup:'; END $$;"
    (found,) = run(database, text).outcomes
    assert found.status is Status.OK
    assert found.created == ()


@pytest.mark.parametrize(
    "statement",
    [
        "DROP EVENT TRIGGER trueup_done",
        "ALTER EVENT TRIGGER trueup_done DISABLE",
        "DROP SCHEMA trueup_internal CASCADE",
        "CREATE OR REPLACE FUNCTION trueup_internal.done() RETURNS event_trigger LANGUAGE plpgsql AS 'BEGIN END'",
        "SET event_triggers = off",
        "SET SESSION AUTHORIZATION DEFAULT; SET ROLE pg_read_server_files",
        "COPY (SELECT 1) TO PROGRAM 'true'",
        "COPY (SELECT 1) TO '/tmp/x'",
        "LOAD 'auto_explain'",
        "ALTER SYSTEM SET work_mem = '1GB'",
        "CREATE FUNCTION c() RETURNS int LANGUAGE c AS 'x', 'y'",
    ],
)
def test_what_would_reach_out_is_refused(database: Database, statement: str) -> None:
    result = run(database, f"{statement}; CREATE TABLE a (i int);")
    assert Status.REFUSED in {o.status for o in result.outcomes}
    assert [str(r) for r in result.outcomes[-1].created] == ["table public.a", "column public.a.i"]


SHARDS = st.sampled_from(
    [
        "CREATE TABLE t (a int);",
        "ALTER TABLE t ADD b int;",
        "DROP TABLE t;",
        "BEGIN;",
        "COMMIT;",
        "ROLLBACK;",
        "SAVEPOINT s;",
        "ROLLBACK TO s;",
        "SET search_path = '';",
        "SET LOCAL search_path = 'x';",
        "RESET ROLE;",
        "DISCARD ALL;",
        "SELECT 1/0;",
        "COPY t FROM stdin;\n1\n\\.\n",
        "COPY t TO stdout;",
        "prose here\n",
        "'",
        "$$",
        "(",
        "DO $$ BEGIN CREATE TABLE x (i int); END $$;",
        "CREATE INDEX CONCURRENTLY ON t (a);",
        "DECLARE c CURSOR FOR SELECT 1;",
        "LOCK t;",
        "PREPARE p AS SELECT 1;",
        "LISTEN x;",
        "SELECT 'SELECT 1' \\gexec\n",
    ]
)


@given(st.lists(SHARDS, max_size=12).map(" ".join), st.booleans())
@settings(max_examples=12, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_every_statement_has_one_outcome_whatever_the_text(database: Database, text: str, atomic: bool) -> None:
    fresh = database.server.create()
    try:
        result = run(fresh, text, atomicity=Atomicity.UNIT if atomic else Atomicity.STATEMENT, introspect=False)
        statements = [s for u in result.units for s in u.statements]
        assert [o.statement for o in result.outcomes] == statements
        told = {id(o.statement): o for o in result.outcomes}
        assert all(o.error or o.status is not Status.REFUSED for o in told.values())
    finally:
        fresh.drop()

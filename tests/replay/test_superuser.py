"""Event triggers and foreign-data wrappers, which only a superuser may make: they load, and open nothing."""

from __future__ import annotations

import pytest
from replaying import outcome, run

from trueup.catalog.model import EventTrigger
from trueup.plan.node import PlanOptions
from trueup.postgres.server import Database, Server
from trueup.proof.converge import proven_plan
from trueup.ref import ObjectRef
from trueup.replay.model import Status
from trueup.replay.superuser import call

CLIMB = """
CREATE TABLE climbed (who text, can bool);
CREATE FUNCTION climb() RETURNS event_trigger LANGUAGE plpgsql AS $$
BEGIN
    IF (SELECT rolsuper FROM pg_roles WHERE rolname = current_user) THEN
        EXECUTE 'ALTER ROLE postgres SUPERUSER';
    END IF;
END $$;
CREATE EVENT TRIGGER climb_end ON ddl_command_end EXECUTE FUNCTION climb();
CREATE EVENT TRIGGER climb_start ON ddl_command_start EXECUTE FUNCTION climb();
CREATE EVENT TRIGGER climb_drop ON sql_drop EXECUTE FUNCTION climb();
"""


def is_superuser(server: Server) -> bool:
    with server.admin() as conn:
        row = conn.execute("SELECT rolsuper FROM pg_roles WHERE rolname = 'postgres'").fetchone()
    return bool(row and row[0])


@pytest.mark.parametrize(
    "text",
    [
        "CREATE EXTENSION citext; CREATE EXTENSION vector; CREATE EXTENSION pg_trgm; DROP EXTENSION citext;",
        "CREATE FOREIGN DATA WRAPPER w; ALTER FOREIGN DATA WRAPPER w OPTIONS (ADD a 'b'); DROP FOREIGN DATA WRAPPER w;",
        "CREATE FUNCTION f() RETURNS int LEAKPROOF LANGUAGE sql AS 'SELECT 1';",
        "CREATE ROLE climber; CREATE TABLE t (id int); ALTER TABLE t OWNER TO climber; CREATE SCHEMA s;",
        "SELECT trueup_internal.give('event trigger', 'climb_end', 'trueup_superuser'::regrole); CREATE SCHEMA s;",
        "SET event_triggers = on; CREATE EXTENSION hstore;",
    ],
)
def test_an_event_trigger_of_the_text_never_runs_as_the_superuser(
    server: Server, database: Database, text: str
) -> None:
    result = run(database, CLIMB + text)
    assert outcome(result, "CREATE EVENT TRIGGER climb_end").status is Status.OK
    copy = database.clone()
    with copy.connect(superuser=True) as conn:
        conn.execute("CREATE TABLE public.by_us (id int)")
        conn.execute("DROP TABLE public.by_us")
    copy.drop()
    assert not is_superuser(server)
    assert outcome(result, "CREATE EVENT TRIGGER climb_drop").created == (
        ObjectRef("event trigger", "", ("climb_drop",)),
    )


def test_no_temporary_table_passes_for_a_catalog(server: Server, database: Database) -> None:
    text = """
    CREATE FUNCTION take() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN EXECUTE 'ALTER ROLE postgres SUPERUSER'; RETURN NEW; END $$;
    CREATE TEMP TABLE pg_event_trigger (oid oid, evtname name, evtowner oid);
    INSERT INTO pg_temp.pg_event_trigger VALUES (1, 'e', 1);
    CREATE TRIGGER take BEFORE UPDATE ON pg_temp.pg_event_trigger FOR EACH ROW EXECUTE FUNCTION take();
    CREATE FUNCTION f() RETURNS event_trigger LANGUAGE plpgsql AS 'BEGIN END';
    CREATE EVENT TRIGGER e ON ddl_command_end EXECUTE FUNCTION f();
    """
    assert {o.status for o in run(database, text).outcomes} == {Status.OK}
    assert not is_superuser(server)


@pytest.mark.parametrize(
    "statement",
    [
        "CREATE EVENT TRIGGER e ON login EXECUTE FUNCTION f()",
        "CREATE FOREIGN DATA WRAPPER w VALIDATOR v",
        'SELECT trueup_internal.add_wrapper(\'w\', \'[["", "a", "b"]]\'); CREATE FOREIGN DATA WRAPPER w2 HANDLER f',
    ],
)
def test_what_would_run_code_as_the_superuser_stays_refused(database: Database, statement: str) -> None:
    text = "CREATE FUNCTION f() RETURNS event_trigger LANGUAGE plpgsql AS 'BEGIN END';"
    text += "CREATE FUNCTION v(text[], oid) RETURNS void LANGUAGE plpgsql AS 'BEGIN END';"
    last = run(database, f"{text} {statement}").outcomes[-1]
    assert last.status is Status.REFUSED
    assert last.error is not None and last.error.sqlstate == "42501"


def test_a_plan_with_them_is_proven(server: Server) -> None:
    before, after = server.create(), server.create()
    made = """
    CREATE FUNCTION f() RETURNS event_trigger LANGUAGE plpgsql AS 'BEGIN END';
    CREATE FOREIGN DATA WRAPPER w OPTIONS (a '1');
    """
    run(before, made)
    text = """ALTER FOREIGN DATA WRAPPER w OPTIONS (SET a '2', ADD b 'it''s'); CREATE SERVER s FOREIGN DATA WRAPPER w;
    CREATE FOREIGN TABLE ft (id int) SERVER s; CREATE ROLE owner_r; ALTER FOREIGN TABLE ft OWNER TO owner_r;
    CREATE FUNCTION "L"(int, text) RETURNS int LEAKPROOF LANGUAGE sql AS 'SELECT 1';
    ALTER SERVER s OWNER TO owner_r;
    CREATE EVENT TRIGGER e ON ddl_command_end WHEN TAG IN ('CREATE TABLE') EXECUTE FUNCTION f();"""
    assert {o.status for o in run(after, made + text).outcomes} == {Status.OK}
    catalog = after.read_catalog()
    trigger = catalog.objects[ObjectRef("event trigger", "", ("e",))]
    assert isinstance(trigger, EventTrigger) and trigger.owner == "postgres"
    plan, verdict = proven_plan(before, before.read_catalog(), catalog, options=PlanOptions())
    assert verdict.ok, verdict
    assert "CREATE EVENT TRIGGER e" in plan.sql and "OWNER TO postgres" not in plan.sql
    before.drop()
    after.drop()


def test_other_statements_are_left_alone() -> None:
    assert call("ALTER TABLE t OWNER TO r") is None
    assert call("ALTER PUBLICATION p SET (publish = 'insert')") is None
    assert call("CREATE TABLE event_trigger (id int)") is None
    assert call("not SQL") is None


def test_what_is_made_after_an_extension_has_its_place(database: Database) -> None:
    text = "CREATE EXTENSION IF NOT EXISTS hstore;\nCREATE TABLE made_later (id int);"
    found = run(database, text)
    assert ObjectRef("table", "public", ("made_later",)) in found.outcomes[1].created

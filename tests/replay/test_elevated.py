"""What only a superuser may, and platforms let their users do: event triggers, publications of all tables."""

from __future__ import annotations

import pytest
from replaying import outcome, run

from trueup.postgres.server import Database
from trueup.ref import ObjectRef
from trueup.replay.model import Status

ENSURE_RLS = """
CREATE FUNCTION rls_auto_enable() RETURNS event_trigger LANGUAGE plpgsql AS $$
DECLARE made record;
BEGIN
    FOR made IN SELECT * FROM pg_event_trigger_ddl_commands() WHERE object_type = 'table' LOOP
        EXECUTE format('ALTER TABLE %s ENABLE ROW LEVEL SECURITY', made.object_identity);
    END LOOP;
END $$;
CREATE EVENT TRIGGER ensure_rls ON ddl_command_end WHEN TAG IN ('CREATE TABLE') EXECUTE FUNCTION rls_auto_enable();
"""


def test_an_event_trigger_acts_as_it_would_on_the_platform(supabase_database: Database) -> None:
    result = run(supabase_database, ENSURE_RLS + "CREATE TABLE later (id int);")
    assert {o.status for o in result.outcomes} == {Status.OK}
    made = outcome(result, "CREATE TABLE later")
    assert ObjectRef("table", "public", ("later",)) in made.created
    assert result.catalog.objects[ObjectRef("table", "public", ("later",))].row_security  # type: ignore[attr-defined]
    trigger = ObjectRef("event trigger", "", ("ensure_rls",))
    assert result.catalog.objects[trigger].owner == "postgres"  # type: ignore[attr-defined]
    assert result.provenance[trigger].created is not None
    assert not any("trueup" in str(ref) for ref in result.provenance)


def test_dumps_alter_event_triggers(supabase_database: Database) -> None:
    text = """ALTER EVENT TRIGGER ensure_rls OWNER TO supabase_admin; COMMENT ON EVENT TRIGGER ensure_rls IS 'x';
        ALTER EVENT TRIGGER ensure_rls DISABLE; ALTER EVENT TRIGGER ensure_rls RENAME TO e; DROP EVENT TRIGGER e;"""
    result = run(supabase_database, ENSURE_RLS + text)
    assert {o.status for o in result.outcomes} == {Status.OK}


@pytest.mark.parametrize("event", ["ddl_command_start", "ddl_command_end", "login"])
def test_what_would_disturb_the_run_is_refused(database: Database, event: str) -> None:
    text = f"""CREATE FUNCTION no() RETURNS event_trigger LANGUAGE plpgsql AS 'BEGIN RAISE EXCEPTION ''no''; END';
        CREATE EVENT TRIGGER no ON {event} EXECUTE FUNCTION no();
        CREATE TABLE after_it (id int);"""
    result = run(database, text)
    assert [o.status for o in result.outcomes] == [Status.OK, Status.REFUSED, Status.OK]
    assert result.root_causes[0].rule == "insufficient-privilege"


def test_nothing_of_it_runs_with_our_rights(database: Database) -> None:
    text = """CREATE TABLE seen (who text);
        CREATE FUNCTION spy() RETURNS event_trigger LANGUAGE plpgsql
            AS 'BEGIN INSERT INTO public.seen VALUES (current_user); END';
        CREATE EVENT TRIGGER spy ON ddl_command_end EXECUTE FUNCTION spy();
        CREATE TABLE a (id int);"""
    result = run(database, text)
    assert result.outcomes[-1].ok
    with database.connect(superuser=True) as conn:
        conn.execute("CREATE TABLE public.ours (id int)")
        rows = conn.execute("SELECT DISTINCT who FROM public.seen").fetchall()
    assert rows == [("postgres",)]


@pytest.mark.parametrize(
    "call",
    [
        "SELECT trueup_internal.make_event_trigger('e', 'sql_drop', '{}', 'trueup_internal.done()', 'postgres')",
        "SELECT trueup_internal.make_event_trigger('e', 'login', '{}', 'mine()', 'postgres')",
        "SELECT trueup_internal.make_event_trigger('e', 'sql_drop', '{}', 'mine()', 'pg_read_all_data')",
        "SELECT trueup_internal.make_publication_of_schema('not_there', 'pg_catalog')",
    ],
)
def test_the_helpers_do_no_more_than_that_for_whoever_calls_them(database: Database, call: str) -> None:
    mine = "CREATE FUNCTION mine() RETURNS event_trigger LANGUAGE plpgsql AS 'BEGIN END';"
    assert run(database, f"{mine} {call};").outcomes[-1].status is Status.REFUSED


def test_publications_of_all_tables_and_of_schemas(database: Database) -> None:
    text = """CREATE TABLE one (id int); CREATE SCHEMA s; CREATE TABLE s.t (id int);
        CREATE PUBLICATION everything FOR ALL TABLES WITH (publish = 'insert');
        CREATE PUBLICATION parts FOR TABLE one, TABLES IN SCHEMA s;
        CREATE PUBLICATION plain FOR TABLE one;"""
    result = run(database, text)
    assert {o.status for o in result.outcomes} == {Status.OK}
    with database.connect(superuser=True) as conn:
        rows = conn.execute("SELECT pubname, tablename FROM pg_publication_tables ORDER BY 1, 2").fetchall()
        insert_only = conn.execute("SELECT pubinsert, pubupdate FROM pg_publication WHERE puballtables").fetchall()
    assert rows == [("everything", "one"), ("everything", "t"), ("parts", "one"), ("parts", "t"), ("plain", "one")]
    assert insert_only == [(True, False)]


def test_a_missing_function_is_named(database: Database) -> None:
    result = run(database, "CREATE EVENT TRIGGER e ON sql_drop EXECUTE FUNCTION not_there();")
    (finding,) = result.root_causes
    assert (finding.rule, "the function not_there does not exist" in finding.message) == ("missing-function", True)

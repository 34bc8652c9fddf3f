"""Units into a scratch database: what runs, what is rolled back, what made what."""

from __future__ import annotations

import time
from concurrent.futures import ThreadPoolExecutor

import pytest
from replaying import run, tables, unit

from trueup.postgres.server import Database, Server
from trueup.ref import ObjectRef
from trueup.replay.model import Atomicity, Replay, Status
from trueup.replay.reading import by_statement, settling_query
from trueup.replay.run import replay


def test_a_refused_statement_of_a_stream_takes_nothing_with_it(database: Database) -> None:
    result = run(database, "CREATE TABLE a (i int); CREATE TABLE b (i nope); CREATE TABLE c (i int);")
    assert [o.status for o in result.outcomes] == [Status.OK, Status.REFUSED, Status.OK]
    assert tables(database) == {"a", "c"}
    error = result.outcomes[1].error
    assert error is not None
    assert error.sqlstate == "42704"


def test_a_refused_statement_of_a_unit_takes_all_of_it_with_it(database: Database) -> None:
    text = "CREATE TABLE a (i int); CREATE TABLE b (i nope); CREATE TABLE c (i int); CREATE TABLE d (i nope2);"
    result = run(database, text, atomicity=Atomicity.UNIT)
    assert [o.status for o in result.outcomes] == [
        Status.ROLLED_BACK,
        Status.REFUSED,
        Status.NOT_RUN,
        Status.NOT_RUN,
    ]
    assert tables(database) == set()
    assert result.outcomes[2].error is None
    behind = result.outcomes[3].error  # tried, so that an independent fault is found in the same run
    assert behind is not None
    assert "nope2" in behind.message


def test_begin_and_commit_in_a_stream_are_one_transaction(database: Database) -> None:
    run(database, "CREATE TABLE a (i int); BEGIN; CREATE TABLE b (i int); SELECT 1/0; COMMIT; CREATE TABLE c (i int);")
    assert tables(database) == {"a", "c"}


def test_a_commit_in_a_unit_keeps_what_was_before_it(database: Database) -> None:
    text = "BEGIN; CREATE TABLE a (i int); COMMIT; CREATE TABLE b (i int); SELECT 1/0;"
    run(database, text, atomicity=Atomicity.UNIT)
    assert tables(database) == {"a"}


def test_a_transaction_that_is_never_committed_is_told(database: Database) -> None:
    result = run(database, "BEGIN; CREATE TABLE a (i int);")
    assert tables(database) == set()
    assert [f.rule for f in result.root_causes] == ["transaction-never-committed"]


def test_what_needs_no_transaction_gets_none(database: Database) -> None:
    text = """CREATE TYPE mood AS ENUM ('a'); CREATE TABLE t (m mood);
    ALTER TYPE mood ADD VALUE 'b'; INSERT INTO t VALUES ('b');
    CREATE INDEX CONCURRENTLY i ON t (m); VACUUM t;
    CREATE PROCEDURE p() LANGUAGE plpgsql AS $$ BEGIN COMMIT; END $$; CALL p();"""
    assert {o.status for o in run(database, text).outcomes} == {Status.OK}


def test_a_unit_of_one_statement_needs_no_transaction(database: Database) -> None:
    texts = ("CREATE TABLE t (i int);", "CREATE INDEX CONCURRENTLY x ON t (i);")
    assert {o.status for o in run(database, *texts, atomicity=Atomicity.UNIT).outcomes} == {Status.OK}


def test_each_unit_is_a_session_of_its_own(database: Database) -> None:
    run(database, "CREATE SCHEMA s; SET search_path = s; CREATE TABLE a (i int);", "CREATE TABLE b (i int);")
    assert tables(database) == {"b"}


def test_rows_of_copy_are_loaded_and_a_bad_row_is_refused(database: Database) -> None:
    text = "CREATE TABLE t (a int, b text);\nCOPY t FROM stdin;\n1\tx\n2\t\\N\n\\.\nCOPY t FROM stdin;\nzwei\tx\n\\.\n"
    result = run(database, text)
    assert [o.status for o in result.outcomes] == [Status.OK, Status.OK, Status.REFUSED]
    with database.connect() as conn:
        assert conn.execute("SELECT a, b FROM t ORDER BY a").fetchall() == [(1, "x"), (2, None)]


def test_provenance_of_every_object(database: Database) -> None:
    first = "CREATE TABLE t (i int PRIMARY KEY);\nDO $$ BEGIN EXECUTE 'CREATE POLICY p ON t USING (true)'; END $$;"
    second = "ALTER TABLE t ADD COLUMN j int;\nALTER TABLE t RENAME TO u;\nALTER TABLE u DROP COLUMN j;"
    found = run(database, first, second).provenance
    table, column = found[ObjectRef("table", "public", ("u",))], found[ObjectRef("column", "public", ("u", "j"))]
    policy = found[ObjectRef("policy", "public", ("u", "p"))]
    assert [str(place) for place in (table.created, table.altered)] == ["1.sql:1:1", "2.sql:3:1"]
    assert [str(place) for place in (column.created, column.dropped)] == ["2.sql:1:1", "2.sql:3:1"]
    assert (str(policy.created), policy.unit) == ("1.sql:2:1", "1.sql")
    assert ObjectRef("table", "public", ("t",)) not in found


def test_every_ref_of_the_catalog_that_the_text_made_has_a_place(database: Database) -> None:
    text = """CREATE SCHEMA s; CREATE TYPE s.m AS ENUM ('a'); CREATE DOMAIN s.d AS text CHECK (value <> '');
    CREATE TYPE s.c AS (x int); CREATE TYPE s.r AS RANGE (subtype = int);
    CREATE TABLE s.t (id serial PRIMARY KEY, m s.m, d s.d UNIQUE, CHECK (id > 0));
    CREATE VIEW s.v AS SELECT * FROM s.t; CREATE MATERIALIZED VIEW s.mv AS SELECT 1 AS one;
    CREATE INDEX ON s.t (m); CREATE SEQUENCE s.q; CREATE STATISTICS s.st ON id, d FROM s.t;
    CREATE FUNCTION s.f(a int, b s.m, c text[] DEFAULT NULL, OUT o int) LANGUAGE sql AS 'SELECT 1';
    CREATE PROCEDURE s.p(a int) LANGUAGE sql AS 'SELECT 1';
    CREATE AGGREGATE s.g(int) (sfunc = int4pl, stype = int);
    CREATE FUNCTION s.tr() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';
    CREATE TRIGGER tg BEFORE INSERT ON s.t FOR EACH ROW EXECUTE FUNCTION s.tr();
    CREATE POLICY po ON s.t USING (true); CREATE RULE ru AS ON DELETE TO s.v DO INSTEAD NOTHING;
    CREATE PUBLICATION pub FOR TABLE s.t;"""
    result = run(database, text)
    ours = {r for r in result.catalog.objects if r.schema == "s" or r.name == ("s",) or "pub" in r.name}
    ours = {r for r in ours if r.kind not in {"attribute", "grant", "publication table"}}
    assert {o.error for o in result.outcomes} == {None}
    assert len(ours) > 25
    assert ours - result.provenance.keys() == set()


def test_roles_that_nobody_makes_stand_in(database: Database) -> None:
    text = """CREATE SCHEMA app; CREATE TABLE app.t (i int); GRANT SELECT ON app.t TO reader_x;
    ALTER TABLE app.t OWNER TO owner_x; CREATE POLICY p ON app.t TO reader_x USING (true);"""
    result = run(database, text)
    assert {o.error for o in result.outcomes} == {None}
    assert sorted(d.message.split()[2] for d in result.diagnostics) == ["owner_x", "reader_x"]
    with database.connect(superuser=True) as conn:  # the help that the owner needed is gone again
        row = conn.execute("SELECT has_schema_privilege('owner_x', 'app', 'CREATE')").fetchone()
    assert row == (False,)


def test_a_role_that_another_replay_made_is_no_error(server_databases: tuple[Database, Database]) -> None:
    for database in server_databases:
        result = run(database, "CREATE ROLE made_twice_x; CREATE TABLE t (i int); GRANT SELECT ON t TO made_twice_x;")
        assert {o.error for o in result.outcomes} == {None}
    again = run(server_databases[0], "CREATE ROLE once_x; CREATE ROLE once_x;")
    assert again.outcomes[1].status is Status.REFUSED


@pytest.fixture
def server_databases(database: Database) -> tuple[Database, Database]:
    other = database.server.create()
    return database, other


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ('CREATE TABLE "B c" (i int);', "table"),
        ("CREATE VIEW v AS SELECT 1 AS a;", "view"),
        ('CREATE TABLE t (i int); CREATE POLICY "it\'s" ON t USING (true);', "policy"),
        ("CREATE FUNCTION f(a int, b text) RETURNS int RETURN 1;", "function"),
        ("CREATE TYPE mood AS ENUM ('sad');", "enum"),
        ("CREATE TABLE t (i int); ALTER TABLE t ADD COLUMN j int;", "column"),
    ],
)
def test_one_query_settles_the_reading(database: Database, text: str, kind: str) -> None:
    units = [unit(f"{text} SELECT missing();", "Query 1", Atomicity.UNIT)]
    lost = replay(database, units)
    other = database.server.create()
    made = replay(other, by_statement(units))
    only = [ref for ref in made.catalog.objects if ref not in lost.catalog.objects and ref.kind == kind]
    query = settling_query(only)
    for there, expected in ((database, False), (other, True)):
        with there.connect() as conn:
            assert conn.execute(query.encode()).fetchall() == [(expected,)]
    other.drop()


def test_a_relation_is_asked_for_first_and_what_can_not_be_asked_for_is_not() -> None:
    table, function = ObjectRef("table", "public", ("b",)), ObjectRef("function", "public", ("f", "integer"))
    assert settling_query([function, table]) == "SELECT to_regclass('public.b') IS NOT NULL AS b_is_there;"
    assert settling_query([ObjectRef("grant", "public", ("b", "anon"))]) == ""


def test_nothing_of_ours_stays_in_the_database(database: Database) -> None:
    result = run(database, "CREATE TABLE t (i int);")
    with database.connect(superuser=True) as conn:
        assert conn.execute("SELECT count(*) FROM pg_event_trigger").fetchone() == (0,)
        assert conn.execute("SELECT to_regnamespace('trueup_internal')").fetchone() == (None,)
    assert not [r for r in result.catalog.objects if "trueup" in str(r)]


def test_the_same_input_gives_the_same_output(server_databases: tuple[Database, Database]) -> None:
    text = (
        "CREATE TABLE t (i int); CREATE VIEW v AS SELECT j FROM t; SELECT * FROM v; CREATE POLICY p ON tt USING (true);"
    )
    one, two = (run(database, text) for database in server_databases)
    assert (one.outcomes, one.root_causes, one.diagnostics) == (two.outcomes, two.root_causes, two.diagnostics)


def test_leakproof_is_in_the_catalog_although_only_a_superuser_may_say_it(database: Database) -> None:
    text = "CREATE FUNCTION f(a int) RETURNS int LANGUAGE sql IMMUTABLE LEAKPROOF AS 'SELECT 1 /* leakproof */';"
    assert {o.error for o in run(database, text).outcomes} == {None}
    with database.connect() as conn:
        assert conn.execute("SELECT proleakproof FROM pg_proc WHERE proname = 'f'").fetchone() == (True,)


@pytest.mark.parametrize(
    "statement",
    [
        "CREATE SCHEMA public",
        "COMMENT ON EXTENSION plpgsql IS 'PL/pgSQL procedural language'",
        "ALTER TABLE t DISABLE TRIGGER ALL",
        "COMMENT ON DATABASE app IS 'x'",
        "ALTER DATABASE app SET search_path = public",
    ],
)
def test_what_dumps_say_runs_although_only_a_superuser_may(database: Database, statement: str) -> None:
    result = run(database, f"CREATE TABLE t (i int); {statement}; CREATE TABLE u (i int);")
    assert {o.error for o in result.outcomes} == {None}


def test_two_sides_may_make_the_same_role_at_the_same_time(server: Server) -> None:
    """Roles belong to the server, and both sides of a comparison are replayed at once."""
    text = "BEGIN; CREATE ROLE at_once_r; SELECT pg_sleep(0.3); COMMIT; CREATE TABLE t (id int);"
    text += "GRANT SELECT ON t TO at_once_r; CREATE ROLE at_once_r;"
    databases = [server.create(), server.create()]
    with ThreadPoolExecutor(max_workers=2) as pool:
        results = list(pool.map(lambda database: run(database, text), databases))
    for database, result in zip(databases, results, strict=True):
        refused = [o.statement.sql for o in result.outcomes if o.status is Status.REFUSED]
        assert refused == ["CREATE ROLE at_once_r"]  # the second of its own text only
        database.drop()
    server.execute("DROP ROLE at_once_r")


@pytest.mark.parametrize(
    "text",
    [
        "DELETE FROM _sqlx_migrations WHERE version = 1;",
        "CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';"
        "CREATE TRIGGER g BEFORE INSERT ON __diesel_schema_migrations FOR EACH ROW EXECUTE FUNCTION f();",
        "ALTER TABLE public.schema_migrations ENABLE ROW LEVEL SECURITY;",
    ],
)
def test_the_runner_s_own_table_is_there_and_is_no_part_of_the_schema(database: Database, text: str) -> None:
    result = run(database, text)
    assert all(o.ok for o in result.outcomes)
    assert not any("migrations" in str(ref) for ref in result.catalog.objects)
    assert [d.code for d in result.diagnostics] == ["runner-table"]


def test_a_table_of_that_name_that_the_text_makes_is_its_own(database: Database) -> None:
    result = run(database, "CREATE TABLE schema_migrations (version text); DELETE FROM schema_migrations;")
    assert ObjectRef("table", "public", ("schema_migrations",)) in result.catalog.objects
    assert result.diagnostics == ()


def test_a_role_that_stands_in_may_be_made_by_the_other_side_at_the_same_time(server: Server) -> None:
    made = "DO $$ BEGIN CREATE ROLE meanwhile_r; PERFORM pg_sleep(0.4); END $$;"
    named = "CREATE TABLE t (id int); GRANT SELECT ON t TO meanwhile_r;"
    databases = [server.create(), server.create()]

    def later(database: Database, text: str, wait: float) -> Replay:
        time.sleep(wait)
        return run(database, text)

    with ThreadPoolExecutor(max_workers=2) as pool:
        texts, waits = (made, named), (0.0, 0.2)
        results = list(pool.map(later, databases, texts, waits))
    for database, result in zip(databases, results, strict=True):
        assert {o.status for o in result.outcomes} == {Status.OK}
        database.drop()
    server.execute("DROP ROLE meanwhile_r")


def test_a_role_that_somebody_else_made_meanwhile_may_own_things_too(database: Database) -> None:
    """Both sides of a comparison are replayed at once in one server: whoever comes second finds the role there."""
    text = """DO $$ BEGIN CREATE ROLE made_meanwhile; END $$; CREATE ROLE made_meanwhile;
    CREATE FUNCTION f() RETURNS int LANGUAGE sql AS 'SELECT 1'; ALTER FUNCTION f() OWNER TO made_meanwhile;"""
    assert {o.status for o in run(database, text).outcomes} == {Status.OK}

"""Text from files can't leave its database: each way out is refused by the server, with the code that says so."""

from __future__ import annotations

from collections.abc import Iterator

import psycopg
import pytest

from trueup.postgres.limits import Limits
from trueup.postgres.server import Database, Server, start
from trueup.replay.model import Unit
from trueup.replay.run import replay_anew
from trueup.sqltext.read import read_sql

FORBIDDEN = ("42501",)

WAYS_OUT = {
    "a program writes": "COPY (SELECT 1) TO PROGRAM 'cat > /tmp/owned'",
    "a program reads": "COPY t FROM PROGRAM 'id'",
    "a file is read": "COPY t FROM '/etc/passwd'",
    "a file is written": "COPY t TO '/tmp/owned'",
    "a large object is imported": "SELECT lo_import('/etc/passwd')",
    "a large object is exported": "SELECT lo_export(lo_create(0), '/tmp/owned')",
    "a C function": "CREATE FUNCTION c() RETURNS int LANGUAGE c AS 'libc.so.6', 'getpid'",
    "an internal function": "CREATE FUNCTION i(text) RETURNS int LANGUAGE internal AS 'pg_read_file'",
    "a library": "LOAD 'plpgsql'",
    "the server's settings": "ALTER SYSTEM SET listen_addresses = '*'",
    "pg_read_file": "SELECT pg_read_file('/etc/passwd')",
    "pg_read_binary_file": "SELECT pg_read_binary_file('postgresql.conf')",
    "pg_stat_file": "SELECT pg_stat_file('/etc/passwd')",
    "pg_ls_dir": "SELECT pg_ls_dir('.')",
    "pg_ls_logdir": "SELECT pg_ls_logdir()",
    "pg_ls_waldir": "SELECT pg_ls_waldir()",
    "pg_reload_conf": "SELECT pg_reload_conf()",
    "ending a session": "SELECT pg_terminate_backend(pid) FROM pg_stat_activity",
    "cancelling a statement": "SELECT pg_cancel_backend(pid) FROM pg_stat_activity",
    "an event trigger": "CREATE EVENT TRIGGER e ON ddl_command_end EXECUTE FUNCTION f()",
    "a subscription": "CREATE SUBSCRIPTION s CONNECTION 'host=127.0.0.1' PUBLICATION p",
    "a tablespace": "CREATE TABLESPACE x LOCATION '/tmp'",
    "a superuser": "CREATE ROLE boss SUPERUSER",
    "itself made superuser": "ALTER ROLE postgres SUPERUSER",
    "the template database": "DROP DATABASE trueup_baseline",
    "template1": "DROP DATABASE template1",
    "files by membership": "GRANT pg_read_server_files TO postgres",
    "programs by membership": "GRANT pg_execute_server_program TO postgres",
    "a protected setting": "SET session_preload_libraries = 'x'",
    "an untrusted language": "CREATE LANGUAGE l HANDLER plpgsql_call_handler",
    "a foreign data wrapper": "CREATE FOREIGN DATA WRAPPER w HANDLER postgres_fdw_handler",
}


@pytest.fixture(scope="module", params=["postgres", "supabase"])
def connection(request: pytest.FixtureRequest, server: Server, supabase_server: Server) -> Iterator[psycopg.Connection]:
    database = (server if request.param == "postgres" else supabase_server).create()
    with database.connect() as conn:
        conn.execute("CREATE TABLE t (a text)")
        conn.execute("CREATE FUNCTION f() RETURNS event_trigger LANGUAGE plpgsql AS 'BEGIN END'")
        yield conn
    database.drop()


@pytest.mark.parametrize("way", WAYS_OUT)
def test_ways_out_are_refused(connection: psycopg.Connection, way: str) -> None:
    with pytest.raises(psycopg.Error) as refused:
        connection.execute(WAYS_OUT[way].encode())
    assert refused.value.sqlstate in {*FORBIDDEN, "0A000", "55006", "42704"}, str(refused.value)


def test_role_games(connection: psycopg.Connection, server: Server, supabase_server: Server) -> None:
    for role in (server.superuser, supabase_server.superuser):
        for statement in (f"SET ROLE {role}", f"SET SESSION AUTHORIZATION {role}", f"SET LOCAL ROLE {role}"):
            with pytest.raises(psycopg.Error) as refused:
                connection.execute(statement.encode())
            assert refused.value.sqlstate in {"42501", "22023"}
    for statement in ("RESET ROLE", "RESET SESSION AUTHORIZATION", "SET SESSION AUTHORIZATION DEFAULT", "DISCARD ALL"):
        connection.execute(statement.encode())
        row = connection.execute("SELECT current_setting('is_superuser'), current_user, session_user").fetchone()
        assert row == ("off", "postgres", "postgres")


def test_nothing_is_reached_outwards(connection: psycopg.Connection) -> None:
    connection.execute("CREATE EXTENSION postgres_fdw")
    connection.execute("CREATE SERVER s FOREIGN DATA WRAPPER postgres_fdw OPTIONS (host '127.0.0.1')")
    connection.execute("CREATE FOREIGN TABLE outside (a int) SERVER s")
    with pytest.raises(psycopg.Error, match="no handler"):
        connection.execute("SELECT * FROM outside")
    connection.execute("CREATE EXTENSION dblink")
    with pytest.raises(psycopg.errors.FeatureNotSupported, match="is a shim here"):
        connection.execute("SELECT * FROM dblink('host=127.0.0.1', 'SELECT 1') AS t (a int)")


def test_no_extension_hands_out_superuser(connection: psycopg.Connection) -> None:
    """Shims are installed by the superuser: what the caller put in the way must not run as it."""
    connection.execute("CREATE SCHEMA trap")
    connection.execute(
        "CREATE FUNCTION trap.format(text, VARIADIC text[]) RETURNS text LANGUAGE plpgsql AS "
        "$$BEGIN ALTER ROLE postgres SUPERUSER; RETURN ''; END$$"
    )
    connection.execute("CREATE EXTENSION pg_trgm SCHEMA trap")
    row = connection.execute("SELECT rolsuper FROM pg_roles WHERE rolname = current_user").fetchone()
    assert row == (False,)


def test_databases_of_others_stay(server: Server) -> None:
    mine, other = server.create(), server.create()
    with mine.connect() as conn, pytest.raises(psycopg.Error) as refused:
        conn.execute(f"DROP DATABASE {other.name} WITH (FORCE)".encode())
    assert refused.value.sqlstate in {"42809", "42501"}
    other.drop()
    mine.drop()


@pytest.fixture(scope="module")
def bounded() -> Iterator[Database]:
    with start("postgres", limits=Limits(statement_seconds=1, database_bytes=60 * 2**20)) as server:
        yield server.create()


def test_time_limit_that_the_text_cant_lift(bounded: Database) -> None:
    with bounded.connect() as conn:
        conn.execute("SET statement_timeout = 0")
        pid = conn.info.backend_pid
        with pytest.raises(psycopg.errors.QueryCanceled):
            conn.execute("SELECT pg_sleep(60)")
        assert bounded.server.why_stopped(pid) == "it ran longer than 1 seconds"


def test_who_catches_the_cancellation_is_ended(bounded: Database) -> None:
    loop = "DO $$BEGIN LOOP BEGIN PERFORM pg_sleep(60); EXCEPTION WHEN query_canceled THEN NULL; END; END LOOP; END$$"
    conn = bounded.connect()
    with pytest.raises(psycopg.OperationalError):
        conn.execute(loop)
    conn.close()
    with bounded.connect() as conn:
        assert conn.execute("SELECT 1").fetchone() == (1,)


def test_database_size_is_bounded(bounded: Database) -> None:
    with bounded.connect() as conn:
        conn.execute("CREATE UNLOGGED TABLE big (a text)")
        with pytest.raises((psycopg.errors.QueryCanceled, psycopg.OperationalError)):
            for _ in range(200):
                conn.execute("INSERT INTO big SELECT repeat('x', 1000) FROM generate_series(1, 20000)")


@pytest.mark.parametrize(
    ("statement", "states"),
    [
        ("SELECT * FROM generate_series(1, 1000000000000)", {"53400", "57014"}),
        (
            "SELECT array_agg(repeat('x', 1000)) FROM generate_series(1, 100000000)",
            {"53200", "54000", "57014"},
        ),
        ("CREATE FUNCTION r() RETURNS int LANGUAGE plpgsql AS 'BEGIN RETURN r(); END'; SELECT r()", {"54001"}),
        ("SELECT " + "(" * 10000 + "1" + ")" * 10000, {"54001", "42601"}),
        ("WITH RECURSIVE w AS (SELECT 1 UNION ALL SELECT 1 FROM w) SELECT count(*) FROM w", {"57014", "53400"}),
    ],
    ids=["endless rows", "memory", "recursion", "parentheses", "endless recursion"],
)
def test_greedy_statements_end_in_an_error(bounded: Database, statement: str, states: set[str]) -> None:
    database = bounded.server.create()
    with database.connect() as conn, pytest.raises(psycopg.Error) as refused:
        conn.execute(statement.encode())
    assert refused.value.sqlstate in states
    database.drop()


def test_replay_names_the_statement_that_grew_too_large(bounded: Database) -> None:
    """The run goes on after it, in a database that is used no more than it was."""
    sql = (
        "CREATE UNLOGGED TABLE big (a text);\n"
        "INSERT INTO big SELECT repeat(md5(n::text), 100) FROM generate_series(1, 10000000) AS n;\n"
        "CREATE TABLE afterwards (a int);\n"
    )
    text = read_sql(sql, "grows.sql")
    unit = Unit(name="grows.sql", origin=text.statements[0].origin, statements=text.statements)
    outcomes = replay_anew(bounded.server, (unit,)).outcomes
    assert [outcome.ok for outcome in outcomes] == [True, False, True]
    assert outcomes[1].error is not None
    assert outcomes[1].error.sqlstate == "57014"
    assert "60 MB" in outcomes[1].error.message or "1 second" in outcomes[1].error.message

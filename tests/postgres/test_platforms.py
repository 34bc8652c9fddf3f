"""Platforms: found from a project's text, and given as the hosts give them."""

from __future__ import annotations

from collections.abc import Iterator

import psycopg
import pytest

from trueup.postgres import platforms
from trueup.postgres.server import Database, start
from trueup.sqltext.read import read_sql


def detect(sql: str, *paths: str) -> platforms.Detection:
    return platforms.detect(read_sql(sql, "schema.sql").statements, paths=paths)


@pytest.mark.parametrize(
    ("platform", "sql"),
    [
        ("supabase", "CREATE POLICY p ON t USING (auth.uid() = owner);"),
        ("supabase", 'CREATE POLICY "p" ON "public"."t" USING ("auth"."uid"() = "owner");'),
        ("supabase", "CREATE TABLE t (u uuid REFERENCES auth.users);"),
        ("supabase", "DO $$ BEGIN EXECUTE 'INSERT INTO storage.buckets (id) VALUES (1)'; END $$;"),
        ("supabase", "GRANT ALL ON t TO service_role;"),
        ("supabase", "GRANT SELECT ON t TO anon, authenticated;"),
        ("supabase", "ALTER PUBLICATION supabase_realtime ADD TABLE t;"),
        (
            "supabase",
            "DROP PUBLICATION IF EXISTS supabase_realtime; CREATE PUBLICATION supabase_realtime FOR TABLE t;",
        ),
        ("postgres", "CREATE PUBLICATION supabase_realtime FOR TABLE t;"),
        ("supabase", "CREATE FUNCTION f() RETURNS uuid LANGUAGE sql AS $$ SELECT auth.uid() $$;"),
        ("neon", "ALTER TABLE t OWNER TO neondb_owner;"),
        ("nhost", "CREATE TABLE t (f uuid REFERENCES storage.files, r uuid REFERENCES auth.user_roles);"),
        ("rds", "GRANT rds_iam TO app;"),
        ("postgres", "CREATE TABLE users (id int); CREATE TABLE objects (id int);"),
        ("postgres", "CREATE TABLE t (author text, authenticated boolean, storage text);"),
        ("postgres", "GRANT SELECT ON t TO anon;"),
        ("postgres", "CREATE ROLE anon; CREATE ROLE authenticated; GRANT SELECT ON t TO anon, authenticated;"),
        ("postgres", "-- auth.uid() is what Supabase has\nCREATE TABLE t (a text);"),
        (
            "postgres",
            "CREATE SCHEMA auth; CREATE TABLE auth.users (id uuid); CREATE TABLE t (u uuid REFERENCES auth.users);",
        ),
    ],
)
def test_detection(platform: str, sql: str) -> None:
    found = detect(sql)
    assert found.platform == platform
    assert bool(found.reasons) == (platform != "postgres" or "makes its own" in str(found.reasons))


def test_detection_says_where() -> None:
    (reason,) = detect("SELECT 1;\n\nCREATE POLICY p ON t\n USING (auth.uid() = o);").reasons
    assert reason.what == "uses auth.uid"
    assert reason.origin is not None
    assert reason.origin.line == 3


def test_detection_by_a_file() -> None:
    assert detect("CREATE TABLE t (a int);", "app/supabase/config.toml").platform == "supabase"
    assert detect("CREATE TABLE t (a int);", "supabase-schema.sql").platform == "supabase"
    assert detect("CREATE TABLE auth.users (id int);", "supabase-schema.sql").platform == "postgres"


@pytest.fixture
def connection(supabase_database: Database) -> Iterator[psycopg.Connection]:
    with supabase_database.connect() as conn:
        yield conn


def one(conn: psycopg.Connection, sql: str) -> object:
    row = conn.execute(sql.encode()).fetchone()
    return row[0] if row else None


def test_supabase_opens_new_tables_to_everyone(connection: psycopg.Connection) -> None:
    connection.execute("CREATE TABLE t (a int)")
    connection.execute("CREATE FUNCTION f() RETURNS int LANGUAGE sql AS 'SELECT 1'")
    for role in ("anon", "authenticated", "service_role"):
        for privilege in ("SELECT", "INSERT", "UPDATE", "DELETE", "TRUNCATE", "REFERENCES", "TRIGGER"):
            assert one(connection, f"SELECT has_table_privilege('{role}', 't', '{privilege}')") is True
        assert one(connection, f"SELECT has_function_privilege('{role}', 'f()', 'EXECUTE')") is True


def test_supabase_claims(connection: psycopg.Connection) -> None:
    claims = '{"sub": "00000000-0000-0000-0000-000000000001", "role": "authenticated", "email": "a@b.c"}'
    connection.execute("SELECT set_config('request.jwt.claims', %s, false)", (claims,))
    row = connection.execute("SELECT auth.uid()::text, auth.role(), auth.email(), auth.jwt() ->> 'sub'").fetchone()
    assert row == (
        "00000000-0000-0000-0000-000000000001",
        "authenticated",
        "a@b.c",
        "00000000-0000-0000-0000-000000000001",
    )


SUPABASE_ALLOWS = [
    "CREATE POLICY p ON storage.objects USING (bucket_id = 'a' AND (storage.foldername(name))[1] = auth.uid()::text)",
    "CREATE POLICY p ON realtime.messages FOR SELECT TO authenticated USING (realtime.topic() = 'x')",
    "CREATE FUNCTION h() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';"
    "CREATE TRIGGER t AFTER INSERT ON auth.users FOR EACH ROW EXECUTE FUNCTION h()",
    "SET session_replication_role = replica",
    "ALTER ROLE authenticator SET pgrst.db_schemas = 'public'",
    "GRANT anon TO authenticator",
    "CREATE ROLE app; GRANT anon TO app; GRANT app TO authenticator; DROP ROLE app",
    "CREATE TABLE t (id uuid DEFAULT uuid_generate_v4(), u uuid REFERENCES auth.users ON DELETE CASCADE);"
    "ALTER PUBLICATION supabase_realtime ADD TABLE t",
    "INSERT INTO auth.users (id, email) VALUES (gen_random_uuid(), 'a@b.c')",
    "INSERT INTO storage.buckets (id, name, public) VALUES ('a', 'a', true)",
    "SELECT vault.create_secret('s', 'n'); SELECT decrypted_secret FROM vault.decrypted_secrets",
    "CREATE TRIGGER t AFTER INSERT ON storage.objects FOR EACH ROW "
    "EXECUTE FUNCTION supabase_functions.http_request('u', 'POST')",
    "SET ROLE authenticated; SELECT auth.uid(); RESET ROLE",
    "SELECT graphql_public.graphql(query => '{ a }')",
    "ALTER TABLE storage.objects ENABLE ROW LEVEL SECURITY",
]


@pytest.mark.parametrize("sql", SUPABASE_ALLOWS)
def test_supabase_lets_its_project_do(connection: psycopg.Connection, sql: str) -> None:
    connection.execute(sql.encode())


@pytest.mark.parametrize("sql", ["CREATE SCHEMA auth", "DROP TABLE auth.users", "ALTER ROLE supabase_admin NOLOGIN"])
def test_supabase_keeps_what_is_its_own(connection: psycopg.Connection, sql: str) -> None:
    with pytest.raises(psycopg.Error):
        connection.execute(sql.encode())


@pytest.mark.parametrize("platform", [name for name in platforms.names() if name not in {"postgres", "supabase"}])
def test_every_platform_starts(platform: str) -> None:
    with start(platform) as server, server.create().connect() as conn:
        description = platforms.load(platform)
        assert one(conn, "SELECT current_user") == description.replay_role
        assert one(conn, "SELECT rolsuper FROM pg_roles WHERE rolname = current_user") is False
        rows = conn.execute("SELECT rolname FROM pg_roles").fetchall()
        assert description.role_names <= {row[0] for row in rows} == server.baseline_roles


def test_platform_of_a_server_by_its_roles() -> None:
    for name in platforms.names():
        if name != "postgres":
            assert platforms.of_roles(platforms.load(name).role_names) == name
    assert platforms.of_roles(["postgres", "anon", "authenticated", "app"]) is None

"""Shims load wherever the real extension would, behave where they can, and say so where they can't."""

from __future__ import annotations

import contextlib
import hashlib
import hmac
import uuid
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from trueup.postgres import extensions, platforms
from trueup.postgres.server import Database, Server


@pytest.fixture(scope="module")
def database(server: Server) -> Iterator[Database]:
    database = server.create()
    yield database
    database.drop()


@pytest.fixture(scope="module")
def connection(database: Database) -> Iterator[psycopg.Connection]:
    with database.connect() as conn:
        for name in (
            "citext",
            "pg_trgm",
            "hstore",
            "ltree",
            "intarray",
            "unaccent",
            "fuzzystrmatch",
            "pgcrypto",
            "pgjwt",
            "uuid-ossp",
            "btree_gist",
            "btree_gin",
            "moddatetime",
            "earthdistance",
            "postgis",
            "pgmq",
            "pg_cron",
            "pg_jsonschema",
            "vector",
            "timescaledb",
        ):
            conn.execute(f'CREATE EXTENSION "{name}" CASCADE'.encode())
        yield conn


@pytest.mark.parametrize("name", sorted(extensions.shims()))
def test_the_replay_role_may_create_it(database: Database, name: str) -> None:
    """In a transaction that is rolled back, in a schema of its own where it takes any."""
    shim = extensions.shims()[name]
    with database.connect(autocommit=False) as conn:
        conn.execute("CREATE SCHEMA elsewhere")
        where = "" if shim.schema else "SCHEMA elsewhere"
        conn.execute(f"CREATE EXTENSION IF NOT EXISTS \"{name}\" {where} VERSION '{shim.version}' CASCADE".encode())
        conn.rollback()


BEHAVES = {
    "citext compares": (
        "SELECT 'AbC'::citext = 'aBc', 'ab'::citext LIKE 'A%', 'ab'::citext = 'AB'::text",
        (True, True, False),
    ),
    "similarity": (
        "SELECT show_trgm('word'), similarity('word', 'two words')::numeric(6, 5), 'word' % 'words'",
        (["  w", " wo", "ord", "rd ", "wor"], "0.36364", True),
    ),
    "paths": (
        "SELECT nlevel('a.b.c'), subpath('a.b.c', 1)::text, 'a.b.c'::ltree <@ 'a.b', 'a.b.c'::ltree ~ '*.b.*'",
        (3, "b.c", True, True),
    ),
    "pairs": (
        "SELECT 'a=>1, b=>2'::hstore -> 'b', akeys('a=>1'), 'a=>1'::hstore ? 'a', 'a=>1'::hstore = '\"a\"=>\"1\"'",
        ("2", ["a"], True, True),
    ),
    "arrays": ("SELECT sort('{3,1,2}'::int[]), '{1,2}'::int[] & '{2,3}', icount('{1,2}')", ([1, 2, 3], [2], 2)),
    "accents": ("SELECT unaccent('Hôtel Łódź')", ("Hotel Lodz",)),
    "distance": ("SELECT levenshtein('kitten', 'sitting'), soundex('Robert')", (3, "R163")),
    # RFC 4231, test case 2, and RFC 9562's example of version 3.
    "hmac": (
        "SELECT encode(hmac('what do ya want for nothing?', 'Jefe', 'sha256'), 'hex')",
        ("5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843",),
    ),
    "uuid 3": (
        "SELECT uuid_generate_v3(uuid_ns_dns(), 'www.example.com')::text",
        ("5df41881-3aed-3515-88a7-2f4a814cf09e",),
    ),
    "passwords": ("SELECT h = crypt('a', h), h = crypt('b', h) FROM crypt('a', gen_salt('bf')) AS h", (True, False)),
    "tokens": ("SELECT valid FROM verify(sign('{\"a\": 1}', 'k'), 'k')", (True,)),
    "tokens refused": ("SELECT valid FROM verify(sign('{\"a\": 1}', 'k'), 'other')", (False,)),
    "json schema": ('SELECT jsonb_matches_schema(\'{"type": "object", "required": ["a"]}\', \'{"b": 1}\')', (False,)),
    "queues": ("SELECT (SELECT pgmq.create('q'))::text || (SELECT pgmq.send('q', '{}'))", ("1",)),
    "buckets": ("SELECT time_bucket('1 hour', '2020-01-01 10:20+00'::timestamptz)::text", ("2020-01-01 10:00:00+00",)),
    "earth": ("SELECT round(earth_distance(ll_to_earth(0, 0), ll_to_earth(0, 1)))::int", (111320,)),
    "points": ("SELECT st_x('SRID=4326;POINT(2 48)'), st_srid(st_setsrid(st_makepoint(1, 2), 3857))", (2.0, 3857)),
    "modifiers": (
        "SELECT format_type('geometry'::regtype, geometry_typmod_in('{multipolygonz,2154}'))",
        ("geometry(MultiPolygonZ,2154)",),
    ),
}


@pytest.mark.parametrize("case", BEHAVES)
def test_behaviour(connection: psycopg.Connection, case: str) -> None:
    sql, expected = BEHAVES[case]
    row = connection.execute(sql.encode()).fetchone()
    assert row is not None
    assert [str(value) if isinstance(want, str) else value for value, want in zip(row, expected, strict=True)] == list(
        expected
    )


def test_exclusion_holds(connection: psycopg.Connection) -> None:
    connection.execute(
        "CREATE TABLE booking (room int, during tsrange, EXCLUDE USING gist (room WITH =, during WITH &&))"
    )
    connection.execute("INSERT INTO booking VALUES (1, '[2020-01-01,2020-01-03)'), (2, '[2020-01-01,2020-01-03)')")
    with pytest.raises(psycopg.errors.ExclusionViolation):
        connection.execute("INSERT INTO booking VALUES (1, '[2020-01-02,2020-01-04)')")


@pytest.mark.parametrize(
    ("column", "index"),
    [
        ("text", "gin (a gin_trgm_ops)"),
        ("text", "gist (a gist_trgm_ops)"),
        ("citext", "btree (a)"),
        ("citext", "hash (a)"),
        ("hstore", "gin (a)"),
        ("ltree", "gist (a)"),
        ("ltree", "btree (a)"),
        ("int[]", "gin (a gin__int_ops)"),
        ("uuid", "gist (a)"),
        ("int", "gin (a)"),
        ("geometry(Point, 4326)", "gist (a)"),
        ("vector(3)", "hnsw (a vector_cosine_ops)"),
    ],
)
def test_indexes_take_rows_and_lose_none(connection: psycopg.Connection, column: str, index: str) -> None:
    samples = {
        "text": "'abc'",
        "citext": "'abc'",
        "hstore": "'a=>1'",
        "ltree": "'a.b'",
        "int[]": "'{1,2}'",
        "int": "1",
        "uuid": "gen_random_uuid()",
        "geometry(Point, 4326)": "'POINT(1 2)'",
        "vector(3)": "'[1,2,3]'",
    }
    connection.execute("DROP TABLE IF EXISTS indexed")
    connection.execute(f"CREATE TABLE indexed (a {column}); CREATE INDEX ON indexed USING {index}".encode())
    connection.execute(f"INSERT INTO indexed SELECT {samples[column]} FROM generate_series(1, 20)".encode())
    connection.execute("SET enable_seqscan = off")
    row = connection.execute("SELECT count(*) FROM indexed WHERE a = (SELECT a FROM indexed LIMIT 1)").fetchone()
    connection.execute("RESET enable_seqscan")
    assert row == (1 if column == "uuid" else 20,)


def test_what_is_not_built_in_says_that_it_is_a_shim(connection: psycopg.Connection) -> None:
    with pytest.raises(psycopg.errors.FeatureNotSupported, match="postgis is a shim here: st_area is not built in"):
        connection.execute("SELECT st_area('POINT(1 2)'::geometry)")


def test_real_ones_are_no_shims() -> None:
    assert not {"vector", "plpgsql"} & set(extensions.shims())


@pytest.mark.parametrize("algorithm", ["md5", "sha1", "sha224", "sha256", "sha384", "sha512"])
def test_digests_are_the_real_ones(connection: psycopg.Connection, algorithm: str) -> None:
    for length in (0, 1, 55, 56, 63, 64, 65, 119, 200):
        data = bytes(n * 7 % 256 for n in range(length))
        row = connection.execute(
            "SELECT digest(%s::bytea, %s), hmac(%s::bytea, %s::bytea, %s)", (data, algorithm, data, data, algorithm)
        )
        expected = hashlib.new(algorithm, data).digest(), hmac.new(data, data, algorithm).digest()
        assert row.fetchone() == expected


def test_uuid_5_is_the_real_one(connection: psycopg.Connection) -> None:
    row = connection.execute("SELECT uuid_generate_v5(uuid_ns_url(), 'https://example.com/ä')").fetchone()
    assert row == (uuid.uuid5(uuid.NAMESPACE_URL, "https://example.com/ä"),)


def test_moddatetime(connection: psycopg.Connection) -> None:
    connection.execute("CREATE TABLE touched (id int, updated_at timestamptz)")
    connection.execute(
        "CREATE TRIGGER t BEFORE UPDATE ON touched FOR EACH ROW EXECUTE FUNCTION moddatetime(updated_at)"
    )
    connection.execute("INSERT INTO touched VALUES (1, NULL)")
    assert connection.execute("UPDATE touched SET id = 2 RETURNING updated_at IS NOT NULL").fetchone() == (True,)


@pytest.mark.nightly
@pytest.mark.parametrize("name", sorted(extensions.shims()))
def test_no_call_ends_the_server(server: Server, name: str) -> None:
    """Functions of the language internal get what they were not written for: an error, never a crash."""
    database = server.create()
    with database.connect() as conn:
        conn.execute("SET statement_timeout = '2s'")
        conn.execute(f'CREATE EXTENSION "{name}" CASCADE'.encode())
        functions = conn.execute(
            "SELECT p.oid::regproc::text, ARRAY(SELECT format_type(o, NULL) FROM unnest(proargtypes::oid[]) AS o) "
            "FROM pg_proc p JOIN pg_depend d ON d.objid = p.oid AND d.deptype = 'e' WHERE p.prokind = 'f'"
        ).fetchall()
        for function, types in functions:
            for value in ("NULL", "'1'", "''"):
                arguments = ", ".join(f"{value}::{kind if 'any' not in kind else 'text'}" for kind in types)
                with contextlib.suppress(psycopg.Error):
                    conn.execute(f"SELECT {function}({arguments})".encode())
        assert conn.execute("SELECT 1").fetchone() == (1,)
    database.drop()


def test_they_work_from_any_schema_and_search_path(server: Server) -> None:
    database = server.create()
    with database.connect() as conn:
        conn.execute('CREATE SCHEMA "else Where"')
        for name in ("pgcrypto", "uuid-ossp"):
            conn.execute(f'CREATE EXTENSION "{name}" SCHEMA "else Where"'.encode())
        conn.execute("SET search_path = ''")
        for call in ("digest('a', 'sha1')", "hmac('a', 'b', 'sha1')", "hmac('a', 'b', 'sha256')", "crypt('a', 'b')"):
            conn.execute(f'SELECT "else Where".{call}'.encode())
        conn.execute('SELECT "else Where".uuid_generate_v5("else Where".uuid_ns_dns(), \'a\')')
    database.drop()


def test_the_manual_names_them_all() -> None:
    manual = (Path(__file__).parents[2] / "docs" / "scratch-server.md").read_text()
    missing = [name for name in (*extensions.shims(), *platforms.names()) if f"`{name}`" not in manual]
    assert missing == []

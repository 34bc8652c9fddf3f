"""Rows in the way: asked of production with one read-only query each, and shown where nobody can be asked."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from trueup.postgres.server import Database

from .front import Shown, migrations

SCHEMA = """
CREATE TABLE t (id int, v text, n bigint, d text);
CREATE TABLE o (id int PRIMARY KEY);
CREATE FUNCTION writes(int) RETURNS boolean LANGUAGE plpgsql AS $$ BEGIN DELETE FROM t; RETURN true; END $$;
"""
ROWS = """
INSERT INTO o VALUES (1);
INSERT INTO t VALUES (1, 'a', 1, 'open'), (1, 'long', 5000000000, 'gone'), (2, NULL, 3, 'open');
"""
# Each with the number of rows that stop it.
ASKED = {
    "ALTER TABLE t ADD COLUMN w int NOT NULL;": 3,
    "ALTER TABLE t ALTER v SET NOT NULL;": 1,
    "ALTER TABLE t ADD CHECK (n < 100);": 1,
    "ALTER TABLE t ADD UNIQUE (id);": 1,
    "CREATE UNIQUE INDEX ON t (lower(v));": 0,
    "ALTER TABLE t ADD FOREIGN KEY (id) REFERENCES o;": 1,
    "ALTER TABLE t ALTER v TYPE varchar(3);": 1,
    "ALTER TABLE t ALTER n TYPE int;": 1,
    "CREATE TYPE state AS ENUM ('open'); ALTER TABLE t ALTER d TYPE state USING d::state;": 1,
    "ALTER TABLE t ADD PRIMARY KEY (id);": 1,
    "CREATE TABLE p (id int PRIMARY KEY); ALTER TABLE t ADD FOREIGN KEY (id) REFERENCES p;": 3,
}
FILES = {f"{number:02}.sql": text for number, text in enumerate(ASKED)}


@pytest.fixture(scope="module")
def live(server: object) -> Iterator[Database]:
    database: Database = server.create()  # type: ignore[attr-defined]
    with database.connect() as conn:
        conn.execute((SCHEMA + ROWS).encode())
    yield database
    database.drop()


def url(database: Database) -> str:
    with database.connect() as conn:
        return f"postgresql://{conn.info.user}@/{database.name}?host={conn.info.host}&port={conn.info.port}"


@pytest.fixture(scope="module")
def shown(live: Database, tmp_path_factory: pytest.TempPathFactory) -> Shown:
    return migrations(tmp_path_factory.mktemp("live"), FILES, url(live))


@pytest.mark.parametrize(("name", "rows"), list(zip(FILES, ASKED.values(), strict=True)))
def test_production_is_asked(shown: Shown, live: Database, name: str, rows: int) -> None:
    data = shown.migration(name)["data"]
    assert [entry["rows"] for entry in data] == [rows], data
    with live.connect() as conn:
        assert conn.execute(data[0]["query"].encode()).fetchone() == (rows,)
    found = [f for f in shown.findings("fails-on-existing-rows") if f["message"].startswith(name)]
    assert [f["severity"] for f in found] == (["error"] if rows else [])
    assert all(data[0]["query"] in f["evidence"][0]["text"] for f in found)


def test_what_may_write_is_never_sent(live: Database, tmp_path: Path) -> None:
    files = {
        "1.sql": "ALTER TABLE t ADD CHECK (writes(id));",
        "2.sql": "ALTER TABLE t ADD CHECK (pg_sleep(1) IS NULL);",
    }
    shown = migrations(tmp_path, files, url(live))
    for name in files:
        assert "production was not asked" in shown.migration(name)["data"][0]["told"]
    with live.connect() as conn:
        assert conn.execute("SELECT count(*) FROM t").fetchone() == (3,)


def test_a_value_that_an_expression_refuses_is_an_answer(live: Database, tmp_path: Path) -> None:
    files = {"1.sql": "ALTER TABLE t ALTER d TYPE int USING (d || '0')::int;"}
    entry = migrations(tmp_path, files, url(live)).migration("1.sql")["data"][0]
    assert "a row of public.t in production would stop it: invalid input syntax" in entry["told"]


def test_without_a_server_the_query_is_shown(tmp_path: Path) -> None:
    shown = migrations(tmp_path, {"1.sql": "ALTER TABLE t ADD CHECK (n < 100);"}, SCHEMA)
    entry = shown.migration("1.sql")["data"][0]
    assert entry["rows"] is None
    assert entry["query"] == "SELECT count(*) FROM public.t WHERE NOT (n < 100)"


def test_rows_are_looked_for_that_a_statement_stumbles_over(tmp_path: Path) -> None:
    files = {
        "1.sql": "ALTER TABLE s ALTER a SET NOT NULL;",
        "2.sql": "ALTER TABLE s ADD CHECK (b >= 0);",
        "3.sql": "ALTER TABLE s ADD UNIQUE (c);",
        "4.sql": "UPDATE s SET d = 0 WHERE d IS NULL; ALTER TABLE s ALTER d SET NOT NULL;",  # mends them first
        "5.sql": "ALTER TABLE s ADD CHECK (e > 5);",  # what is there holds to that already
        "6.sql": "TRUNCATE s;",
    }
    production = "CREATE TABLE s (id int PRIMARY KEY, a text, b int, c text, d int, e int CHECK (e > 10));"
    shown = migrations(tmp_path, files, production, "--platform", "postgres")
    failed = {m["name"]: [d["failed"][-7:] for d in m["data"]] for m in shown.report["migrations"]["migrations"]}
    assert failed == {
        "1.sql": ["(23502)"],
        "2.sql": ["(23514)"],
        "3.sql": ["(23505)"],
        "4.sql": [""],
        "5.sql": [""],
        "6.sql": [],
    }
    reasons = {m["name"]: m["reason"] for m in shown.report["migrations"]["migrations"]}
    assert "adds constraint s_b_check" in reasons["2.sql"]  # of two without a name, each is its own file's
    assert "adds constraint s_e_check1" in reasons["5.sql"]
    assert "no effect" not in shown.verdicts()["6.sql"]

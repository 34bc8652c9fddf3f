"""The way back: the file's own, run and compared; or one that is written where no rows are needed for it."""

from __future__ import annotations

from pathlib import Path

import pytest

from trueup.diff.compare import compare
from trueup.postgres.server import Database

from .front import Shown, migrations

PRODUCTION = """
CREATE TYPE mood AS ENUM ('a');
CREATE TABLE t (id int PRIMARY KEY, v text DEFAULT 'x', m mood);
CREATE FUNCTION f() RETURNS int LANGUAGE sql AS 'SELECT 1';
CREATE VIEW w AS SELECT id, v FROM t;
CREATE POLICY pol ON t USING (true);
CREATE INDEX i ON t (v);
COMMENT ON TABLE t IS 'old';
CREATE TABLE k (n int, o text);
GRANT SELECT ON t TO pg_monitor;
"""
FILES = {
    "01_new.sql": "CREATE TABLE a (id int PRIMARY KEY, t_id int REFERENCES t); CREATE POLICY p ON a USING (true);",
    "02_other.sql": "CREATE OR REPLACE FUNCTION f() RETURNS int LANGUAGE sql AS 'SELECT 2'; DROP INDEX i;"
    "COMMENT ON TABLE t IS 'new'; REVOKE SELECT ON t FROM pg_monitor; GRANT UPDATE ON t TO pg_monitor;",
    "03_renamed.sql": "ALTER TABLE k RENAME n TO nn; ALTER TABLE k RENAME TO kk;",
    "04_value.sql": "ALTER TYPE mood ADD VALUE 'b';",
    "05_stricter.sql": "ALTER TABLE t ALTER v DROP DEFAULT; ALTER TABLE t ALTER v SET NOT NULL, ADD CHECK (id > 0);",
    "06_type.sql": "DROP VIEW w; ALTER TABLE t ALTER id TYPE bigint; CREATE VIEW w AS SELECT id, v, m FROM t;",
    "07_policies.sql": "DROP POLICY pol ON t; ALTER POLICY p ON a USING (false);",
    "08_lost.sql": "ALTER TABLE kk DROP COLUMN o;",
}
LAST = "08_lost.sql"


@pytest.fixture(scope="module")
def shown(tmp_path_factory: pytest.TempPathFactory) -> Shown:
    return migrations(tmp_path_factory.mktemp("back"), FILES, PRODUCTION)


def test_what_was_written_takes_each_back_exactly(shown: Shown, database: Database) -> None:
    states = []
    with database.connect() as conn:
        conn.execute(PRODUCTION.encode())
        for name, text in FILES.items():
            if name != LAST:
                states.append((name, database.read_catalog()))
                conn.execute(text.encode())
        for name, before in reversed(states):
            entry = shown.migration(name)
            assert entry["reversal"].startswith("the way back written by trueup takes it back exactly (executed)"), name
            conn.execute(entry["reversal_sql"].encode())
            assert not compare(before, database.read_catalog()).counted, name


def test_a_renaming_is_taken_back_as_one(shown: Shown) -> None:
    back = shown.migration("03_renamed.sql")["reversal_sql"]
    assert "DROP" not in back and back.count("RENAME") == 2


def test_what_rows_are_needed_for_is_not_written(shown: Shown) -> None:
    entry = shown.migration(LAST)
    assert entry["reversal_sql"] == ""
    assert "rows of column public.kk.o do not come back" in entry["reversal"]
    assert entry["verdicts"][0] == "destructive"


def test_each_effect_is_its_own_migration_s(shown: Shown) -> None:
    assert [str(o["name"]) for o in shown.migration("05_stricter.sql")["creates"]] == ["t_id_check on public.t"]
    assert [str(o["name"]) for o in shown.migration("07_policies.sql")["alters"]] == ["p on public.a"]


def test_a_down_part_that_only_comes_out_even_with_its_neighbours_is_told(tmp_path: Path) -> None:
    files = {
        "1_a.up.sql": "CREATE TABLE a (id int);",
        "1_a.down.sql": "DROP TABLE a;",
        "2_b.up.sql": "ALTER TABLE a ADD COLUMN b int; ALTER TABLE a ADD COLUMN c int;",
        "2_b.down.sql": "ALTER TABLE a DROP COLUMN b;",
    }
    shown = migrations(tmp_path, files)
    assert shown.migration("1_a.up.sql")["reversal"] == "the down part takes it back exactly (executed)"
    assert shown.migration("2_b.up.sql")["reversal"] == "the down part leaves 1 difference behind"
    assert [f["rule"] for f in shown.report["findings"] if f["rule"].startswith("reversal")] == ["reversal-incomplete"]

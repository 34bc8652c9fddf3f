"""Forms that block less: written, executed to the same end, with lighter locks; and what others wait for."""

from __future__ import annotations

from pathlib import Path

import pytest

from .front import Shown, migrations

PRODUCTION = """
CREATE TABLE t (id int PRIMARY KEY, v text);
CREATE TABLE o (id int, t_id int, s text);
CREATE TABLE p (id int, at date) PARTITION BY RANGE (at);
INSERT INTO t SELECT n, 'x' || n FROM generate_series(1, 12000) n;
INSERT INTO o SELECT n, n, 's' FROM generate_series(1, 20) n;
"""
FILES = {
    "01_index.sql": "-- the index\nCREATE INDEX i ON t (v); -- of t\nCREATE INDEX ON o (t_id);",
    "02_keys.sql": "ALTER TABLE o ADD CONSTRAINT o_fk FOREIGN KEY (t_id) REFERENCES t (id), ADD CHECK (t_id > 0);",
    "03_filled.sql": "ALTER TABLE t ALTER v SET NOT NULL;",
    "04_unique.sql": "ALTER TABLE t ADD CONSTRAINT u UNIQUE (v) DEFERRABLE;",
    "05_type.sql": "ALTER TABLE o ALTER id TYPE bigint;",
    "06_column.sql": "ALTER TABLE t ADD COLUMN r uuid NOT NULL DEFAULT gen_random_uuid() UNIQUE CHECK (r IS NOT NULL);",
    "07_primary.sql": "ALTER TABLE o ADD PRIMARY KEY (id);",
    "08_serial.sql": "ALTER TABLE o ADD COLUMN n bigserial;",
    "09_parts.sql": "CREATE INDEX ON p (at);",
    "10_fine.sql": "ALTER TABLE t ADD COLUMN w int DEFAULT 1; CREATE TABLE mine (id int); CREATE INDEX ON mine (id);",
}


@pytest.fixture(scope="module")
def shown(tmp_path_factory: pytest.TempPathFactory) -> Shown:
    return migrations(tmp_path_factory.mktemp("safer"), FILES, PRODUCTION)


@pytest.mark.parametrize(
    ("name", "parts"),
    [
        ("01_index.sql", ["CREATE INDEX CONCURRENTLY i ON t (v);"]),
        ("02_keys.sql", ["ADD CONSTRAINT o_fk FOREIGN KEY", "NOT VALID", "VALIDATE CONSTRAINT o_t_id_check"]),
        (
            "03_filled.sql",
            ["CHECK (v IS NOT NULL) NOT VALID", "VALIDATE", "ALTER COLUMN v SET NOT NULL", "DROP CONSTR"],
        ),
        ("04_unique.sql", ["CREATE UNIQUE INDEX CONCURRENTLY u", "UNIQUE USING INDEX u DEFERRABLE"]),
        (
            "06_column.sql",
            ["ADD COLUMN r uuid;", "SET DEFAULT gen_random_uuid()", "SET r = DEFAULT", "COMMIT", "USING INDEX"],
        ),
        ("07_primary.sql", ["id SET NOT NULL", "CREATE UNIQUE INDEX CONCURRENTLY o_pkey", "PRIMARY KEY USING INDEX"]),
    ],
)
def test_the_form_is_executed_to_the_same_end(shown: Shown, name: str, parts: list[str]) -> None:
    form = shown.migration(name)["safer"][0]
    assert form["executed"], form
    places = [form["sql"].find(part) for part in parts]
    assert -1 not in places, form["sql"]
    assert places == sorted(places)


def test_every_index_of_a_file_has_its_own(shown: Shown) -> None:
    assert [form["executed"] for form in shown.migration("01_index.sql")["safer"]] == [True, True]


@pytest.mark.parametrize("name", ["05_type.sql", "08_serial.sql"])
def test_what_can_not_be_written_is_told(shown: Shown, name: str) -> None:
    form = shown.migration(name)["safer"][0]
    assert (form["executed"], form["sql"]) == (False, "")
    assert "in batches" in form["how"]


def test_what_blocks_nobody_for_long_has_none(shown: Shown) -> None:
    assert shown.migration("10_fine.sql")["safer"] == []


def test_the_finding_offers_the_form(shown: Shown) -> None:
    found = [f for f in shown.findings("table-scanned-under-lock") if f["message"].startswith("04_unique.sql")]
    assert found[0]["fixes"][0]["executed"]
    assert "CONCURRENTLY" in str(found[0]["fixes"][0])


def test_a_lock_is_held_to_the_end_of_its_runner_s_transaction(tmp_path: Path) -> None:
    files = {"1_a.up.sql": "CREATE INDEX i ON t (v); CREATE TABLE x (); CREATE TABLE y ();"}
    shown = migrations(tmp_path, files, "CREATE TABLE t (v int);")
    assert "until its transaction ends, 2 statements later" in shown.migration("1_a.up.sql")["locks"][0]


def test_a_value_that_only_the_user_knows_is_asked_for(tmp_path: Path) -> None:
    shown = migrations(tmp_path, {"1_a.sql": "ALTER TABLE t ADD COLUMN w int NOT NULL;"}, "CREATE TABLE t (v int);")
    form = shown.migration("1_a.sql")["safer"][0]
    assert form["executed"]
    assert form["by_hand"] == "fill public.t.w in batches before the check is validated"

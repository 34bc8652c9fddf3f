"""Files that were applied before later files changed what they had made; no history table tells of them."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from .front import Shown, migrations

PLAIN = ("--platform", "postgres")
FILES = {
    "010_init.sql": """CREATE TABLE people (id int PRIMARY KEY, "firstName" text, age int, note text);
        CREATE TABLE old (id int PRIMARY KEY); ALTER TABLE people ENABLE ROW LEVEL SECURITY;""",
    "020_policy.sql": "CREATE POLICY reading ON people USING (age > 1);",
    "030_names.sql": "CREATE FUNCTION name_of(p people) RETURNS text LANGUAGE sql AS 'SELECT p.\"firstName\"';",
    "040_backfill.sql": "UPDATE people SET note = 'none' WHERE note IS NULL;",
    "050_rename.sql": """ALTER TABLE people RENAME "firstName" TO first_name; DROP FUNCTION name_of(people);
        CREATE FUNCTION name_of(p people) RETURNS text LANGUAGE sql AS 'SELECT p.first_name';
        UPDATE people SET first_name = upper(first_name) WHERE age < 0;""",
    "060_policy.sql": "DROP POLICY reading ON people; CREATE POLICY reading ON people USING (id > 1);",
    "070_type.sql": "ALTER TABLE people ALTER age TYPE bigint;",
    "080_drop.sql": "DROP TABLE old; ALTER TABLE people DROP COLUMN note;",
    "090_index.sql": "CREATE INDEX people_name ON people (first_name);",
}
NEW = {
    "100_replace.sql": """CREATE OR REPLACE FUNCTION name_of(p people) RETURNS text LANGUAGE sql
        AS 'SELECT lower(p.first_name)';""",
    "110_more.sql": "ALTER TABLE people RENAME first_name TO given_name; CREATE TABLE fresh (id int PRIMARY KEY);",
}
APPLIED = {("already applied",), ("obsolete", "already applied"), ("obsolete",)}


def text(files: Mapping[str, str]) -> str:
    return "\n".join(files.values())


def errors(shown: Shown) -> list[str]:
    return [f["message"] for f in shown.report["findings"] if f["severity"] == "error"]


def test_what_later_files_renamed_altered_replaced_or_dropped_is_applied(tmp_path: Path) -> None:
    shown = migrations(tmp_path, FILES, text(FILES), *PLAIN)
    said = {name: tuple(kinds) for name, kinds in shown.verdicts().items()}
    assert said["040_backfill.sql"] == ("obsolete",)  # rows alone, in a column that is gone
    assert set(said.values()) <= APPLIED, said
    assert errors(shown) == []
    assert "later by 080_drop.sql" in shown.migration("010_init.sql")["reason"]
    assert shown.report["migrations"]["order"] == []


def test_a_prefix_is_applied_and_the_rest_is_pending(tmp_path: Path) -> None:
    shown = migrations(tmp_path, {**FILES, **NEW}, text(FILES), *PLAIN)
    said = {name: tuple(kinds) for name, kinds in shown.verdicts().items()}
    assert {said[name] for name in NEW} == {("needed",)}
    assert {said[name] for name in FILES} <= APPLIED, said
    assert errors(shown) == []
    assert shown.report["migrations"]["order"] == list(NEW)
    assert shown.report["migrations"]["executed"] is True


def test_one_in_the_middle_was_never_run(tmp_path: Path) -> None:
    late = "055_late.sql"
    files = {**FILES, late: "CREATE TABLE late (id int PRIMARY KEY); CREATE INDEX late_id ON late (id);", **NEW}
    shown = migrations(tmp_path, files, text(FILES), *PLAIN)
    said = {name: tuple(kinds) for name, kinds in shown.verdicts().items()}
    assert {said[name] for name in [late, *NEW]} == {("needed",)}
    assert {said[name] for name in FILES} <= APPLIED, said
    assert shown.report["migrations"]["order"] == [late, *NEW]


def test_what_was_changed_by_hand_is_not_called_applied(tmp_path: Path) -> None:
    production = text(FILES) + "ALTER TABLE people ALTER age TYPE numeric; CREATE TABLE by_hand (id int);"
    shown = migrations(tmp_path, FILES, production, *PLAIN)
    said = {name: tuple(kinds) for name, kinds in shown.verdicts().items()}
    assert not set(said.pop("070_type.sql")) & {"already applied", "obsolete"}
    assert set(said.values()) <= APPLIED, said


def test_a_baseline_in_place_of_the_files_is_there(tmp_path: Path) -> None:
    baseline = """CREATE TABLE people (id int PRIMARY KEY, first_name text, age bigint);
        ALTER TABLE people ENABLE ROW LEVEL SECURITY; CREATE POLICY reading ON people USING (id > 1);
        CREATE FUNCTION name_of(p people) RETURNS text LANGUAGE sql AS 'SELECT p.first_name';
        CREATE INDEX people_name ON people (first_name);"""
    shown = migrations(tmp_path, {"000_baseline.sql": baseline, **NEW}, text(FILES), *PLAIN)
    assert shown.verdicts()["000_baseline.sql"] == ["already applied"]
    assert shown.report["migrations"]["order"] == list(NEW)
    assert errors(shown) == []


ROWS = {
    "01_items.sql": "CREATE TABLE items (id int PRIMARY KEY, label text NOT NULL, n int DEFAULT 0);",
    "02_seed.sql": "INSERT INTO items (id, label) VALUES (1, 'a'), (2, 'b');",
    "03_kinds.sql": "CREATE TABLE kinds (id serial PRIMARY KEY, kind text);",
    "04_kinds.sql": "INSERT INTO kinds (kind) VALUES ('x'), ('y');",
    "05_fill.sql": "UPDATE items SET n = 5 WHERE n = 0;",
    "06_more.sql": "UPDATE items SET n = n + 1;",
    "07_index.sql": "CREATE INDEX items_label ON items (label); ALTER TABLE kinds ADD COLUMN more int;",
}
PENDING = """-- migrate:up
INSERT INTO items (id, label) VALUES (9, 'z');
-- migrate:down
DELETE FROM items WHERE id = 9;
"""


def test_rows_that_are_there_are_told_as_rows(tmp_path: Path) -> None:
    shown = migrations(tmp_path, ROWS, text(ROWS), *PLAIN)
    said = {name: kinds for name, kinds in shown.verdicts().items() if kinds != ["already applied"]}
    assert said == {"06_more.sql": ["not evaluated"]}  # each run of it changes them again
    for name in ("02_seed.sql", "04_kinds.sql", "05_fill.sql"):
        assert "rows" in shown.migration(name)["reason"], name
        assert "removes" not in shown.migration(name)["reason"], name
    assert all(not m["locks"] for m in shown.report["migrations"]["migrations"])
    assert errors(shown) == []


def test_no_catalog_shows_whether_rows_are_taken_back(tmp_path: Path) -> None:
    shown = migrations(tmp_path, {"08_rows.sql": PENDING}, text(ROWS), *PLAIN)
    entry = shown.migration("08_rows.sql")
    assert "exactly" not in entry["reversal"]
    assert "rows that line 2 writes are taken back is not compared" in entry["reversal"]
    assert "way back of migration 08_rows.sql" in {n["what"] for n in shown.report["not_evaluated"]}
    assert "destructive" not in entry["verdicts"]


def test_an_upsert_that_was_run_is_told_as_run(tmp_path: Path) -> None:
    files = {
        "01_plans.sql": "CREATE TABLE plans (id text PRIMARY KEY, price int, changed_at timestamp NOT NULL);",
        "02_plans.sql": """-- Idempotent via ON CONFLICT.
            INSERT INTO plans VALUES ('a', 1, clock_timestamp())
            ON CONFLICT (id) DO UPDATE SET price = excluded.price, changed_at = excluded.changed_at;""",
        "03_index.sql": "CREATE INDEX plans_price ON plans (price);",
    }
    shown = migrations(tmp_path, files, text(files), *PLAIN)
    assert {tuple(kinds) for kinds in shown.verdicts().values()} == {("already applied",)}
    assert "claim-refuted" not in shown.rules()


def test_of_two_pending_that_replace_the_same_neither_is_applied(tmp_path: Path) -> None:
    function = "CREATE OR REPLACE FUNCTION f() RETURNS int LANGUAGE sql AS 'SELECT {}';"
    files = {f"{n}.sql": function.format(n) for n in (1, 2, 3)}
    files["1.sql"] += "CREATE TABLE t (id int);"
    shown = migrations(tmp_path, files, files["1.sql"], *PLAIN)
    assert shown.verdicts() == {"1.sql": ["already applied"], "2.sql": ["needed"], "3.sql": ["needed"]}

"""What several migrations lack is told once, with those that stop at it."""

from __future__ import annotations

from pathlib import Path

from .front import migrations

FILES = {
    "001_a.sql": "ALTER TABLE orders ADD COLUMN a int;",
    "002_b.sql": "ALTER TABLE orders ADD COLUMN b int;",
    "003_c.sql": "CREATE TABLE there (id int);",
    "004_d.sql": "CREATE INDEX ON orders (id);",
    "004_e.sql": "CREATE INDEX ON others (id);",
    "004_f.sql": "SELECT 1;",
}


def test_one_missing_table_is_one_finding(tmp_path: Path) -> None:
    shown = migrations(tmp_path, FILES, "CREATE TABLE t (id int);", "--platform", "postgres")
    orders, others = shown.findings("broken-migration")
    assert orders["origin"]["file"].endswith("001_a.sql")
    behind = [entry["origin"]["file"].rsplit("/", 1)[-1] for entry in orders["consequences"]]
    assert behind == [name for name, text in FILES.items() if "orders" in text][1:]
    assert "2 other migrations stop at the same" in orders["message"]
    assert not others["consequences"]
    assert all(shown.migration(name)["verdict"] == "broken" for name in behind)


def test_one_version_of_several_files_is_one_finding(tmp_path: Path) -> None:
    shown = migrations(tmp_path, FILES, "CREATE TABLE t (id int);", "--platform", "postgres")
    (twice,) = shown.findings("duplicate-migration-version")
    assert "004_d.sql, 004_e.sql and 004_f.sql" in twice["message"]

"""The folder as a whole: three descriptions held against each other, squashed, continued; through the front door."""

from __future__ import annotations

from pathlib import Path

from .front import command, migrations, write

FILES = {
    "20240101000000_a.sql": "BEGIN;\nCREATE TABLE a (id int PRIMARY KEY);\nCOMMIT;\n",
    "20240102000000_b.sql": "BEGIN;\nCREATE TABLE b (id int REFERENCES a);\nCOMMIT;\n",
    "20240103000000_d.sql": "BEGIN;\nCREATE TABLE d (id int);\nCOMMIT;\n",
}
PRODUCTION = "CREATE TABLE a (id int PRIMARY KEY); CREATE TABLE hand (id int); CREATE TABLE d (id bigint);"
DECLARED = """CREATE TABLE a (id int PRIMARY KEY); CREATE TABLE b (id int REFERENCES a); CREATE TABLE wished (id int);
CREATE TABLE hand (id int);"""


def test_the_three_way_truth(tmp_path: Path) -> None:
    write(tmp_path, {"declared.sql": DECLARED})
    files = {**FILES, "20240104000000_x.sql": "ALTER TABLE hand ADD COLUMN w int;"}
    shown = migrations(tmp_path, files, PRODUCTION, "--declared", str(tmp_path / "declared.sql"))
    folder = shown.report["migrations"]["folder"]
    assert [o["name"] for o in folder["in_files_only"]] == ["public.b"]
    assert [o["name"] for o in folder["by_hand"]] == ["public.hand"]
    assert [o["name"] for o in folder["undeclared"]] == ["public.d"]
    assert [o["name"] for o in folder["unmade"]] == ["public.hand", "public.wished"]
    assert [(o["name"], sides) for o, sides in folder["unlike"]] == [("public.d.id", ["production"])]
    assert folder["refused"] == [["20240104000000_x.sql", 'relation "hand" does not exist']]


def test_one_file_for_the_folder_makes_the_same(tmp_path: Path) -> None:
    write(tmp_path / "migrations", FILES)
    squashed = command("migrations", str(tmp_path / "migrations"), "--squash")
    write(tmp_path, {"squashed.sql": squashed.text, "all.sql": "".join(FILES.values())})
    assert command("diff", str(tmp_path / "squashed.sql"), str(tmp_path / "all.sql")).code == 0


def test_a_new_migration_in_the_folder_s_own_style(tmp_path: Path) -> None:
    write(tmp_path, {"declared.sql": DECLARED, "production.sql": "CREATE TABLE a (id int PRIMARY KEY);"})
    write(tmp_path / "migrations", FILES)
    sides = ("--production", str(tmp_path / "production.sql"), "--declared", str(tmp_path / "declared.sql"))
    made = command("migrations", str(tmp_path / "migrations"), "--new", "Add what is missing", *sides)
    first, _, text = made.text.partition("\n")
    assert first == "-- 20240103000001_add_what_is_missing.sql"
    assert text.lstrip().startswith("BEGIN;") and text.rstrip().endswith("COMMIT;")
    write(tmp_path, {"after.sql": "CREATE TABLE a (id int PRIMARY KEY);\n" + text})
    assert command("diff", str(tmp_path / "after.sql"), str(tmp_path / "declared.sql")).code == 0


def test_what_waits_for_each_other_is_named_and_the_order_has_reasons(tmp_path: Path) -> None:
    files = {
        "1_view.sql": "CREATE VIEW v AS SELECT id FROM late;",
        "2_table.sql": "CREATE TABLE late (id int);",
        "3_one.sql": "CREATE TABLE x (id int PRIMARY KEY); ALTER TABLE x ADD FOREIGN KEY (id) REFERENCES y;",
        "4_two.sql": "CREATE TABLE y (id int PRIMARY KEY); ALTER TABLE y ADD FOREIGN KEY (id) REFERENCES x;",
    }
    shown = migrations(tmp_path, files)
    part = shown.report["migrations"]
    assert (part["order"], part["executed"]) == (["2_table.sql", "1_view.sql"], True)
    assert [edge[:2] for edge in part["edges"]] == [["1_view.sql", "2_table.sql"]]
    assert "late" in part["edges"][0][2]
    assert shown.verdicts()["1_view.sql"][0] == "blocked"
    assert shown.verdicts()["3_one.sql"] == shown.verdicts()["4_two.sql"] == ["broken"]
    assert part["cycles"] == [["3_one.sql", "4_two.sql"]]


def test_a_new_one_sorts_behind_where_a_version_has_dashes(tmp_path: Path) -> None:
    files = {"2024-01-01-000059_a/up.sql": "CREATE TABLE a (id int);", "2024-01-01-000059_a/down.sql": "DROP TABLE a;"}
    write(
        tmp_path,
        {**{f"migrations/{n}": text for n, text in files.items()}, "want.sql": "CREATE TABLE a (id int, w int);"},
    )
    folder, want = str(tmp_path / "migrations"), str(tmp_path / "want.sql")
    write(tmp_path, {"is.sql": "CREATE TABLE a (id int);"})
    shown = command("migrations", folder, "--new", "w", "--production", str(tmp_path / "is.sql"), "--declared", want)
    assert "2024-01-01-000100_w/up.sql" in shown.text

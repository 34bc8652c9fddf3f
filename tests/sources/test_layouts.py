"""Migrations of every layout: which tool's they are, in its own order, up and down apart."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from projects import table, write

from trueup.errors import SourceError
from trueup.replay.model import Atomicity
from trueup.sources.load import load
from trueup.sources.model import Source

DBMATE = "-- migrate:up\nCREATE TABLE a (id int);\n\n-- migrate:down\nDROP TABLE a;\n"
GOOSE = """-- +goose Up
-- +goose StatementBegin
CREATE FUNCTION f() RETURNS int LANGUAGE plpgsql AS $$ BEGIN RETURN 1; END $$;
-- +goose StatementEnd
-- +goose Down
DROP FUNCTION f();
"""
PLAN = """%syntax-version=1.0.0
%project=x

roles 2024-01-01T00:00:00Z a <a@b> # first
tables [roles] 2024-01-02T00:00:00Z a <a@b>
@v1 2024-01-03T00:00:00Z a <a@b>
tables [tables@v1] 2024-01-04T00:00:00Z a <a@b> # again
"""

# (tool, files, names in order)
LAYOUTS: dict[str, tuple[str, dict[str, str], list[str]]] = {
    "numbered": (
        "numbered",
        {"m/10_b.sql": table("b"), "m/2_a.sql": table("a"), "m/notes.md": ""},
        ["2_a.sql", "10_b.sql"],
    ),
    "supabase": (
        "supabase",
        {
            "supabase/migrations/20240102000000_b.sql": table("b"),
            "supabase/migrations/20240101000000_a.sql": table("a"),
            "supabase/migrations/readme.sql": "SELECT 1;",
        },
        ["20240101000000_a.sql", "20240102000000_b.sql"],
    ),
    "flyway": (
        "flyway",
        {
            "m/V10__c.sql": table("c"),
            "m/V2__b.sql": table("b"),
            "m/V1_1__a.sql": table("a"),
            "m/sub/V1.2__aa.sql": table("aa"),
            "m/R__views.sql": "CREATE VIEW v AS SELECT 1;",
            "m/U2__b.sql": "DROP TABLE b;",
            "m/B2__all.sql": table("a") + table("b"),
        },
        ["V1_1__a.sql", "V1.2__aa.sql", "V2__b.sql", "V10__c.sql", "R__views.sql"],
    ),
    "dbmate": ("dbmate", {"m/20240101_a.sql": DBMATE}, ["20240101_a.sql"]),
    "goose": ("goose", {"m/001_a.sql": GOOSE}, ["001_a.sql"]),
    "golang-migrate": (
        "up and down files",
        {
            "m/10_b.up.sql": table("b"),
            "m/10_b.down.sql": "DROP TABLE b;",
            "m/9_a.up.sql": table("a"),
            "m/9_a.down.sql": "DROP TABLE a;",
        },
        ["9_a.up.sql", "10_b.up.sql"],
    ),
    "prisma": (
        "prisma",
        {
            "prisma/migrations/migration_lock.toml": "",
            "prisma/migrations/20240102_b/migration.sql": table("b"),
            "prisma/migrations/20240101_a/migration.sql": table("a"),
        },
        ["20240101_a", "20240102_b"],
    ),
    "diesel": (
        "diesel",
        {
            "migrations/2024-01-02-000000_b/up.sql": table("b"),
            "migrations/2024-01-02-000000_b/down.sql": "DROP TABLE b;",
            "migrations/00000000000000_a/up.sql": table("a"),
            "migrations/00000000000000_a/down.sql": "DROP TABLE a;",
        },
        ["00000000000000_a", "2024-01-02-000000_b"],
    ),
    "hasura": (
        "hasura",
        {
            "hasura/config.yaml": "version: 3",
            "hasura/migrations/default/1600000000002_b/up.sql": table("b"),
            "hasura/migrations/default/1600000000001_a/up.sql": table("a"),
            "hasura/migrations/default/1600000000001_a/down.sql": "DROP TABLE a;",
        },
        ["1600000000001_a", "1600000000002_b"],
    ),
    "graphile-migrate": (
        "graphile-migrate",
        {
            "migrations/committed/000002.sql": table("b"),
            "migrations/committed/000001.sql": table("a"),
            "migrations/current.sql": table("c"),
        },
        ["000001.sql", "000002.sql", "current.sql"],
    ),
    "graphile-migrate with a reset": (
        "graphile-migrate",
        {
            ".gmrc": '{ /* "afterReset": [] */ "afterReset": ["!base.sql", {"_": "command"}, "../no.sql",], // last\n}',
            "migrations/base.sql": table("z"),
            "migrations/other.sql": table("y"),
            "migrations/committed/000001.sql": table("a"),
        },
        ["base.sql", "000001.sql"],
    ),
    "drizzle": (
        "drizzle",
        {
            "drizzle/meta/_journal.json": '{"entries": [{"idx": 0, "tag": "0001_z"}, {"idx": 1, "tag": "0000_a"}]}',
            "drizzle/0000_a.sql": table("a") + "--> statement-breakpoint\n" + table("b"),
            "drizzle/0001_z.sql": table("z"),
        },
        ["0001_z.sql", "0000_a.sql"],
    ),
    "node-pg-migrate": (
        "node-pg-migrate",
        {"migrations/1_a.sql": "-- Up Migration\nCREATE TABLE a (id int);\n-- Down Migration\nDROP TABLE a;\n"},
        ["1_a.sql"],
    ),
    "tern": (
        "tern",
        {"migrations/001_a.sql": "CREATE TABLE a (id int);\n---- create above / drop below ----\nDROP TABLE a;\n"},
        ["001_a.sql"],
    ),
    "sql-migrate": (
        "sql-migrate",
        {"migrations/1_a.sql": "-- +migrate Up\nCREATE TABLE a (id int);\n-- +migrate Down\nDROP TABLE a;\n"},
        ["1_a.sql"],
    ),
    "up and down in English": (
        "up/down",
        {"migrations/1_a.sql": "-- UP\nCREATE TABLE a (id int);\n-- DOWN\nDROP TABLE a;\n"},
        ["1_a.sql"],
    ),
}
WITH_DOWN = {"dbmate", "goose", "golang-migrate", "diesel", "node-pg-migrate", "tern", "sql-migrate"}


def folder_of(files: dict[str, str]) -> str:
    """The folder that holds the migrations."""
    for name in ("supabase/migrations", "hasura/migrations", "prisma/migrations", "migrations", "drizzle", "m"):
        if any(path.startswith(f"{name}/") for path in files):
            return name
    return "."


def migrations(root: Path, files: dict[str, str]) -> Source:
    return load(folder_of(files), root=write(root, files), side="pending")


@pytest.mark.parametrize("name", LAYOUTS)
def test_each_layout_is_told_and_kept_in_its_order(tmp_path: Path, name: str) -> None:
    tool, files, order = LAYOUTS[name]
    source = migrations(tmp_path, files)
    assert source.kind == f"migrations ({tool})"
    assert [m.name for m in source.migrations] == order
    assert source.units == tuple(m.up for m in source.migrations)
    for migration in source.migrations:
        kinds = {s.kind for s in migration.up.statements}
        assert kinds and not any(kind.startswith("Drop") for kind in kinds), kinds
        assert len({m.up.name for m in source.migrations}) == len(source.migrations)


@pytest.mark.parametrize("name", sorted(WITH_DOWN))
def test_the_way_back_is_apart_and_keeps_its_places(tmp_path: Path, name: str) -> None:
    _, files, _ = LAYOUTS[name]
    for migration in migrations(tmp_path, files).migrations:
        assert migration.down is not None
        for part in (migration.up, migration.down):
            for statement in part.statements:
                lines = (tmp_path / statement.origin.file).read_text().splitlines()
                assert statement.sql.startswith(lines[statement.origin.line - 1][statement.origin.column - 1 :][:4])
        assert all(s.kind.startswith("Drop") for s in migration.down.statements)


def test_sqitch_follows_its_plan(tmp_path: Path) -> None:
    files = {
        "sqitch.plan": PLAN,
        "sqitch.conf": "[core]\n\ttop_dir = sql\n",
        "sql/deploy/roles.sql": table("a"),
        "sql/deploy/tables@v1.sql": table("b"),
        "sql/deploy/tables.sql": table("c"),
        "sql/revert/tables.sql": "DROP TABLE c;",
        "sql/verify/tables.sql": "SELECT 1;",
    }
    source = load(".", root=write(tmp_path, files), side="pending")
    assert source.kind == "migrations (sqitch)"
    assert [m.name for m in source.migrations] == ["roles", "tables@v1", "tables"]
    assert [m.down is not None for m in source.migrations] == [False, False, True]


@pytest.mark.parametrize(
    ("text", "atomicity"),
    [
        (table("a"), Atomicity.UNIT),
        ("-- migrate:up transaction:false\n" + table("a"), Atomicity.STATEMENT),
        ("-- +goose NO TRANSACTION\n-- +goose Up\n" + table("a"), Atomicity.STATEMENT),
        ("-- no-transaction\n" + table("a"), Atomicity.STATEMENT),
        ("-- disable-ddl-transaction\n" + table("a"), Atomicity.STATEMENT),
    ],
)
def test_a_migration_is_one_transaction_unless_it_says_otherwise(
    tmp_path: Path, text: str, atomicity: Atomicity
) -> None:
    (migration,) = migrations(tmp_path, {"migrations/1_a.sql": text}).migrations
    assert migration.up.atomicity is atomicity


def test_what_is_none_is_told(tmp_path: Path) -> None:
    files = {
        "m/001_a.sql": table("a"),
        "m/001_b.sql": table("b"),
        "m/seed.sql": "INSERT INTO a VALUES (1);",
        "m/002_c.sql": table("c"),
        "m/002_c.rollback.sql": "DROP TABLE c;",
        "m/003_empty.sql": "-- nothing\n",
    }
    source = migrations(tmp_path, files)
    assert [m.name for m in source.migrations] == ["001_a.sql", "001_b.sql", "002_c.sql", "003_empty.sql"]
    assert source.migrations[2].down is not None
    assert {d.code for d in source.diagnostics} >= {"version-twice", "not-a-migration", "empty-file"}


def test_one_bad_file_does_not_lose_the_others(tmp_path: Path) -> None:
    write(tmp_path, {"m/1_a.sql": b"\x00\x01binary", "m/2_b.sql": table("b")})
    source = load("m", root=tmp_path, side="pending")
    assert [len(m.up.statements) for m in source.migrations] == [0, 1]
    assert [d.code for d in source.diagnostics] == ["unreadable-file"]


def test_alembic_offline_sql_is_a_migration_each(tmp_path: Path) -> None:
    text = (
        "BEGIN;\n\n-- Running upgrade  -> aaa\n\nCREATE TABLE a (id int);\n\n-- Running upgrade aaa -> bbb\n\nCOMMIT;\n"
    )
    source = load("up.sql", root=write(tmp_path, {"up.sql": text}), side="pending")
    assert [m.name for m in source.migrations] == ["aaa", "bbb"]


def test_a_broken_journal_or_plan_is_an_error_that_names_it(tmp_path: Path) -> None:
    write(tmp_path, {"drizzle/meta/_journal.json": "{", "drizzle/0000_a.sql": table("a")})
    with pytest.raises(SourceError, match=r"_journal\.json"):
        load("drizzle", root=tmp_path, side="pending")
    write(tmp_path, {"s/sqitch.plan": PLAN})
    with pytest.raises(SourceError, match=r"sqitch\.plan"):
        load("s", root=tmp_path, side="pending")


@settings(max_examples=25, deadline=None)
@given(
    st.lists(st.integers(0, 999_999), min_size=1, max_size=12, unique=True), st.sampled_from(["V{}__x.sql", "{}_x.sql"])
)
def test_numbers_give_the_order_whatever_their_width(
    tmp_path_factory: pytest.TempPathFactory, numbers: list[int], form: str
) -> None:
    root = tmp_path_factory.mktemp("order")
    source = migrations(root, {f"m/{form.format(n)}": table("a") for n in numbers})
    assert [m.name for m in source.migrations] == [form.format(n) for n in sorted(numbers)]


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 3), st.integers(0, 3), st.sampled_from(["-- migrate:{}", "-- +goose {}", "-- +migrate {}"]))
def test_no_statement_is_lost_between_up_and_down(
    tmp_path_factory: pytest.TempPathFactory, ups: int, downs: int, form: str
) -> None:
    lines = [form.format("Up" if "+" in form else "up"), *(table(f"u{n}") for n in range(ups))]
    lines += [form.format("Down" if "+" in form else "down"), *(f"DROP TABLE d{n};" for n in range(downs))]
    source = migrations(tmp_path_factory.mktemp("parts"), {"m/1_a.sql": "\n".join(lines) + "\n"})
    (migration,) = source.migrations
    assert migration.down is not None
    assert (len(migration.up.statements), len(migration.down.statements)) == (ups, downs)

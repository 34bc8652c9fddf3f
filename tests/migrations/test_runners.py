"""What each runner makes of a file, on a copy of its own; and what a file's own words come to."""

from __future__ import annotations

from pathlib import Path

import pytest

from .front import Shown, migrations

PRODUCTION = """
CREATE TABLE t (id int PRIMARY KEY, v text);
CREATE TYPE mood AS ENUM ('a');
INSERT INTO t VALUES (1, 'a'), (2, 'a');
"""
HALF_WAY = "ALTER TABLE t ADD COLUMN w int; CREATE TABLE a (id int); INSERT INTO nowhere VALUES (1); CREATE TABLE b ();"
FILES = {
    "01_half_way.sql": HALF_WAY,
    "02_no_commit.sql": "BEGIN; CREATE TABLE c (id int);",
    "03_nested.sql": "BEGIN; CREATE TABLE d (id int); BEGIN; CREATE TABLE e (id int); COMMIT;\n"
    "CREATE TABLE f (id int); INSERT INTO nowhere VALUES (1); COMMIT;",
    "04_apart.sql": "CREATE TABLE g (id int); CREATE INDEX CONCURRENTLY i ON t (v);",
    "05_invalid.sql": "CREATE UNIQUE INDEX CONCURRENTLY u ON t (v);",
    "06_enum.sql": "ALTER TYPE mood ADD VALUE 'b'; CREATE TABLE h (m mood DEFAULT 'b');",
    "07_vacuum.sql": "VACUUM t;",
}
ALL = {"supabase", "flyway", "dbmate", "goose", "psql", "web editor"}


@pytest.fixture(scope="module")
def shown(tmp_path_factory: pytest.TempPathFactory) -> Shown:
    return migrations(tmp_path_factory.mktemp("runners"), FILES, PRODUCTION, "--platform", "postgres")


def runners(shown: Shown, name: str) -> dict[str, str]:
    return dict(line.split(": ", 1) for line in shown.migration(name)["runners"])


def test_a_failure_half_way_leaves_behind_what_its_runner_leaves(shown: Shown) -> None:
    by = runners(shown, "01_half_way.sql")
    assert set(by) == ALL
    assert by.pop("psql").endswith(
        "leaves behind table column public.t.w, table public.a, table public.b, table public.t"
    )
    assert all(words.endswith("it leaves behind nothing") for words in by.values())


def test_begin_without_commit_keeps_what_a_runner_commits(shown: Shown) -> None:
    by = runners(shown, "02_no_commit.sql")
    assert {r for r, words in by.items() if words == "runs through"} == {"flyway", "dbmate", "goose"}
    assert "BEGIN without COMMIT" in by["psql"]
    assert [f["severity"] for f in shown.findings("unbalanced-transaction")] == ["error", "error"]


def test_the_inner_commit_ends_the_outer_transaction(shown: Shown) -> None:
    by = runners(shown, "03_nested.sql")
    assert "it leaves behind table public.d, table public.e" in by["dbmate"]


def test_what_can_not_run_in_a_transaction_block(shown: Shown) -> None:
    by = runners(shown, "04_apart.sql")
    assert {r for r, words in by.items() if "runs through" not in words} == ALL - {"psql"}
    assert by["flyway"].startswith("fails with Flyway refuses a file that mixes")
    assert "runs through" in runners(shown, "07_vacuum.sql")["supabase"]


def test_an_index_that_failed_stays_behind_invalid(shown: Shown) -> None:
    by = runners(shown, "05_invalid.sql")
    assert by["psql"].endswith("it leaves behind index public.u (invalid)")
    assert "rows that are there stop it" in shown.migration("05_invalid.sql")["reason"]


def test_a_new_enum_value_used_at_once(shown: Shown) -> None:
    by = runners(shown, "06_enum.sql")
    assert [r for r, words in by.items() if words == "runs through"] == ["psql"]
    assert "enum-value-used-at-once" in shown.rules()
    assert shown.migration("06_enum.sql")["reason"].startswith("It does not run as one transaction")


def test_a_file_marked_as_one_without_a_transaction_is_run_so(tmp_path: Path) -> None:
    text = "-- migrate:up transaction:false\nCREATE INDEX CONCURRENTLY i ON t (v);\n-- migrate:down\nDROP INDEX i;\n"
    shown = migrations(tmp_path, {"1_a.sql": text}, PRODUCTION)
    assert runners(shown, "1_a.sql").get("dbmate", "runs through") == "runs through"
    assert "cannot-run-in-transaction" not in shown.rules()


CLAIMS = {
    "1_twice.sql": "-- Safe to run multiple times: no errors on re-run.\nCREATE TABLE a (id int);",
    "2_back.sql": "-- Fully reversible.\nALTER TABLE t DROP COLUMN v;",
    "3_waits.sql": "-- No downtime.\nALTER TABLE o ALTER id TYPE bigint;",
    "4_keeps.sql": "/* This is non-destructive. */\nDROP TABLE p;",
    "5_true.sql": "-- Idempotent, reversible, zero downtime, no data loss.\nCREATE TABLE IF NOT EXISTS b (id int);",
    "6_denies.sql": "-- This is NOT reversible, and not idempotent.\nCREATE TABLE c (id int);",
}
CHECKS = """CREATE TABLE d (id int);
CREATE POLICY pol ON d USING (true);

-- Verification queries:
-- 1. The table is there
-- SELECT tablename FROM pg_tables WHERE tablename = 'd';
-- 2. Its policies
-- SELECT schemaname, policyname, definition
-- FROM pg_policies WHERE tablename = 'd';
"""


@pytest.fixture(scope="module")
def claimed(tmp_path_factory: pytest.TempPathFactory) -> Shown:
    production = "CREATE TABLE t (id int, v text); CREATE TABLE o (id int); CREATE TABLE p (id int);"
    files = {**CLAIMS, "7_checks.sql": CHECKS, "8_later.sql": "DROP TABLE d;"}
    return migrations(tmp_path_factory.mktemp("claims"), files, production)


def test_promises_that_the_run_refutes(claimed: Shown) -> None:
    refuted = sorted(f["message"].split(":")[0] for f in claimed.findings("claim-refuted"))
    assert refuted == ["1_twice.sql", "2_back.sql", "3_waits.sql", "4_keeps.sql"]


def test_a_query_that_is_to_check_it_is_tried(claimed: Shown) -> None:
    tried = claimed.migration("7_checks.sql")["verifications"]
    assert [(q["origin"]["line"], bool(q["message"])) for q in tried] == [(6, False), (8, True)]
    assert 'column "definition" does not exist (42703)' in tried[1]["message"]
    assert len(claimed.findings("verification-query-fails")) == 1

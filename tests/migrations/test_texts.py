"""What needs no server: history rows, claims, runners' transactions, repeatable forms, file names."""

from __future__ import annotations

import postgast
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from trueup.migrations import history, style
from trueup.migrations.claims import claims, commented_sql, verification_queries, way_back
from trueup.migrations.history import Recorded
from trueup.migrations.repeatable import repeatable
from trueup.migrations.runners import control, unbalanced

from .helpers import migration

FILES = (
    migration("001_a.sql", "CREATE TABLE a (id int);", tool="supabase"),
    migration("002_b.sql", "CREATE TABLE b (id int);", tool="supabase"),
    migration("003_c.sql", "CREATE TABLE c (id int);", tool="supabase"),
)


def rules(recorded: tuple[Recorded, ...], tool: str = "supabase", files: tuple = FILES) -> list[str]:
    return [f.rule for f in history.check(files, recorded, tool)]


def recorded(*versions: str, **more: object) -> tuple[Recorded, ...]:
    return tuple(Recorded(tool="supabase", version=v, **more) for v in versions)  # type: ignore[arg-type]


def test_history_that_agrees() -> None:
    rows = recorded("001", statements=("create table A (id int)",))
    assert rules(rows) == []
    assert [m.name for m in history.split(FILES, rows, "supabase").pending] == ["002_b.sql", "003_c.sql"]


def test_recorded_and_no_file_and_out_of_order() -> None:
    assert rules(recorded("001", "003", "009")) == ["recorded-migration-without-file", "migration-sorts-before-applied"]


def test_two_files_one_version() -> None:
    assert rules((), files=(*FILES, migration("003_d.sql", "SELECT 1;"))) == ["duplicate-migration-version"]


@pytest.mark.parametrize(
    ("sql", "wrong"),
    [
        ("SELECT 1;", ""),
        ("BEGIN; SELECT 1; COMMIT;", ""),
        ("START TRANSACTION; SELECT 1; END;", ""),
        ("BEGIN; SELECT 1;", "BEGIN without COMMIT"),
        ("BEGIN; BEGIN; SELECT 1; COMMIT;", "nested BEGIN"),
        ("SELECT 1; COMMIT;", "COMMIT without BEGIN"),
        ("BEGIN; COMMIT; BEGIN; COMMIT;", ""),
    ],
)
def test_transaction_commands(sql: str, wrong: str) -> None:
    assert unbalanced(control(migration("1.sql", sql))) == wrong


def test_claims_with_their_place() -> None:
    text = "-- A table.\n-- This script is idempotent.\nCREATE TABLE a (id int);"
    claim = claims(text, "x.sql")[0]
    assert (claim.promise.value, claim.origin.line) == ("can be run again", 2)
    assert not claims("-- REPEATABLE READ pins one snapshot\nSELECT 1;", "x.sql")
    assert not claims("-- make this idempotent\nSELECT 'idempotent';", "x.sql")


def test_sql_in_comments() -> None:
    text = """-- Verify:
-- SELECT policyname, cmd
--   FROM pg_policies;
CREATE TABLE a (id int);
/* ROLLBACK
   DROP TABLE a;
   DROP TYPE b; */
"""
    assert [b.statements for b in commented_sql(text, "x.sql")] == [
        ("SELECT policyname, cmd\n  FROM pg_policies",),
        ("DROP TABLE a", "DROP TYPE b"),
    ]
    back = way_back(text, "x.sql")
    assert back is not None
    assert back.statements == ("DROP TABLE a", "DROP TYPE b")
    queries = verification_queries(
        migration("x.sql", "CREATE TABLE a (id int); SELECT count(*) FROM a;"), text, "x.sql"
    )
    assert [sql.split()[1] for sql, _ in queries] == ["policyname,", "count(*)"]


STATEMENTS = (
    "CREATE {x} INDEX /* é */ i ON t (a)",
    "CREATE TABLE {n} (a int)",
    "CREATE POLICY {n} ON t USING (true)",
    "CREATE VIEW {n} AS SELECT 1",
    "DROP TABLE {n}",
    "ALTER TABLE {n} ADD COLUMN a int",
    "ALTER TABLE t DROP COLUMN {n}",
    "CREATE SEQUENCE {n}",
    "CREATE SCHEMA {n}",
    "CREATE TYPE {n} AS ENUM ('a')",
    "ALTER TABLE t ADD CONSTRAINT {n} CHECK (a > 0)",
)


@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None)  # a busy machine is no fault of the code
@given(
    st.sampled_from(STATEMENTS),
    st.text(st.characters(exclude_categories=("Cs", "Cc")), min_size=1, max_size=12),
    st.sampled_from(["", "UNIQUE", "UNIQUE  "]),
)
def test_a_repeatable_form_is_sql_whatever_the_name(template: str, name: str, unique: str) -> None:
    quoted = '"' + name.replace('"', '""') + '"'
    form = repeatable(template.format(n=quoted, x=unique), sqlstate="42710")
    assert form is not None
    for statement in form.statements:
        assert len(postgast.parse(statement).stmts) == 1


@pytest.mark.parametrize(
    ("versions", "expected"),
    [
        (("001", "002"), "003"),
        (("20240101120000",), "20240101120001"),
        (("1.0", "1.2"), "1.3"),
        ((), "001"),
        (("0009", "0010"), "0011"),
    ],
)
def test_next_version(versions: tuple[str, ...], expected: str) -> None:
    assert style.next_version([migration(f"{v}_x.sql", "SELECT 1;") for v in versions]) == expected

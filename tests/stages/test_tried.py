"""A state is tried once: equal ones share the examination, in a run and across runs; another row is another state."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from time import sleep

import pytest

from trueup import inputs
from trueup.access.model import AccessReport
from trueup.memo import Memo
from trueup.postgres.server import Database, Server
from trueup.seeding.engine import engine
from trueup.stages import tried
from trueup.stages.once import Once
from trueup.stages.tried import Tried, rows

SCHEMA = "CREATE TABLE notes (id int PRIMARY KEY, body text); ALTER TABLE notes ENABLE ROW LEVEL SECURITY;"


def filled(database: Database, *statements: str) -> Database:
    with database.connect() as conn:
        for sql in statements:
            conn.execute(sql.encode())
    return database


def examined(database: Database, memo: Memo) -> AccessReport:
    return Tried("postgres", (), memo).examine(database, database.read_catalog(), fixes=True)


def test_an_equal_state_is_recalled_and_one_with_another_row_is_not(
    server: Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    memo = Memo(tmp_path / "memo")
    first = filled(server.create(), SCHEMA, "INSERT INTO notes VALUES (1, 'a')")
    report = examined(first, memo)
    assert report.coverage["tables"] == 1

    def refuse(*_: object, **__: object) -> AccessReport:
        raise AssertionError("it was tried again")

    monkeypatch.setattr(tried, "examine", refuse)
    again = filled(server.create(), SCHEMA, "INSERT INTO notes VALUES (1, 'a')")
    assert examined(again, memo) == report
    for statement in (
        "INSERT INTO notes VALUES (2, 'b')",
        "GRANT SELECT ON notes TO public",
        "CREATE POLICY p ON notes USING (true)",
        "CREATE ROLE tried_more",
        "ALTER ROLE tried_more NOINHERIT",
    ):
        other = filled(first.clone(), statement)
        with pytest.raises(AssertionError, match="tried again"):
            examined(other, memo)
        other.drop()
    filled(first, "DROP ROLE tried_more")
    first.drop()
    again.drop()


def test_what_something_went_wrong_in_is_not_kept(
    database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made: list[int] = []

    def examine(*_: object, **__: object) -> AccessReport:
        made.append(1)
        inputs.spoil("a limit was met")
        return AccessReport()

    monkeypatch.setattr(tried, "examine", examine)
    for _ in range(2):
        examined(filled(database, SCHEMA.replace("CREATE TABLE", "CREATE TABLE IF NOT EXISTS")), Memo(tmp_path / "m"))
    assert len(made) == 2


def test_rows_are_told_apart_by_their_values_and_not_by_their_order(server: Server) -> None:
    insert = "INSERT INTO notes VALUES ({}, '{}')"
    contents = [
        [],
        [insert.format(1, "a"), insert.format(2, "b")],
        [insert.format(2, "b"), insert.format(1, "a")],
        [insert.format(1, "b"), insert.format(2, "a")],
    ]
    databases = [filled(server.create(), SCHEMA, *statements) for statements in contents]
    empty, one, turned, other = map(rows, databases)
    assert empty == one[:1] == ["public.notes"]
    assert one == turned
    assert one != other
    for database in databases:
        database.drop()


def test_work_asked_for_at_the_same_time_is_done_once_and_an_error_is_everybodys() -> None:
    once, made = Once(), []

    def slow() -> int:
        sleep(0.05)
        made.append(1)
        return len(made)

    def broken() -> int:
        raise ValueError("no")

    with ThreadPoolExecutor(4) as pool:
        assert list(pool.map(lambda _: once.get("a", slow), range(8))) == [1] * 8
    for _ in range(2):
        with pytest.raises(ValueError, match="no"):
            once.get("b", broken)
    assert once.get("c", slow, also="a") == 1


def test_an_examination_at_the_same_time_is_no_part_of_a_state(server: Server) -> None:
    database, other = server.create(), server.create()
    alone, roles = database.read_catalog(), server.cluster_state()
    with engine(other):
        beside, meanwhile = database.read_catalog(), server.cluster_state()
    assert alone == beside
    assert roles == meanwhile


def test_tables_that_were_made_in_another_order_are_another_state(server: Server) -> None:
    """What is put into them is numbered in that order, and the transcripts show it."""
    one, other = "CREATE TABLE one (id int)", "CREATE TABLE other (id int)"
    first, second = filled(server.create(), one, other), filled(server.create(), other, one)
    assert first.read_catalog() == second.read_catalog()
    assert rows(first) != rows(second)
    first.drop()
    second.drop()

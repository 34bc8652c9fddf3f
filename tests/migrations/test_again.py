"""A second run on a folder that is mostly as it was: the same report as worked out anew, and little is run again."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from trueup.migrations import course
from trueup.migrations.assess import assess
from trueup.migrations.live import Live
from trueup.migrations.model import MigrationsReport
from trueup.migrations.reading import read
from trueup.migrations.target import nothing
from trueup.postgres.server import Database, Server
from trueup.replay.model import Migration

from .helpers import migration

PRODUCTION = """
CREATE TABLE items (id serial PRIMARY KEY, name text, kind int REFERENCES items (id));
CREATE TABLE there (id int PRIMARY KEY, note text);
INSERT INTO items (name) VALUES ('a'), ('b');
"""
FOLDER = {
    "01_add.sql": "ALTER TABLE items ADD COLUMN size int CHECK (size > 0); CREATE INDEX items_size ON items (size);",
    "02_waits.sql": "CREATE VIEW sized AS SELECT label FROM items;",  # for 04
    "03_there.sql": "CREATE TABLE IF NOT EXISTS there (id int PRIMARY KEY, note varchar(10));",
    "04_label.sql": "ALTER TABLE items ADD COLUMN label text;\n-- Rollback:\n-- ALTER TABLE items DROP COLUMN label;",
    "05_rows.sql": "INSERT INTO items (name) VALUES ('c'); UPDATE items SET size = 1;",
    "06_conflict.sql": "CREATE TABLE there (id int PRIMARY KEY, note text);",
    "08_broken.sql": "ALTER TABLE nowhere ADD COLUMN a int;",
    "09_last.sql": "CREATE TABLE last (id int PRIMARY KEY, item int REFERENCES items (id)); CREATE TEMP TABLE t ();",
}
Files = dict[str, str]
EDITS: dict[str, Callable[[Files], Files]] = {
    "the last, and the first renamed": lambda files: {
        **{n.replace("01_add", "011_added"): t for n, t in files.items()},
        "09_last.sql": "CREATE TABLE last (id bigint); DROP TABLE there;",
    },
    "the last": lambda files: {**files, "09_last.sql": "CREATE TABLE last (id bigint); DROP TABLE there;"},
    "one in the middle": lambda files: {**files, "04_label.sql": "ALTER TABLE items ADD COLUMN label varchar(3);"},
    "one at the end": lambda files: {**files, "10_more.sql": "CREATE INDEX CONCURRENTLY items_name ON items (name);"},
    "without one": lambda files: {n: t for n, t in files.items() if n != "03_there.sql"},
    "moved": lambda files: {n.replace("01_add", "055_added"): t for n, t in files.items()},
}


def folder(files: Files) -> list[Migration]:
    return [migration(name, files[name]) for name in sorted(files)]


@pytest.fixture
def production(server: Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Database]:
    monkeypatch.setenv("TRUEUP_CACHE_DIR", str(tmp_path / "cache"))
    monkeypatch.delenv("TRUEUP_NO_CACHE", raising=False)
    monkeypatch.setattr(course, "_MIN_STATEMENTS", 1)  # so that copies are kept of small folders, too
    database = server.create()
    with database.connect() as conn:
        conn.execute(PRODUCTION.encode())
    yield database
    database.drop()


@pytest.mark.parametrize(
    "edits",
    [("the last, and the first renamed",), pytest.param(tuple(EDITS), marks=pytest.mark.nightly)],
    ids=["some", "all"],
)
def test_a_part_that_is_remembered_changes_nothing(production: Database, edits: tuple[str, ...]) -> None:
    assess(production, folder(FOLDER), content=PRODUCTION)
    for what in edits:
        files = EDITS[what](FOLDER)
        anew = assess(production, folder(files))
        again = assess(production, folder(files), content=PRODUCTION)
        assert {v.migration.name: v for v in again.verdicts} == {v.migration.name: v for v in anew.verdicts}, what
        assert again == anew, what


@pytest.fixture
def ran(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The names of the migrations that are run, as they are run."""
    names: list[str] = []
    run = Live.run

    def noted(live: Live, migration: Migration, **how: bool) -> object:
        names.append(migration.name)
        return run(live, migration, **how)

    monkeypatch.setattr(Live, "run", noted)
    return names


def tables(count: int, **last: str) -> list[Migration]:
    texts = {
        f"{n:03}.sql": f"CREATE TABLE t{n} (id int PRIMARY KEY); COMMENT ON TABLE t{n} IS 'x';" for n in range(count)
    }
    return folder({**texts, **{f"{name}.sql": text for name, text in last.items()}})


def test_only_the_last_file_is_run_when_it_changed(production: Database, ran: list[str]) -> None:
    def judged(text: str) -> MigrationsReport:
        ran.clear()
        return assess(production, tables(205, **{"999": text}), content="two hundred")

    judged("CREATE TABLE x (id int);")
    assert len(ran) >= 206
    report = judged("CREATE TABLE y (id int);")
    assert set(ran) == {"999.sql"}
    assert report.verdicts[-1].reason.startswith("It applies and adds table public.y")
    judged("CREATE TABLE y (id int);")
    assert ran == []


def test_what_ran_into_a_limit_is_not_remembered(
    production: Database, ran: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("trueup.migrations.execute.STATEMENT_SECONDS", 0.3)
    files = [migration("1_slow.sql", "SELECT pg_sleep(5);"), migration("2_fast.sql", "CREATE TABLE x (id int);")]
    for _ in range(2):
        ran.clear()
        assess(production, files, content="slow")
        assert "2_fast.sql" in ran


def test_other_rows_in_production_are_another_state(production: Database) -> None:
    files = folder({"1.sql": "INSERT INTO there (id) VALUES (1);"})
    assert assess(production, files, content="empty").verdicts[0].verdict.value != "conflicts"
    with production.connect() as conn:
        conn.execute("INSERT INTO there (id) VALUES (1)")
    assert assess(production, files, content="one row").verdicts[0].outcomes[0].error is not None


def test_a_database_in_which_nothing_was_run_need_not_be_read(server: Server, supabase_server: Server) -> None:
    for one in (server, supabase_server):
        made, anew = nothing(one, read), read(one.create())
        assert made == replace(anew, roles=made.roles)  # other tests make and alter roles on the same server

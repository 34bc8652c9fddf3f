"""What a live server counts about its own use, read from a real one that is addressed by its URL."""

from __future__ import annotations

from dataclasses import replace

import pytest

from trueup import pipeline
from trueup.catalog.statistics import ProductionStatistics
from trueup.config import Timeouts
from trueup.postgres.server import Database
from trueup.ref import ObjectRef
from trueup.rules import RuleContext, check
from trueup.sources.live import read_live

BUSY = """
    CREATE TABLE notes (id bigint PRIMARY KEY, owner bigint NOT NULL, body text NOT NULL);
    ALTER TABLE notes ENABLE ROW LEVEL SECURITY;
    CREATE POLICY own ON notes USING (owner = 1);
    CREATE TABLE swollen (id bigint PRIMARY KEY, filler text NOT NULL);
    CREATE TABLE seldom (id bigint PRIMARY KEY, kind text);
    CREATE INDEX seldom_kind ON seldom (kind);
    CREATE INDEX notes_used ON notes (body);
    INSERT INTO notes SELECT n, n % 5, 'note ' || n FROM generate_series(1, 12000) n;
    INSERT INTO swollen SELECT n, repeat('x', 1000) FROM generate_series(1, 30000) n;
    DELETE FROM swollen WHERE id % 10 > 0;
    SELECT pg_stat_force_next_flush();
    VACUUM ANALYZE;
    SELECT count(*) FROM notes;
    SELECT count(*) FROM notes WHERE owner > 3;
    SET enable_seqscan = off;
    SELECT body FROM notes WHERE body = 'note 7';
"""


def url_of(database: Database) -> str:
    with database.connect() as conn:
        user = conn.info.user
        return f"postgresql://{user}:pw@/{database.name}?host={conn.info.host}&port={conn.info.port}"


@pytest.fixture
def busy(database: Database) -> Database:
    with database.connect(superuser=True) as conn:
        conn.execute("SET search_path = public")
        for statement in BUSY.split(";"):
            if statement.strip():
                conn.execute(statement.encode())
        conn.execute("SELECT pg_stat_force_next_flush()")
        for table in ("notes", "swollen", "seldom"):
            conn.execute(f"ALTER TABLE {table} OWNER TO {database.server.replay_role}".encode())
    return database


def test_the_rules_that_need_a_live_server_run_on_one(busy: Database) -> None:
    report = pipeline.check(url_of(busy), min_severity="review")
    said = {(f.rule, f"{f.object.kind} {f.object.name}") for f in report.findings if f.object}
    assert said >= {
        ("unused-index", "index public.seldom_kind"),
        ("sequential-scans-of-large-table", "table public.notes"),
        ("table-bloat", "table public.swollen"),
    }
    assert ("unused-index", "index public.notes_used") not in said
    assert not any("statistics of a live server" in gap.reason for gap in report.not_evaluated)


def test_what_is_read_is_what_the_server_counts(busy: Database) -> None:
    source = read_live(url_of(busy), "", Timeouts())
    found = source.statistics
    assert found is not None
    notes = found.tables[ObjectRef("table", "public", ("notes",))]
    assert notes.live == 12000 and notes.sequential_scans >= 2 and notes.rows_read >= 24000
    assert found.index_scans[ObjectRef("index", "public", ("notes_used",))] == 1
    assert found.index_scans[ObjectRef("index", "public", ("seldom_kind",))] == 0
    swollen = found.tables[ObjectRef("table", "public", ("swollen",))]
    assert swollen.wasted is not None and 0.85 < swollen.wasted / swollen.bytes < 0.95
    assert notes.wasted is not None and notes.wasted / notes.bytes < 0.1


def test_fresh_statistics_say_nothing_of_an_unused_index(busy: Database) -> None:
    source = read_live(url_of(busy), "", Timeouts())
    assert source.catalog is not None and isinstance(source.statistics, ProductionStatistics)
    for days, expected in ((0.5, 0), (40.0, 1)):
        context = RuleContext(catalog=source.catalog, statistics=replace(source.statistics, days=days))
        found = [f for f in check(context).findings if f.rule == "unused-index"]
        assert len(found) == expected
        assert all("40 days" in f.message for f in found)


def test_what_the_role_may_not_read_is_told(busy: Database) -> None:
    with busy.connect(superuser=True) as conn:
        conn.execute("CREATE SCHEMA storage; CREATE TABLE storage.buckets (id text PRIMARY KEY, public boolean)")
        conn.execute("REVOKE ALL ON SCHEMA storage FROM PUBLIC")
    source = read_live(url_of(busy), "", Timeouts())
    assert source.statistics is not None and source.statistics.public_buckets is None
    assert [gap.what for gap in source.not_evaluated if "buckets" in gap.what] == ["production's storage buckets"]

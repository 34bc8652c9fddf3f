"""One thing is changed at a time: the comparison sees it, and so does the observer, or `not_captured` speaks of it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from trueup.catalog.introspect import query
from trueup.catalog.introspect.decode import decode
from trueup.catalog.model import Catalog
from trueup.catalog.observe import Observation, difference, observe
from trueup.diff.compare import compare
from trueup.postgres.server import Database

PROBES = [
    line
    for line in Path(__file__).with_name("probes.sql").read_text(encoding="utf-8").splitlines()
    if line and not line.startswith("--")
]
# What the comparison can't see, and the words of `not_captured` that say so.
BLIND = {
    "DEPENDS ON EXTENSION": "DEPENDS ON EXTENSION",
    "DISABLE TRIGGER ALL": "internal triggers",
    "SET password": "secrets",
    "CONNECTION 'host": "secrets",
    "ON LANGUAGE plpgsql FROM": "PostgreSQL itself",
    "pg_catalog.pg_authid": "PostgreSQL itself",
}


@pytest.fixture(scope="module")
def conn(everything: Database) -> Iterator[psycopg.Connection]:
    with everything.connect(superuser=True, autocommit=False) as conn:
        # The text is long and the database small: most of the time would go into planning.
        conn.execute(f"PREPARE introspection AS {query.document()}".encode())
        conn.commit()
        yield conn


@pytest.fixture(scope="module")
def observation(conn: psycopg.Connection) -> Observation:
    found = observe(conn)
    conn.rollback()
    return found


def run(conn: psycopg.Connection, probe: str, database: Database) -> None:
    conn.execute("SET LOCAL client_min_messages = error")
    if "trueup_probe_superuser" in probe:
        conn.execute("CREATE ROLE trueup_probe_superuser SUPERUSER")
    conn.execute(probe.replace("DATABASE CURRENT_DATABASE", f'DATABASE "{database.name}"').encode())


@pytest.mark.parametrize("probe", PROBES)
def test_comparison_sees_it(everything: Database, conn: psycopg.Connection, catalog: Catalog, probe: str) -> None:
    try:
        run(conn, probe, everything)
        row = conn.execute("EXECUTE introspection").fetchone()
    finally:
        conn.rollback()
    assert row is not None
    changed = decode(row[0])
    changes = compare(catalog, changed, strict=True).changes
    words = next((words for part, words in BLIND.items() if part in probe), "")
    if words:
        assert any(words in entry.what for entry in catalog.not_captured)
    else:
        assert changes


@pytest.mark.parametrize("probe", PROBES[::10])
def test_observer_sees_it(everything: Database, conn: psycopg.Connection, observation: Observation, probe: str) -> None:
    """All of them in the nightly run."""
    observer_sees(everything, conn, observation, probe)


@pytest.mark.nightly
@pytest.mark.parametrize("probe", PROBES)
def test_observer_sees_each(
    everything: Database, conn: psycopg.Connection, observation: Observation, probe: str
) -> None:
    observer_sees(everything, conn, observation, probe)


def observer_sees(everything: Database, conn: psycopg.Connection, observation: Observation, probe: str) -> None:
    try:
        run(conn, probe, everything)
        changed = observe(conn)
    finally:
        conn.rollback()
    hidden = "pg_authid" in probe or "LANGUAGE plpgsql FROM" in probe or "CONNECTION 'host" in probe
    assert difference(observation, changed) or hidden
    assert difference(observation, observation) == []


def test_two_databases_made_by_the_same_text_are_observed_alike(server: object, everything: Database) -> None:
    """Whatever was there before: oids and column numbers differ, names don't."""
    sql = Path(__file__).with_name("everything.sql").read_bytes()
    other = everything.server.create()
    try:
        with other.connect(superuser=True) as conn:
            conn.execute("SET search_path = public")
            conn.execute("CREATE TABLE was_here (a int, b text); DROP TABLE was_here")
            conn.execute(sql)
            conn.execute(f"ALTER DATABASE \"{other.name}\" SET work_mem = '5MB'")
            conn.execute("ALTER TABLE shop.parent ADD gone int; ALTER TABLE shop.parent DROP gone")
            theirs = observe(conn)
            conn.execute("DROP SUBSCRIPTION sub")
    finally:
        other.drop()
    with everything.connect(superuser=True) as conn:
        ours = observe(conn)
    assert [str(d) for d in difference(ours, theirs)] == []


def test_observer_sees_the_condition_of_a_constraint_trigger(everything: Database, conn: psycopg.Connection) -> None:
    """Its catalog row points at a constraint, as those of foreign keys do, whose own conditions mean nothing."""
    again = (
        'DROP TRIGGER checked ON shop."Order"; CREATE CONSTRAINT TRIGGER checked AFTER INSERT ON shop."Order"'
        " DEFERRABLE INITIALLY DEFERRED FOR EACH ROW {} EXECUTE FUNCTION shop.touch()"
    )
    seen = []
    for condition in ("", "WHEN (false)"):
        conn.execute(again.format(condition).encode())
        seen.append(observe(conn))
    conn.rollback()
    assert {d.column for d in difference(*seen)} == {"tgqual"}

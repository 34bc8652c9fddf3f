"""What a scratch server can't take as it stands is changed, told once, and means the same in the catalog."""

from __future__ import annotations

import pytest
from replaying import run

from trueup.catalog.model import Collation
from trueup.postgres.server import Database, Server
from trueup.ref import ObjectRef
from trueup.replay.adapt import adapted
from trueup.replay.model import Status
from trueup.sqltext.rewrite import without_options

NAMESPACES = frozenset({"timescaledb", "tsdb"})


def test_collations_of_icu_are_what_the_text_says(database: Database) -> None:
    text = """CREATE COLLATION IF NOT EXISTS numbers (provider = icu, locale = 'en-u-kn-true');
        CREATE COLLATION "Any case" (provider = 'icu', locale = 'und-u-ks-level2', deterministic = false);
        CREATE TABLE t (a text COLLATE numbers, b text COLLATE "Any case", c text COLLATE "en-US-x-icu",
                        d text COLLATE unicode);
        CREATE INDEX ON t (b, c COLLATE "und-x-icu");
        INSERT INTO t VALUES ('a', 'b', 'c', 'd'); SELECT * FROM t ORDER BY a, b, c, d;"""
    result = run(database, text)
    assert {o.status for o in result.outcomes} == {Status.OK}
    assert not any(o.notices for o in result.outcomes)
    assert [d.code for d in result.diagnostics] == ["icu-collation"]
    found = {c.ref.name[0]: c for c in result.catalog.objects.values() if isinstance(c, Collation)}
    assert {n: (c.provider, c.locale, c.deterministic, c.version) for n, c in found.items()} == {
        "numbers": ("icu", "en-u-kn-true", True, None),
        "Any case": ("icu", "und-u-ks-level2", False, None),
    }


def test_options_of_timescaledb_are_left_out(database: Database) -> None:
    text = """CREATE EXTENSION timescaledb;
        CREATE TABLE m (ts timestamptz NOT NULL, v int) WITH (tsdb.hypertable, tsdb.partition_column = 'ts');
        ALTER TABLE m SET (timescaledb.compress, timescaledb.compress_segmentby = 'v');
        CREATE MATERIALIZED VIEW d WITH (timescaledb.continuous) AS SELECT time_bucket('1 day', ts) FROM m WITH NO DATA;
        ALTER MATERIALIZED VIEW d SET (timescaledb.materialized_only = true);"""
    result = run(database, text)
    assert {o.status for o in result.outcomes} == {Status.OK}
    assert ObjectRef("materialized view", "public", ("d",)) in result.catalog.objects
    assert "timescaledb-options" in {d.code for d in result.diagnostics}


@pytest.mark.parametrize(
    ("sql", "left"),
    [
        ("CREATE TABLE t (a int) WITH (timescaledb.hypertable)", "CREATE TABLE t (a int) "),
        ("CREATE TABLE t () WITH (fillfactor = 70, tsdb.a = f(1, 2))", "CREATE TABLE t () WITH (fillfactor = 70)"),
        ("CREATE TABLE t () WITH (tsdb.a, fillfactor = 70)", "CREATE TABLE t () WITH ( fillfactor = 70)"),
        ("CREATE TABLE t () WITH (tsdb.a, b = 1, tsdb.c = 'x')", "CREATE TABLE t () WITH ( b = 1)"),
        ("CREATE TABLE t () WITH (b = 1, tsdb.c, tsdb.d)", "CREATE TABLE t () WITH (b = 1)"),
        ("ALTER TABLE t SET (timescaledb.compress = true)", ""),
        ("ALTER TABLE t SET (fillfactor = 70)", None),
        ("SELECT 'WITH (timescaledb.x)'", None),
        ("ALTER TABLE t SET (tsdb.", ""),
    ],
)
def test_options_are_taken_out_of_the_text(sql: str, left: str | None) -> None:
    assert without_options(sql, NAMESPACES) == left


def test_indexes_may_be_switched_off_and_nothing_else_of_the_system_catalog(database: Database) -> None:
    text = """CREATE TABLE t (id int PRIMARY KEY);
        UPDATE pg_index SET indisready = false WHERE indrelid = 't'::regclass;
        UPDATE pg_index SET indisunique = false WHERE indrelid = 't'::regclass;
        UPDATE pg_class SET relname = 'u' WHERE relname = 't';"""
    result = run(database, text)
    assert [o.status for o in result.outcomes] == [Status.OK, Status.OK, Status.REFUSED, Status.REFUSED]
    assert [d.code for d in result.diagnostics] == ["index-flags"]


@pytest.mark.parametrize(
    ("sql", "sent"),
    [
        ("CREATE EXTENSION hstore VERSION '1.4'", "CREATE EXTENSION hstore "),
        ("ALTER EXTENSION hstore UPDATE", None),
        ("ALTER TABLE t SET (timescaledb.compress)", None),
        ("UPDATE pg_index SET indisready = false", None),
        ("SELECT version()", "SELECT version()"),
        ("nonsense icu", "nonsense icu"),
    ],
)
def test_a_statement_is_changed_alike_outside_a_replay(server: Server, sql: str, sent: str | None) -> None:
    assert adapted(sql, server) == sent

"""What a text leaves in its database is there when we look into it with the superuser's rights: none of it may run."""

from __future__ import annotations

import pytest
from replaying import run

from trueup.plan.node import PlanOptions
from trueup.postgres.server import Database, Server
from trueup.proof.converge import proven_plan
from trueup.replay.model import Status
from trueup.rules.facts import Facts
from trueup.stages.tried import rows

CLIMB = """
CREATE FUNCTION climb() RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    IF (SELECT rolsuper FROM pg_roles WHERE rolname = current_user) THEN
        EXECUTE 'ALTER ROLE postgres SUPERUSER';
    END IF;
END $$;
"""
AS_TEXT = """
CREATE TYPE shape AS (x int);
CREATE FUNCTION spoken(shape) RETURNS text LANGUAGE plpgsql AS 'BEGIN PERFORM climb(); RETURN 1; END';
CREATE CAST (shape AS text) WITH FUNCTION spoken(shape);
CREATE TABLE held (s shape);
INSERT INTO held VALUES (ROW(1));
CREATE FUNCTION spoken(held) RETURNS text LANGUAGE plpgsql AS 'BEGIN PERFORM climb(); RETURN 1; END';
CREATE CAST (held AS text) WITH FUNCTION spoken(held);
"""
# Nearer to what is called with a number than PostgreSQL's own, which take a bigint and an oid.
NEARER = """
CREATE TABLE held (s text);
INSERT INTO held VALUES ('x');
CREATE FUNCTION hashtextextended(text, integer) RETURNS bigint LANGUAGE plpgsql
    AS 'BEGIN PERFORM climb(); RETURN 1; END';
CREATE FUNCTION at_least(oid, integer) RETURNS bool LANGUAGE plpgsql AS 'BEGIN PERFORM climb(); RETURN true; END';
CREATE OPERATOR >= (LEFTARG = oid, RIGHTARG = integer, FUNCTION = at_least);
CREATE FUNCTION unequal("char", text) RETURNS bool LANGUAGE plpgsql AS 'BEGIN PERFORM climb(); RETURN true; END';
CREATE OPERATOR <> (LEFTARG = "char", RIGHTARG = text, FUNCTION = unequal);
CREATE FUNCTION pg_relation_size(oid) RETURNS bigint LANGUAGE plpgsql AS 'BEGIN PERFORM climb(); RETURN 1; END';
"""
VIEW = """
CREATE SCHEMA storage;
CREATE FUNCTION told() RETURNS text LANGUAGE plpgsql AS 'BEGIN PERFORM climb(); RETURN 1; END';
CREATE VIEW storage.buckets AS SELECT told() AS id, told() = '1' AS public;
"""


def is_superuser(server: Server) -> bool:
    with server.admin() as conn:
        row = conn.execute("SELECT rolsuper FROM pg_roles WHERE rolname = 'postgres'").fetchone()
        conn.execute("ALTER ROLE postgres NOSUPERUSER")
    return bool(row and row[0])


@pytest.mark.parametrize("text", [AS_TEXT, NEARER])
def test_neither_when_rows_are_counted_for_a_proof_nor_when_they_are_hashed(
    server: Server, database: Database, text: str
) -> None:
    assert {o.status for o in run(database, CLIMB + text).outcomes} == {Status.OK}
    after = database.clone()
    run(after, "CREATE TABLE more (id int);")
    options = PlanOptions(role="postgres")
    _, verdict = proven_plan(database, database.read_catalog(), after.read_catalog(), options=options)
    assert verdict.ok and verdict.coverage["rows kept"] == 1
    rows(after)
    after.drop()
    assert not is_superuser(server)


def test_rows_and_values_are_still_told_apart(database: Database) -> None:
    run(database, AS_TEXT.replace("PERFORM climb();", ""))
    before = rows(database)
    run(database, "UPDATE held SET s = ROW(2);")
    assert rows(database) != before


def test_nor_when_a_rule_asks_for_buckets(server: Server, database: Database) -> None:
    result = run(database, CLIMB + VIEW)
    assert Facts(database, result.catalog, roles=()).public_buckets == frozenset({"1"})
    assert not is_superuser(server)

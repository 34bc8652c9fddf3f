"""A proof says equal only if the observer agrees; what the observer can't know is no disagreement."""

from __future__ import annotations

import pytest

from trueup.postgres.server import Database, Server
from trueup.proof.converge import proven_plan
from trueup.proof.model import Verdict


def made(server: Server, sql: str) -> Database:
    database = server.create()
    with database.connect() as conn:
        conn.execute(sql.encode())
    return database


def proven(server: Server, before: str, after: str) -> Verdict:
    one, two = made(server, before), made(server, after)
    _, verdict = proven_plan(one, one.read_catalog(), two.read_catalog(), database_after=two)
    one.drop()
    two.drop()
    return verdict


def test_a_disagreement_is_named(server: Server) -> None:
    """What the introspection does not read (a foreign key's own triggers) is seen all the same."""
    tables = "CREATE TABLE a (id int PRIMARY KEY); CREATE TABLE b (a int REFERENCES a);"
    one, two = made(server, tables), made(server, tables)
    with two.connect(superuser=True) as conn:
        conn.execute("ALTER TABLE public.b DISABLE TRIGGER ALL")
    before, after = one.read_catalog(), two.read_catalog()
    assert dict(before.objects) == dict(after.objects)
    _, verdict = proven_plan(one, before, after, database_after=two)
    one.drop()
    two.drop()
    assert not verdict.ok
    assert any("tgenabled" in entry for entry in verdict.observed)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (
            "CREATE TABLE t (a int)",
            "CREATE TABLE t (a int, b int[][], c text DEFAULT 'x' NOT NULL, d int CHECK (d > 0))",
        ),
        ("CREATE TABLE t (b int, a int)", "CREATE TABLE t (a int, b int); CREATE INDEX ON t (a)"),
        ("CREATE TABLE t (a int CONSTRAINT t_a_not_null1 NOT NULL)", "CREATE TABLE t (a int NOT NULL, b int)"),
        (
            "CREATE TABLE p (); CREATE TABLE q (); CREATE TABLE t () INHERITS (p, q); ALTER TABLE t NO INHERIT p",
            "CREATE TABLE p (); CREATE TABLE q (); CREATE TABLE t (x int) INHERITS (q)",
        ),
        (
            "CREATE FUNCTION f() RETURNS int LANGUAGE sql AS 'select 1'; CREATE TABLE t (a int)",
            "CREATE FUNCTION f() RETURNS int LANGUAGE sql AS 'select  1 -- one'; CREATE TABLE t (a int, b int)",
        ),
    ],
    ids=["arrays", "column order", "automatic names", "parents", "white space"],
)
def test_what_is_noise_to_the_comparison_is_no_disagreement(server: Server, before: str, after: str) -> None:
    verdict = proven(server, before, after)
    assert verdict.ok, verdict.error

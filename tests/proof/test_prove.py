"""A proof says what happened: rows that are lost, differences that remain, steps that are refused."""

from __future__ import annotations

from trueup.plan.make import make_plan
from trueup.plan.node import PlanOptions
from trueup.postgres.server import Database, Server
from trueup.proof.prove import prove
from trueup.step import Plan, Step


def run(database: Database, text: str) -> None:
    with database.connect() as conn:
        conn.execute(text.encode())


def test_a_plan_that_loses_rows_without_saying_so_fails(database: Database) -> None:
    run(database, "CREATE TABLE t (a int); INSERT INTO t SELECT generate_series(1, 5)")
    after = database.read_catalog()
    verdict = prove(database, Plan(steps=(Step(sql="DELETE FROM t WHERE a > 3;"),)), after)
    assert not verdict.ok
    assert verdict.rows_lost == ("public.t: 5 rows before, 3 after",)


def test_values_that_change_are_seen_though_the_count_is_the_same(database: Database) -> None:
    run(database, "CREATE TABLE t (a int); INSERT INTO t VALUES (1), (2)")
    after = database.read_catalog()
    verdict = prove(database, Plan(steps=(Step(sql="UPDATE t SET a = 7 WHERE a = 1;"),)), after)
    assert verdict.rows_lost == ("public.t.a: values differ",)


def test_what_remains_different_is_named(server: Server, database: Database) -> None:
    run(database, "CREATE TABLE t (a int)")
    before = database.read_catalog()
    other = server.create()
    run(other, "CREATE TABLE t (a int, b text)")
    after = other.read_catalog()
    other.drop()
    assert prove(database, make_plan(before, after), after).ok
    verdict = prove(database, Plan(), after)
    assert not verdict.ok
    assert verdict.remaining is not None
    assert [str(c.ref) for c in verdict.remaining.changes] == ["column public.t.b"]


def test_a_refused_step_is_named_with_the_servers_words(database: Database) -> None:
    after = database.read_catalog()
    verdict = prove(database, Plan(steps=(Step(sql="ALTER TABLE nothing ADD a int;"),)), after)
    assert not verdict.ok
    assert verdict.failed_step is not None
    assert "42P01" in verdict.error


def test_what_loses_data_is_withheld_and_the_way_back_is_tried(server: Server, database: Database) -> None:
    run(database, "CREATE TABLE t (a int, b int); CREATE TABLE u (a int)")
    before = database.read_catalog()
    other = server.create()
    run(other, "CREATE TABLE t (a int, c int DEFAULT 1)")
    after = other.read_catalog()
    other.drop()
    plan = make_plan(before, after, options=PlanOptions(role=server.replay_role))
    assert {s.sql for s in plan.withheld} == {"ALTER TABLE public.t DROP COLUMN b;", "DROP TABLE public.u;"}
    assert prove(database, plan, after).ok
    run(database, "CREATE INDEX i ON t (a)")
    target = database.read_catalog()
    run(database, "DROP INDEX i")
    made = prove(database, make_plan(database.read_catalog(), target), target, reverse=True)
    assert made.ok
    assert made.reversible is True

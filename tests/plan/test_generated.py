"""For any two schemas: the plan leaves no difference, there and back; a dump is whole."""

from __future__ import annotations

from typing import Any

import pytest
from generated_schemas import schemas, text
from hypothesis import HealthCheck, given, settings

from trueup.catalog.model import Catalog
from trueup.diff.compare import compare
from trueup.plan.dump import as_text, dump
from trueup.plan.make import make_plan
from trueup.plan.node import PlanOptions
from trueup.postgres.server import Database, Server
from trueup.proof.apply import apply
from trueup.proof.converge import proven_plan

FEW = settings(max_examples=3, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True, database=None)
MANY = settings(max_examples=500, deadline=None, suppress_health_check=list(HealthCheck))


def made(server: Server, sql: str) -> tuple[Database, Catalog]:
    database = server.create()
    with database.connect() as conn:
        conn.execute(sql.encode())
    return database, database.read_catalog()


def there_and_back(server: Server, one: Any, other: Any) -> None:
    first, before = made(server, text(one))
    second, after = made(server, text(other))
    try:
        assert make_plan(before, before).steps == ()
        options = PlanOptions(allow_destructive=True)
        for database, source, target in ((first, before, after), (second, after, before)):
            plan, verdict = proven_plan(database, source, target, options=options)
            assert verdict.ok, (verdict.error, plan.sql)
    finally:
        first.drop()
        second.drop()


def dumped_and_replayed(server: Server, schema: Any) -> None:
    database, catalog = made(server, text(schema))
    steps = dump(catalog, role=server.replay_role)
    again, _ = made(server, "")
    try:
        with again.connect() as conn:
            assert apply(conn, steps) is None
        assert not compare(again.read_catalog(), catalog, strict=True).changes
        assert as_text(steps) == as_text(dump(catalog, role=server.replay_role))
    finally:
        database.drop()
        again.drop()


@FEW
@given(one=schemas, other=schemas)
def test_a_plan_leaves_no_difference_there_and_back(server: Server, one: Any, other: Any) -> None:
    there_and_back(server, one, other)


@FEW
@given(schema=schemas)
def test_a_dump_replayed_is_the_same_catalog(server: Server, schema: Any) -> None:
    dumped_and_replayed(server, schema)


@pytest.mark.nightly
@MANY
@given(one=schemas, other=schemas)
def test_many_plans_leave_no_difference(server: Server, one: Any, other: Any) -> None:
    there_and_back(server, one, other)


@pytest.mark.nightly
@MANY
@given(schema=schemas)
def test_many_dumps_are_whole(server: Server, schema: Any) -> None:
    dumped_and_replayed(server, schema)

"""A proof reads twice: what the first reading does not know, the second one sees."""

from __future__ import annotations

from dataclasses import replace

from trueup.plan.node import PlanOptions
from trueup.postgres.server import Server
from trueup.proof.converge import proven_plan
from trueup.ref import ObjectRef


def test_a_field_that_is_not_read_can_not_pass_for_equal(server: Server) -> None:
    """The catalog of TO is made to forget a table's option, as introspection might."""
    before, after = server.create(), server.create()
    for database, options in ((before, ""), (after, " WITH (fillfactor = 50)")):
        with database.connect() as conn:
            conn.execute(f"CREATE TABLE t (id int){options}".encode())
    known = before.read_catalog()
    table = ObjectRef("table", "public", ("t",))
    true = after.read_catalog()
    forgetful = replace(true, objects={**true.objects, table: known.objects[table]})
    plan, verdict = proven_plan(before, known, forgetful, options=PlanOptions())
    assert verdict.ok and not plan.steps  # the first reading alone is taken in
    _, verdict = proven_plan(before, known, forgetful, options=PlanOptions(), database_after=after)
    assert not verdict.ok
    assert verdict.observed == ("pg_class t.('public',): reloptions is None, then ['fillfactor=50']",)
    plan, verdict = proven_plan(before, known, true, options=PlanOptions(), database_after=after)
    assert verdict.ok and verdict.coverage["rows of pg_catalog read apart"] > 0
    before.drop()
    after.drop()

"""Subscriptions load, are compared, planned and proven; none of them ever reaches a publisher."""

from __future__ import annotations

import socket
from dataclasses import replace
from pathlib import Path

import pytest
from replaying import run

from trueup.catalog.model import Subscription
from trueup.comparison import diff
from trueup.diff.compare import compare
from trueup.plan.dump import dump
from trueup.plan.node import PlanOptions
from trueup.postgres.server import Database, Server
from trueup.proof.apply import apply_to
from trueup.proof.converge import proven_plan
from trueup.ref import ObjectRef
from trueup.replay.model import Status
from trueup.replay.subscriptions import masked

REF = ObjectRef("subscription", "", ("su b",))
MADE = """CREATE SUBSCRIPTION "su b" CONNECTION '%s' PUBLICATION p1 WITH (connect = false, slot_name = NONE);"""
CHANGED = """
ALTER SUBSCRIPTION "su b" ADD PUBLICATION p2 WITH (refresh = false);
ALTER SUBSCRIPTION "su b" SET (binary = on, streaming = parallel, slot_name = 'kept', origin = none);
ALTER SUBSCRIPTION "su b" SET (two_phase = on);
ALTER SUBSCRIPTION "su b" CONNECTION 'host=other dbname=d password=hush';
CREATE ROLE subscriber; ALTER SUBSCRIPTION "su b" OWNER TO subscriber;
COMMENT ON SUBSCRIPTION "su b" IS 'it''s';
ALTER SUBSCRIPTION "su b" ENABLE;
"""


def subscription(database: Database) -> Subscription:
    found = database.read_catalog().objects[REF]
    assert isinstance(found, Subscription)
    return found


def test_it_is_what_its_statements_say(database: Database) -> None:
    result = run(database, MADE % "host=h dbname=d" + CHANGED)
    assert {o.status for o in result.outcomes} == {Status.OK}
    found = subscription(database)
    assert (found.owner, found.comment, found.enabled, found.slot) == ("subscriber", "it's", True, "kept")
    assert found.publications == ("p1", "p2")
    assert found.connection is not None and "hush" not in found.connection and "password=(masked)" in found.connection
    assert {"binary=true", "streaming=p", "origin=none", "two_phase=p"} <= set(found.options)
    assert result.provenance[REF].created is not None
    copy = database.clone()
    assert subscription(copy) == found
    copy.drop()
    assert run(database, 'DROP SUBSCRIPTION "su b"; DROP SUBSCRIPTION IF EXISTS "su b";').outcomes[-1].ok
    assert REF not in database.read_catalog().objects


def test_a_plan_is_proven_and_a_dump_is_whole(server: Server) -> None:
    before, after, again = server.create(), server.create(), server.create()
    run(before, MADE % "host=h")
    run(after, (MADE % "host=h") + CHANGED.replace("password=hush", ""))
    target = after.read_catalog()
    for one, other in ((before, after), (after, before)):
        plan, verdict = proven_plan(
            one, one.read_catalog(), other.read_catalog(), options=PlanOptions(role="postgres", allow_destructive=True)
        )
        assert verdict.ok and "CONNECTION" in plan.sql, (verdict, plan.sql)
    assert apply_to(again, dump(target, role="postgres")) is None
    assert not compare(again.read_catalog(), target, strict=True).changes
    for database in (before, after, again):
        database.drop()


def test_what_was_not_read_is_no_difference_and_is_asked_for(server: Server) -> None:
    one = server.create()
    run(one, MADE % "host=h")
    known = one.read_catalog()
    unread = replace(known, objects={REF: replace(known.objects[REF], connection=None)})  # as of a live server
    assert not compare(known, unread).changes and not compare(unread, known).changes
    empty = server.create()
    plan, _ = proven_plan(empty, empty.read_catalog(), unread, options=PlanOptions(role="postgres"))
    assert not plan.steps and "fill it in" in plan.questions[0]
    one.drop()
    empty.drop()


def test_through_the_command(tmp_path: Path) -> None:
    (tmp_path / "a.sql").write_text("CREATE TABLE t (id int);")
    (tmp_path / "b.sql").write_text("CREATE TABLE t (id int);" + MADE % "postgresql://u:hush@h/d?connect_timeout=3")
    report, script = diff(str(tmp_path / "a.sql"), str(tmp_path / "b.sql"), sql=True)
    assert script.refused and "fill it in" in " ".join(script.notes)  # its password
    assert "hush" not in str(report) + str(script)


@pytest.mark.parametrize(
    "attempt",
    [
        "CREATE SUBSCRIPTION x CONNECTION '{there}' PUBLICATION p WITH (connect = true)",
        "CREATE SUBSCRIPTION x CONNECTION '{there}' PUBLICATION p WITH (enabled = true); DROP SUBSCRIPTION x",
        "DO $$ BEGIN EXECUTE $a$ALTER SUBSCRIPTION \"su b\" CONNECTION '{there}'$a$; END $$",
        'DO $$ BEGIN DROP SUBSCRIPTION "su b"; END $$',
        'ALTER SUBSCRIPTION "su b" CONNECTION \'{there}\'; ALTER SUBSCRIPTION "su b" SET (slot_name = s);'
        ' ALTER SUBSCRIPTION "su b" ENABLE; ALTER SUBSCRIPTION "su b" REFRESH PUBLICATION; DROP SUBSCRIPTION "su b"',
        "SELECT trueup_internal.make_subscription('x', '{there}', '{{p}}',"
        ' \'[["connect", "true"], ["connect", "false"]]\', \'postgres\')',
        "SELECT trueup_internal.make_subscription('x', '{there}', '{{p}}', '[[\"CONNECT\", \"on\"]]', 'postgres')",
        "SELECT trueup_internal.make_subscription('x', '{there}', '{{p}}', '[[\"connect\", \"no\"]]', 'postgres')",
        "SELECT trueup_internal.alter_subscription('su b', 'SET', '{{p}}', '[[\"refresh\", \"true\"]]')",
        "SELECT trueup_internal.subscription_says('su b', '{{\"owner\": \"postgres\"}}')",
        "SELECT trueup_internal.give_subscription('su b', 'trueup_superuser')",
        "SELECT trueup_internal.make_subscription('x', '{there}', '{{p}}', '[]', 'trueup_superuser')",
        "SELECT trueup_internal.alter_subscription('su b', 'OWNER TO x; ALTER ROLE postgres SUPERUSER;', '{{}}', '[]')",
    ],
)
def test_nobody_is_ever_connected_to(server: Server, database: Database, attempt: str) -> None:
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        listening.listen()
        listening.settimeout(0.01)
        there = f"host=127.0.0.1 port={listening.getsockname()[1]} user=u password=p connect_timeout=2"
        run(database, MADE % there + attempt.format(there=there))
        with pytest.raises(TimeoutError):
            listening.accept()
    with server.admin() as conn:
        row = conn.execute(
            "SELECT bool_or(r.rolsuper), (SELECT rolsuper FROM pg_roles WHERE rolname = 'postgres')"
            " FROM pg_subscription AS s JOIN pg_roles AS r ON r.oid = s.subowner"
        ).fetchone()
    assert row is not None and row[0] in {True, None} and row[1] is False


def test_another_role_has_no_say_in_it(database: Database) -> None:
    run(database, MADE % "host=h")
    with database.connect(superuser=True) as conn:
        conn.execute("UPDATE pg_subscription SET subconninfo = replace(subconninfo, 'postgres', 'trueup_superuser')")
    result = run(database, 'ALTER SUBSCRIPTION "su b" RENAME TO mine; DROP SUBSCRIPTION "su b";')
    assert [o.error.sqlstate for o in result.outcomes if o.error] == ["42501", "42501"]


def test_secrets_of_a_connection_are_masked() -> None:
    assert "pw" not in masked("postgresql://u:pw@h/d") and "h" in masked("postgresql://u:pw@h/d")
    assert masked("host=h dbname=d") == "host=h dbname=d"
    assert masked("host=h password") == "(masked)"

"""Operator classes and families load, are planned and proven; none takes a value for another type's."""

from __future__ import annotations

import pytest
from replaying import run

from trueup.diff.compare import compare
from trueup.plan.dump import dump
from trueup.plan.node import PlanOptions
from trueup.postgres.server import Database, Server
from trueup.proof.apply import apply_to
from trueup.proof.converge import proven_plan
from trueup.ref import ObjectRef
from trueup.replay.model import Status

SIGNS = {"lt": "<", "le": "<=", "eq": "=", "ge": ">=", "gt": ">"}
TYPE = (
    'CREATE SCHEMA s; SET search_path = s, public; CREATE TYPE "Pair" AS (x int);'
    + "".join(
        f"""CREATE FUNCTION p_{name}("Pair", "Pair") RETURNS bool IMMUTABLE RETURN ($1).x {sign} ($2).x;
        CREATE OPERATOR {sign}{sign}# (LEFTARG = "Pair", RIGHTARG = "Pair", FUNCTION = p_{name});"""
        for name, sign in SIGNS.items()
    )
    + """CREATE FUNCTION p_cmp("Pair", "Pair") RETURNS int IMMUTABLE RETURN ($1).x - ($2).x;
    CREATE FUNCTION p_hash("Pair") RETURNS int IMMUTABLE RETURN ($1).x;
    CREATE FUNCTION p_same(oid) RETURNS bool IMMUTABLE RETURN true;
    """
)
CLASSES = """
CREATE OPERATOR FAMILY public.fam USING btree;
CREATE OPERATOR CLASS "by X" DEFAULT FOR TYPE "Pair" USING btree FAMILY public.fam AS OPERATOR 1 <<#, OPERATOR 2 <=<=#,
    OPERATOR 3 ==#, OPERATOR 4 s.>=>=# ("Pair", "Pair"), OPERATOR 5 >>#, FUNCTION 1 p_cmp("Pair", "Pair"),
    FUNCTION 4 p_same(oid);
CREATE OPERATOR CLASS hashed FOR TYPE "Pair" USING hash AS OPERATOR 1 ==#, FUNCTION 1 s.p_hash;
CREATE OPERATOR CLASS backwards FOR TYPE int4 USING btree AS OPERATOR 1 >, OPERATOR 2 >=, OPERATOR 3 =, OPERATOR 4 <=,
    OPERATOR 5 <, FUNCTION 1 btint4cmp(int4, int4), FUNCTION 2 btint4sortsupport(internal);
CREATE OPERATOR CLASS boxes FOR TYPE box USING gist AS OPERATOR 3 &&, FUNCTION 1 gist_box_consistent,
    FUNCTION 2 gist_box_union, FUNCTION 5 gist_box_penalty, FUNCTION 6 gist_box_picksplit, FUNCTION 7 gist_box_same;
CREATE OPERATOR FAMILY loose USING btree;
ALTER OPERATOR FAMILY loose USING btree ADD OPERATOR 1 <<# ("Pair", "Pair"), OPERATOR 3 ==# ("Pair", "Pair"),
    FUNCTION 1 ("Pair", "Pair") p_cmp("Pair", "Pair");
ALTER OPERATOR FAMILY loose USING btree DROP OPERATOR 3 ("Pair", "Pair");
CREATE ROLE class_owner; ALTER OPERATOR CLASS hashed USING hash OWNER TO class_owner;
COMMENT ON OPERATOR CLASS "by X" USING btree IS 'first part';
CREATE TABLE kept (p "Pair", n int); CREATE INDEX ON kept (p); CREATE INDEX ON kept (n backwards);
"""


def test_a_plan_is_proven_both_ways_and_a_dump_is_whole(server: Server) -> None:
    before, after, again = server.create(), server.create(), server.create()
    assert {o.status for o in run(before, TYPE).outcomes} == {Status.OK}
    result = run(after, TYPE + CLASSES)
    assert [o.error for o in result.outcomes if o.status is not Status.OK] == []
    ref = ObjectRef("operator class", "s", ("by X", "btree"))
    assert result.provenance[ref].created is not None and result.catalog.objects[ref].owner == "postgres"
    options = PlanOptions(role="postgres", allow_destructive=True)
    for one, other in ((before, after), (after, before)):
        plan, verdict = proven_plan(one, one.read_catalog(), other.read_catalog(), options=options)
        assert verdict.ok, (verdict, plan.sql)
    assert apply_to(again, dump(after.read_catalog(), role="postgres")) is None
    assert not compare(again.read_catalog(), after.read_catalog(), strict=True).changes
    for database in (before, after, again):
        database.drop()


@pytest.mark.parametrize(
    "statement",
    [
        # a number would be read as the place of a text, and the other way round
        "CREATE OPERATOR CLASS c FOR TYPE int8 USING btree AS FUNCTION 1 (int8, int8) bttextcmp(text, text)",
        "CREATE OPERATOR CLASS c FOR TYPE text USING hash AS OPERATOR 1 =, FUNCTION 1 (text) hashint4(int4)",
        "CREATE OPERATOR CLASS c FOR TYPE text USING btree AS OPERATOR 1 <, FUNCTION 1 bttextcmp(text, text),"
        " FUNCTION 2 (text, text) btint4sortsupport(internal)",
        "CREATE OPERATOR CLASS c FOR TYPE polygon USING gist AS OPERATOR 3 &&, FUNCTION 1 gist_box_consistent,"
        " FUNCTION 2 gist_box_union, FUNCTION 5 gist_box_penalty, FUNCTION 6 gist_box_picksplit",
        "CREATE OPERATOR FAMILY f USING btree;"
        " ALTER OPERATOR FAMILY f USING btree ADD FUNCTION 1 (int8, int8) bttextcmp(text, text)",
        # what sorts types of PostgreSQL's own is called by everybody
        "CREATE OPERATOR CLASS c DEFAULT FOR TYPE xid USING btree AS OPERATOR 3 =, FUNCTION 1 xids(xid, xid)",
        "ALTER OPERATOR FAMILY integer_ops USING btree ADD FUNCTION 1 (xid, xid) xids(xid, xid)",
        "CREATE OPERATOR CLASS c FOR TYPE xid USING btree FAMILY integer_ops AS FUNCTION 1 xids(xid, xid)",
        "CREATE OPERATOR CLASS pg_catalog.c FOR TYPE xid USING btree AS OPERATOR 3 =, FUNCTION 1 xids(xid, xid)",
        "SELECT trueup_internal.make_operator_family('public', 'f', 'btree', 'trueup_superuser')",
        "SELECT trueup_internal.make_operator_class('public', 'c', false, 'xid', 'btree', NULL,"
        ' \'[{"n": "1 ) , FUNCTION 1", "types": [], "operator": 353}]\', NULL, \'postgres\')',
    ],
)
def test_what_would_take_one_type_for_another_is_refused(database: Database, statement: str) -> None:
    last = run(database, f"CREATE FUNCTION xids(xid, xid) RETURNS int IMMUTABLE RETURN 0; {statement};").outcomes[-1]
    assert last.status is Status.REFUSED and last.error is not None
    assert last.error.sqlstate == "42501" or "trueup_internal" in statement
    kinds = {ref.kind for ref in database.read_catalog().objects}
    assert "operator class" not in kinds

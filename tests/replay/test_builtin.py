"""What is made of PostgreSQL's own functions alone loads, is planned and proven; with other functions it is refused."""

from __future__ import annotations

import pytest
from replaying import run

from trueup.diff.compare import compare
from trueup.plan.dump import dump
from trueup.plan.node import PlanOptions
from trueup.postgres.server import Database, Server
from trueup.proof.apply import apply_to
from trueup.proof.converge import proven_plan
from trueup.replay.model import Status

BEFORE = """
CREATE SCHEMA s; CREATE FOREIGN DATA WRAPPER w VALIDATOR postgresql_fdw_validator;
CREATE TEXT SEARCH PARSER p (START = prsd_start, GETTOKEN = prsd_nexttoken, END = prsd_end, LEXTYPES = prsd_lextype);
CREATE TABLE t (a int);
"""
AFTER = """
CREATE SCHEMA s; CREATE FOREIGN DATA WRAPPER w;
CREATE TEXT SEARCH PARSER s."P" (START = prsd_start, GETTOKEN = prsd_nexttoken, END = prsd_end,
    LEXTYPES = prsd_lextype, HEADLINE = pg_catalog.prsd_headline);
COMMENT ON TEXT SEARCH PARSER s."P" IS 'words'; CREATE TEXT SEARCH CONFIGURATION c (PARSER = s."P");
CREATE TEXT SEARCH TEMPLATE plain (LEXIZE = dsimple_lexize, INIT = dsimple_init);
ALTER TEXT SEARCH TEMPLATE plain SET SCHEMA s; ALTER TEXT SEARCH TEMPLATE s.plain RENAME TO simple;
CREATE TEXT SEARCH DICTIONARY d (TEMPLATE = s.simple);
CREATE TEXT SEARCH TEMPLATE gone (LEXIZE = dsnowball_lexize); DROP TEXT SEARCH TEMPLATE gone;
DROP TEXT SEARCH PARSER IF EXISTS nothing, s.nothing;
CREATE ACCESS METHOD heap2 TYPE TABLE HANDLER heap_tableam_handler; COMMENT ON ACCESS METHOD heap2 IS 'again';
CREATE TABLE t (a int) USING heap2;
CREATE LANGUAGE pl2 HANDLER plpgsql_call_handler INLINE plpgsql_inline_handler VALIDATOR plpgsql_validator;
CREATE CAST (jsonb AS inet) WITH INOUT AS ASSIGNMENT; COMMENT ON CAST (jsonb AS inet) IS 'odd';
CREATE CAST (int4 AS date) WITHOUT FUNCTION;
CREATE CAST (text AS money) WITH INOUT; DROP CAST (text AS money); DROP CAST IF EXISTS (text AS money);
"""


def test_a_plan_is_proven_both_ways_and_a_dump_is_whole(server: Server) -> None:
    before, after, again = server.create(), server.create(), server.create()
    assert [o.error for o in run(before, BEFORE).outcomes if o.status is not Status.OK] == []
    assert [o.error for o in run(after, AFTER).outcomes if o.status is not Status.OK] == []
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
        "CREATE FOREIGN DATA WRAPPER x VALIDATOR public.postgresql_fdw_validator",
        "CREATE FOREIGN DATA WRAPPER x HANDLER f",
        "CREATE TEXT SEARCH PARSER x (START = prsd_start, GETTOKEN = f, END = prsd_end, LEXTYPES = prsd_lextype)",
        "CREATE TEXT SEARCH TEMPLATE x (LEXIZE = dsimple_lexize, INIT = dsnowball_init)",
        "CREATE TEXT SEARCH TEMPLATE pg_catalog.x (LEXIZE = dsimple_lexize)",
        "DROP TEXT SEARCH PARSER pg_catalog.default",
        "ALTER TEXT SEARCH TEMPLATE simple RENAME TO mine",
        "CREATE ACCESS METHOD x TYPE INDEX HANDLER heap_tableam_handler",
        "DROP ACCESS METHOD btree",
        "CREATE LANGUAGE x HANDLER heap_tableam_handler",
        "CREATE CAST (int8 AS text) WITHOUT FUNCTION",
        "CREATE CAST (bytea AS numeric) WITHOUT FUNCTION",
        "CREATE CAST (aclitem AS text) WITH FUNCTION spoken(aclitem)",
        "DROP CAST (int4 AS int8)",
        "COMMENT ON CAST (int4 AS int8) IS 'mine'",
        "SELECT trueup_internal.change_ownerless('pg_proc', 'spoken(aclitem)'::regprocedure, 'DROP', NULL, true)",
        "SELECT trueup_internal.change_ownerless('pg_authid', 10, 'RENAME', 'x', false)",
        "SELECT trueup_internal.make_cast('int4', 'date', 'BINARY); ALTER ROLE postgres SUPERUSER; --', 'x')",
    ],
)
def test_what_would_run_or_misread_anything_is_refused(server: Server, database: Database, statement: str) -> None:
    text = """CREATE FUNCTION f() RETURNS int LANGUAGE sql RETURN 1;
    CREATE FUNCTION postgresql_fdw_validator(text[], oid) RETURNS bool LANGUAGE sql RETURN true;
    CREATE FUNCTION spoken(aclitem) RETURNS text LANGUAGE sql RETURN 'x';"""
    last = run(database, f"{text} {statement};").outcomes[-1]
    harmless = "BINARY)" in statement  # it makes the cast that it names, and nothing else
    assert harmless or (last.status is Status.REFUSED and last.error is not None)
    with server.admin() as conn:
        row = conn.execute("SELECT rolsuper FROM pg_roles WHERE rolname = 'postgres'").fetchone()
    assert row == (False,)

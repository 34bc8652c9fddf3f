"""What a text leaves in its session decides whether more of it may run in a new one."""

from __future__ import annotations

import pytest

from trueup.origin import Origin
from trueup.replay.model import Unit
from trueup.replay.session import leaves_session
from trueup.sqltext.read import read_sql


def _unit(text: str) -> Unit:
    return Unit(name="a.sql", origin=Origin(file="a.sql"), statements=read_sql(text, "a.sql").statements)


@pytest.mark.parametrize(
    "text",
    [
        "SET search_path = app;",
        "SET ROLE other;",
        "SELECT pg_catalog.set_config('search_path', '', false);",
        "DO $$ BEGIN PERFORM set_config('search_path', 'app', false); END $$;",
        "CREATE TEMP TABLE t (a int);",
        "CREATE TEMPORARY VIEW v AS SELECT 1;",
        "CREATE TABLE pg_temp.t (a int);",
        "INSERT INTO t VALUES (f());",
        "BEGIN;",
        "CALL p();",
        "CREATE EVENT TRIGGER e ON ddl_command_end EXECUTE FUNCTION f();",
        "CREATE TABLE t AS SELECT set_config('role', 'other', false);",
        "this is no SQL",
    ],
)
def test_may_leave_something(text: str) -> None:
    assert leaves_session([_unit("CREATE TABLE first (a int);" + text)])


def test_ordinary_definitions_leave_nothing() -> None:
    text = """
        CREATE TABLE a (id int PRIMARY KEY);
        CREATE INDEX i ON a (id);
        CREATE FUNCTION f() RETURNS int LANGUAGE sql AS $$ SELECT set_config('role', 'x', false)::int $$;
        ALTER TABLE a ENABLE ROW LEVEL SECURITY;
        CREATE POLICY p ON a USING (true);
        GRANT SELECT ON a TO PUBLIC;
    """
    assert not leaves_session([_unit(text)])

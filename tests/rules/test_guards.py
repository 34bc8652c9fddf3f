"""What excuses a missing name, and what does not: a guard holds for what it asks about, and for nothing else."""

from __future__ import annotations

from textwrap import dedent

import pytest
from tests.rules.replayed import context_of

from trueup.finding import Severity
from trueup.postgres.server import Database
from trueup.rules import Selection, check

AREA = ("missing-table-in-body", "missing-column-in-body", "missing-function-in-body", "end-without-return")

BODIES = {
    "a table's guard says nothing of a column": (
        "IF to_regclass('docs') IS NOT NULL THEN UPDATE docs SET nothing_such = 1; END IF; RETURN 1;",
        ["missing-column-in-body"],
    ),
    "a column's guard does": (
        "IF EXISTS (SELECT FROM information_schema.columns WHERE column_name = 'nothing_such')"
        " THEN UPDATE docs SET nothing_such = 1; END IF; RETURN 1;",
        [],
    ),
    "a column named version is no server's version": (
        "IF (SELECT max(version) FROM docs) > 3 THEN DELETE FROM doc_archive; END IF; RETURN 1;",
        ["missing-table-in-body"],
    ),
    "a server's version is": (
        "IF current_setting('server_version_num')::int < 90600 THEN DELETE FROM doc_archive; END IF; RETURN 1;",
        [],
    ),
    "what follows an early return runs under its opposite": (
        "IF to_regclass('doc_archive') IS NULL THEN RETURN 0; END IF; DELETE FROM doc_archive; RETURN 1;",
        [],
    ),
    "a notice leaves nothing": (
        "IF to_regclass('doc_archive') IS NULL THEN RAISE NOTICE 'no'; END IF; DELETE FROM doc_archive; RETURN 1;",
        ["missing-table-in-body"],
    ),
    "a constant search path is no excuse": (
        "PERFORM set_config('search_path', 'public', true); PERFORM do_it(); RETURN 1;",
        ["missing-function-in-body"],
    ),
    "a search path that only the run knows is": (
        "PERFORM set_config('search_path', (SELECT max(title) FROM docs), true); PERFORM do_it(); RETURN 1;",
        [],
    ),
    "what a string creates is made at run time": (
        "EXECUTE 'CREATE TABLE old_docs (id int)'; DELETE FROM old_docs; RETURN 1;",
        [],
    ),
    "what a string deletes from is not": (
        "EXECUTE 'DELETE FROM doc_archive WHERE id = 1'; RETURN 1;",
        ["missing-table-in-body"],
    ),
    "an endless loop needs no return": ("LOOP PERFORM 1; END LOOP;", []),
    "a loop that is left does": ("LOOP EXIT WHEN true; END LOOP;", ["end-without-return"]),
    "IF without ELSE goes on": ("IF true THEN RETURN 1; END IF;", ["end-without-return"]),
    "CASE without ELSE raises": ("CASE 1 WHEN 1 THEN RETURN 1; END CASE;", []),
    "a handler may come to the end": (
        "RETURN 1; EXCEPTION WHEN division_by_zero THEN RAISE NOTICE 'x';",
        ["end-without-return"],
    ),
    "a warning is no error": ("RAISE WARNING 'x';", ["end-without-return"]),
    "an error by its name is one": ("RAISE division_by_zero;", []),
}


@pytest.fixture(scope="module")
def findings(server: object) -> dict[str, list[str]]:
    assert hasattr(server, "create")
    database: Database = server.create()
    text = "CREATE TABLE docs (id bigint PRIMARY KEY, title text, version integer);\n"
    for number, (body, _) in enumerate(BODIES.values()):
        text += f"CREATE FUNCTION f{number}() RETURNS integer LANGUAGE plpgsql AS $f$ BEGIN {body} END $f$;\n"
    try:
        report = check(context_of(database, dedent(text)), Selection(only=AREA, minimum=Severity.STYLE))
    finally:
        database.drop()
    assert set(report.ran) == set(AREA)
    found: dict[str, list[str]] = {name: [] for name in BODIES}
    for finding in report.findings:
        assert finding.ref is not None
        found[list(BODIES)[int(finding.ref.name[0][1:])]].append(finding.rule)
    return found


@pytest.mark.parametrize("name", BODIES)
def test_guard(findings: dict[str, list[str]], name: str) -> None:
    assert findings[name] == BODIES[name][1]

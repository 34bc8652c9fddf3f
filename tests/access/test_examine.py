# ruff: noqa: E501
"""What the examination promises of its proofs, its fixes and its answers."""

from __future__ import annotations

from pathlib import Path

import psycopg
import pytest

from trueup.access.examine import AccessOptions, examine
from trueup.access.flaws import FLAWS, KINDS, explain
from trueup.access.model import AccessReport
from trueup.finding import Finding
from trueup.postgres.server import Database

CASES = Path(__file__).parent / "cases"
RINGS = {
    "by itself": "CREATE POLICY p ON a USING (EXISTS (SELECT 1 FROM a x WHERE x.id = a.parent))",
    "by itself, IN": "CREATE POLICY p ON a USING (id IN (SELECT x.parent FROM a x))",
    "by itself, a comparison": "CREATE POLICY p ON a USING (id = (SELECT max(x.id) FROM a x))",
    "two tables": "CREATE POLICY p ON a USING (EXISTS (SELECT 1 FROM b)); CREATE POLICY p ON b USING (EXISTS (SELECT 1 FROM a))",
    "three tables": "CREATE POLICY p ON a USING (EXISTS (SELECT 1 FROM b)); CREATE POLICY p ON b USING (EXISTS (SELECT 1 FROM c));"
    " CREATE POLICY p ON c USING (EXISTS (SELECT 1 FROM a))",
    "reached from outside": "CREATE POLICY p ON a USING (EXISTS (SELECT 1 FROM b)); CREATE POLICY p ON b USING (EXISTS (SELECT 1"
    " FROM b x))",
    "by a caller's function": "CREATE FUNCTION f() RETURNS boolean LANGUAGE sql STABLE AS 'SELECT EXISTS (SELECT 1 FROM a)';"
    " CREATE POLICY p ON a USING (f())",
    "past policies": "CREATE FUNCTION f() RETURNS boolean LANGUAGE sql STABLE SECURITY DEFINER AS"
    " 'SELECT EXISTS (SELECT 1 FROM a)'; CREATE POLICY p ON a USING (f())",
    "one way": "CREATE POLICY p ON a USING (EXISTS (SELECT 1 FROM b)); CREATE POLICY p ON b USING (true)",
    "for INSERT only": "CREATE POLICY r ON a FOR SELECT USING (true); CREATE POLICY p ON a FOR INSERT WITH CHECK (EXISTS (SELECT 1"
    " FROM a x WHERE x.id = a.parent))",
    "for UPDATE only": "CREATE POLICY r ON a FOR SELECT USING (true); CREATE POLICY p ON a FOR UPDATE USING (EXISTS (SELECT 1 FROM"
    " a x WHERE x.id = a.parent))",
    "for another role": "CREATE POLICY p ON a TO service_role USING (EXISTS (SELECT 1 FROM a))",
    "for anon alone": "CREATE POLICY p ON a TO anon USING (EXISTS (SELECT 1 FROM a))",
    "restrictive": "CREATE POLICY q ON a USING (true); CREATE POLICY p ON a AS RESTRICTIVE USING (EXISTS (SELECT 1 FROM a x))",
    "through a view": "CREATE VIEW v WITH (security_invoker = true) AS SELECT * FROM a; CREATE POLICY p ON a USING (EXISTS (SELECT"
    " 1 FROM v))",
    "through an owner's view": "CREATE VIEW v AS SELECT * FROM a; CREATE POLICY p ON a USING (EXISTS (SELECT 1 FROM v))",
    "an EXISTS in an OR": "CREATE POLICY p ON a USING (id = 1 OR EXISTS (SELECT 1 FROM a x))",
    "a join": "CREATE POLICY p ON a USING (EXISTS (SELECT 1 FROM b JOIN a x ON x.id = b.id))",
    "a common table expression": "CREATE POLICY p ON a USING (EXISTS (WITH w AS (SELECT * FROM a) SELECT 1 FROM w))",
    "no sub-query": "CREATE POLICY p ON a USING (parent = id)",
}  # fmt: skip
TABLES = "".join(
    f"CREATE TABLE {t} (id int PRIMARY KEY, parent int); ALTER TABLE {t} ENABLE ROW LEVEL SECURITY;"
    f"INSERT INTO {t} VALUES (1, 1);"  # a function in a policy is called where there is a row
    for t in "abc"
)


def examined(database: Database, sql: str) -> AccessReport:
    with database.connect() as conn:
        conn.execute(sql.encode())
    return examine(database, None, "supabase")


def servers_word(database: Database, role: str, sql: str) -> bool:
    """Whether PostgreSQL itself calls it an infinite recursion."""
    with database.connect() as conn:
        conn.execute(f"SET ROLE {role}".encode())
        try:
            conn.execute(sql.encode())
        except psycopg.Error as error:
            return error.sqlstate in ("42P17", "54001")  # the rewriter, or the stack behind a function
    return False


@pytest.mark.parametrize("name", RINGS)
def test_recursion_is_what_the_server_calls_recursion(supabase_database: Database, name: str) -> None:
    with supabase_database.connect() as conn:
        conn.execute((TABLES + RINGS[name]).encode())
    report = examine(supabase_database, None, "supabase", options=AccessOptions(fixes=False))
    statements = ("SELECT * FROM a", "INSERT INTO a VALUES (2, 1)", "UPDATE a SET id = id", "DELETE FROM a WHERE true")
    said = any(servers_word(supabase_database, role, sql) for role in ("anon", "authenticated") for sql in statements)
    found = [f for f in report.findings if f.rule == "policy-recursion"]
    assert bool(found) is said
    assert all(f.related for f in found)


def error_of(report: AccessReport, rule: str) -> Finding:
    return next(f for f in report.findings if f.rule == rule)


def test_a_proof_runs_again_by_itself(supabase_database: Database) -> None:
    report = examined(supabase_database, (CASES / "self-promotion-role.bad.sql").read_text())
    script = error_of(report, "self-promotion").evidence[0].text
    with supabase_database.connect(superuser=True) as conn:
        conn.execute("SET search_path = public")
        conn.execute(script.encode())
        rows = conn.execute("SELECT count(*) FROM reports").fetchone()
    assert rows == (0,), "everything is rolled back"


def test_a_fix_that_does_nothing_is_not_offered(supabase_database: Database) -> None:
    """The schema already holds the no-op REVOKE of one column; what is offered takes the table's grant away."""
    report = examined(supabase_database, (CASES / "self-promotion-noop-revoke.bad.sql").read_text())
    finding = error_of(report, "self-promotion")
    assert finding.fixes and all(fix.executed for fix in finding.fixes)
    for fix in finding.fixes:
        assert not all(step.sql.startswith("REVOKE UPDATE (") for step in fix.steps)


def _nightly(*cases: str) -> list[object]:
    return [pytest.param(case, marks=pytest.mark.nightly) for case in cases]


@pytest.mark.parametrize(
    "case",
    [
        "self-promotion-role",
        "view-definer",
        "recursion-self",
        "lookup-not-tied",
        *_nightly(
            "role-claim-never-set",
            "secret-of-listed-rows",
            "null-owner-guests",
            "trigger-copies-all",
            "compares-row-key",
            "path-of-another-name",
            "points-held-by-insert",
        ),
    ],
)
def test_after_a_fix_the_finding_is_gone(supabase_database: Database, case: str) -> None:
    report = examined(supabase_database, (CASES / f"{case}.bad.sql").read_text())
    finding = min((f for f in report.findings if f.rule != "truncate-granted"), key=lambda f: f.severity.rank)
    with supabase_database.connect() as conn:
        for step in finding.fixes[0].steps:
            conn.execute(step.sql.encode())
    after = examine(supabase_database, None, "supabase")
    assert finding.fingerprint not in {f.fingerprint for f in after.findings}
    assert not [f for f in after.findings if f.severity == "error"]


def test_the_same_schema_gives_the_same_answer(supabase_database: Database) -> None:
    report = examined(supabase_database, (CASES / "sign-up-role.bad.sql").read_text())
    again = examine(supabase_database, None, "supabase")
    assert report == again


def test_every_rule_that_is_found_is_explained() -> None:
    for flaw in FLAWS:
        assert flaw.kind in KINDS
        assert flaw.title in (explain(flaw.id) or "")
    for case in CASES.glob("*.sql"):
        for line in case.read_text().splitlines():
            if line.startswith("-- expect: "):
                rule = line.split()[3]
                assert any(flaw.id.startswith(rule) for flaw in FLAWS), rule


MEMBERS = """
CREATE TABLE public.teams (id uuid PRIMARY KEY DEFAULT gen_random_uuid(), name text);
ALTER TABLE public.teams ENABLE ROW LEVEL SECURITY;
CREATE TABLE public.members (team uuid REFERENCES public.teams, person uuid REFERENCES auth.users, PRIMARY KEY (team, person));
CREATE POLICY own ON public.members FOR SELECT USING (person = auth.uid());
CREATE POLICY of_members ON public.teams FOR SELECT USING (EXISTS (SELECT FROM public.members m WHERE m.team = teams.id AND m.person = auth.uid()));
"""


def test_what_follows_from_one_forgotten_switch_is_told_with_it(supabase_database: Database) -> None:
    report = examined(supabase_database, MEMBERS)
    errors = [f for f in report.findings if f.severity == "error"]
    assert [f.rule for f in errors] == ["policies-without-rls"]
    assert any("public.teams" in c.message for c in errors[0].consequences), "joining a team is one of them"


def test_the_search_for_a_partition_lets_nobody_insert(supabase_database: Database) -> None:
    """A row that no partition takes is refused before any policy is asked."""
    report = examined(supabase_database, (CASES.parent / "labelled" / "r7-chat-messages-partition.sql").read_text())
    rows = {c.principal: c.rows for c in report.matrix if c.ref.name == ("messages",) and c.command == "INSERT"}
    assert rows == {
        "anon": "none", "stranger": "none", "A": "own", "B": "own", "anonymous sign-in": "none", "privileged": "own",
        "service": "all",
    }  # fmt: skip

# ruff: noqa: E501
"""Several ways through one hole are one finding; two holes are two."""

from __future__ import annotations

from trueup.access.examine import examine
from trueup.access.model import AccessReport
from trueup.postgres.server import Database

MEMBERS = """
CREATE TABLE teams (id uuid PRIMARY KEY, name text NOT NULL);
CREATE TABLE members (team_id uuid REFERENCES teams, user_id uuid REFERENCES auth.users,
  role text NOT NULL CHECK (role IN ('owner', 'admin', 'member')), PRIMARY KEY (team_id, user_id));
CREATE TABLE docs (id uuid PRIMARY KEY, team_id uuid NOT NULL REFERENCES teams, body text);
ALTER TABLE teams ENABLE ROW LEVEL SECURITY;
ALTER TABLE members ENABLE ROW LEVEL SECURITY;
ALTER TABLE docs ENABLE ROW LEVEL SECURITY;
CREATE POLICY own ON members FOR SELECT USING (user_id = auth.uid());
CREATE POLICY join_any ON members FOR INSERT WITH CHECK (user_id = auth.uid());
CREATE POLICY of_team ON docs FOR SELECT USING (EXISTS (SELECT 1 FROM members m WHERE m.team_id = docs.team_id AND m.user_id = auth.uid()));
CREATE POLICY by_admins ON docs FOR ALL USING (EXISTS (SELECT 1 FROM members m WHERE m.team_id = docs.team_id AND m.user_id = auth.uid() AND m.role = 'admin'));
"""
PROFILES = """
CREATE TABLE profiles (id uuid PRIMARY KEY REFERENCES auth.users, role text NOT NULL DEFAULT 'user');
CREATE TABLE secrets (id bigint PRIMARY KEY, body text);
ALTER TABLE profiles ENABLE ROW LEVEL SECURITY;
ALTER TABLE secrets ENABLE ROW LEVEL SECURITY;
CREATE POLICY own ON profiles FOR SELECT USING (id = auth.uid());
CREATE POLICY by_admins ON secrets FOR SELECT USING (EXISTS (SELECT 1 FROM profiles p WHERE p.id = auth.uid() AND p.role = 'admin'));
CREATE FUNCTION set_role(r text) RETURNS void LANGUAGE sql SECURITY DEFINER SET search_path = ''
  AS 'UPDATE public.profiles SET role = r WHERE id = auth.uid()';
CREATE FUNCTION become_admin() RETURNS void LANGUAGE sql SECURITY DEFINER SET search_path = ''
  AS $$ UPDATE public.profiles SET role = 'admin' WHERE id = auth.uid() $$;
"""


def examined(database: Database, sql: str) -> AccessReport:
    with database.connect() as conn:
        conn.execute(sql.encode())
    return examine(database, None, "supabase")


def test_joining_with_one_value_or_another_is_one_finding(supabase_database: Database) -> None:
    report = examined(supabase_database, MEMBERS)
    (joined,) = [f for f in report.findings if f.rule == "self-join"]
    assert "role = 'admin'" in joined.message, "the way that gives the most leads"
    transcripts = [e.text for e in joined.evidence if e.kind == "transcript"]
    assert len(transcripts) == 1 + len(joined.consequences) > 1
    assert len(set(transcripts)) == len(transcripts)


def test_a_fix_closes_every_way(supabase_database: Database) -> None:
    report = examined(supabase_database, MEMBERS)
    (joined,) = [f for f in report.findings if f.rule == "self-join"]
    with supabase_database.connect() as conn:
        for step in joined.fixes[0].steps:
            conn.execute(step.sql.encode())
    after = examine(supabase_database, None, "supabase")
    assert not [f for f in after.findings if f.severity == "error"]


def test_each_function_that_gives_more_is_a_finding(supabase_database: Database) -> None:
    report = examined(supabase_database, PROFILES)
    found = [str(f.ref) for f in report.findings if f.rule == "function-escalates"]
    assert found == ["function public.become_admin()", "function public.set_role(text)"]


NOTES = """
CREATE TABLE notes (id bigint PRIMARY KEY, user_id uuid NOT NULL REFERENCES auth.users, body text);
ALTER TABLE notes ENABLE ROW LEVEL SECURITY;
CREATE POLICY own ON notes FOR SELECT USING (user_id = auth.uid());
"""


def test_what_one_policy_lets_be_changed_and_deleted_is_one_finding(supabase_database: Database) -> None:
    all_ = """
    CREATE POLICY staff ON notes FOR ALL TO authenticated USING (auth.uid() IS NOT NULL);
    CREATE POLICY also_change ON notes FOR UPDATE USING (user_id = auth.uid());
    CREATE POLICY also_delete ON notes FOR DELETE USING (user_id = auth.uid());
    """
    report = examined(supabase_database, NOTES + all_)
    (found,) = [f for f in report.findings if f.rule == "tampering"]
    assert "can change and delete rows of public.notes" in found.message
    assert len([e for e in found.evidence if e.kind == "transcript"]) == 2, "both are shown"
    assert found.consequences == ()
    assert found.fixes[0].executed
    with supabase_database.connect() as conn:
        for step in found.fixes[0].steps:
            conn.execute(step.sql.encode())
    assert not [f for f in examine(supabase_database, None, "supabase").findings if f.rule == "tampering"]


def test_what_two_policies_let_through_stays_two_findings(supabase_database: Database) -> None:
    two = """
    CREATE POLICY changes ON notes FOR UPDATE TO authenticated USING (true);
    CREATE POLICY deletes ON notes FOR DELETE TO authenticated USING (auth.uid() IS NOT NULL);
    CREATE POLICY reads ON notes FOR SELECT TO authenticated USING (true);
    """
    report = examined(supabase_database, NOTES + two)
    assert sorted(f.subject for f in report.findings if f.rule == "tampering") == ["DELETE", "UPDATE"]


OWN_SCHEMA = """
CREATE SCHEMA shop;
CREATE TABLE shop.orders (id bigint PRIMARY KEY, user_id uuid NOT NULL REFERENCES auth.users, total int);
ALTER TABLE shop.orders ENABLE ROW LEVEL SECURITY;
CREATE POLICY "Admin full access" ON shop.orders FOR ALL USING (true);
CREATE POLICY own ON shop.orders FOR SELECT USING (auth.uid()::text = user_id::text);
CREATE SCHEMA hidden;
CREATE TABLE hidden.jobs (id bigint PRIMARY KEY);
GRANT USAGE ON SCHEMA hidden TO authenticated;
GRANT USAGE ON SCHEMA shop TO anon, authenticated;
GRANT ALL ON ALL TABLES IN SCHEMA shop TO anon, authenticated;
"""


def test_a_schema_of_ones_own_is_served_where_its_tables_are_granted(supabase_database: Database) -> None:
    report = examined(supabase_database, OWN_SCHEMA)
    assert {c.ref.schema for c in report.matrix} >= {"shop"}
    assert not [c for c in report.matrix if c.ref.schema == "hidden"]


def test_an_owner_that_is_compared_as_text_has_a_fix(supabase_database: Database) -> None:
    report = examined(supabase_database, OWN_SCHEMA)
    (found,) = [f for f in report.findings if f.rule == "tampering"]
    assert found.fixes[0].executed
    assert "::text" in found.fixes[0].steps[-1].sql

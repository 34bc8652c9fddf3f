"""What names alone say: rights and credit in one's own row, keys that nobody should read, rows for anon alone."""

from __future__ import annotations

import pytest

from trueup.access.examine import examine
from trueup.finding import Finding, Severity
from trueup.postgres.server import Database

PROFILES = """
CREATE TABLE profiles (id uuid PRIMARY KEY REFERENCES auth.users, name text, email text, is_admin boolean DEFAULT false,
  credits int DEFAULT 0, plan text DEFAULT 'free' CHECK (plan IN ('free', 'pro')));
ALTER TABLE profiles ENABLE ROW LEVEL SECURITY;
CREATE POLICY own ON profiles FOR SELECT TO authenticated USING (id = auth.uid());
CREATE POLICY change ON profiles FOR UPDATE TO authenticated USING (id = auth.uid());
"""
HELD = """
CREATE FUNCTION hold() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN NEW.is_admin := OLD.is_admin; NEW.credits := OLD.credits; NEW.plan := OLD.plan; RETURN NEW; END $$;
CREATE TRIGGER hold BEFORE UPDATE ON profiles FOR EACH ROW EXECUTE FUNCTION hold();
"""
GRANTED = "REVOKE UPDATE ON profiles FROM anon, authenticated; GRANT UPDATE (name, email) ON profiles TO authenticated;"
ADMINS = """
CREATE TABLE admins (id uuid PRIMARY KEY, login text, "passwordHash" text NOT NULL);
ALTER TABLE admins ENABLE ROW LEVEL SECURITY;
"""


def found(database: Database, sql: str, rule: str) -> list[Finding]:
    with database.connect() as conn:
        conn.execute(sql.encode())
    return [f for f in examine(database, None, "supabase").findings if f.rule == rule]


def test_rank_and_credit_in_ones_own_row(supabase_database: Database) -> None:
    (finding,) = found(supabase_database, PROFILES, "own-standing-writable")
    assert finding.subject == "is_admin,credits,plan"
    assert finding.severity is Severity.WARNING
    assert finding.fixes[0].executed


@pytest.mark.parametrize("held", [HELD, GRANTED, "ALTER TABLE profiles DROP COLUMN is_admin; " + HELD.replace(
    "NEW.is_admin := OLD.is_admin; ", "")])  # fmt: skip
def test_what_is_held_to_what_it_was_is_no_finding(supabase_database: Database, held: str) -> None:
    assert found(supabase_database, PROFILES + held, "own-standing-writable") == []


def test_credit_alone_is_to_be_reviewed(supabase_database: Database) -> None:
    sql = PROFILES + "ALTER TABLE profiles DROP COLUMN is_admin;"
    assert [f.severity for f in found(supabase_database, sql, "own-standing-writable")] == [Severity.REVIEW]


@pytest.mark.parametrize(
    ("policy", "told"),
    [
        ("CREATE POLICY all_ ON admins FOR SELECT USING (true);", ["passwordHash"]),
        ('CREATE POLICY all_ ON admins FOR SELECT USING (true); ALTER TABLE admins DROP COLUMN "passwordHash";', []),
        ("CREATE POLICY none_ ON admins FOR SELECT USING (login = 'nobody');", []),
    ],
)
def test_a_password_is_nobodys_to_read(supabase_database: Database, policy: str, told: list[str]) -> None:
    findings = found(supabase_database, ADMINS + policy, "sensitive-columns-public")
    assert [f.subject for f in findings] == told


@pytest.mark.parametrize(
    ("roles", "told"), [("anon", [Severity.WARNING]), ("anon, authenticated", []), ("authenticated", [])]
)
def test_rows_for_anon_alone(supabase_database: Database, roles: str, told: list[Severity]) -> None:
    sql = PROFILES + f"CREATE POLICY shown ON profiles FOR SELECT TO {roles} USING (true);"
    assert [f.severity for f in found(supabase_database, sql, "signed-in-reads-less")] == told


def test_uploads_into_ones_own_folder_are_ones_own(supabase_database: Database) -> None:
    sql = """
    CREATE POLICY up ON storage.objects FOR INSERT TO authenticated
      WITH CHECK (bucket_id = 'pdfs' AND (storage.foldername(name))[1] = auth.uid()::text);
    CREATE POLICY any_ ON storage.objects FOR INSERT TO authenticated WITH CHECK (bucket_id = 'shared');
    """
    with supabase_database.connect() as conn:
        conn.execute(sql.split(";")[0].encode())
    cells = {
        c.principal: c.rows
        for c in examine(supabase_database, None, "supabase").matrix
        if str(c.ref) == "table storage.objects" and c.command == "INSERT"
    }
    assert {name: cells[name] for name in ("anon", "stranger", "A")} == {"anon": "none", "stranger": "own", "A": "own"}

"""Whoever leaves one of two memberships and then acts by the other has gained nothing; whoever sheds a ban has."""

from __future__ import annotations

import pytest

from trueup.access.examine import examine
from trueup.postgres.server import Database

OFFICES = """
CREATE TABLE offices (id uuid PRIMARY KEY DEFAULT gen_random_uuid(), name text);
CREATE TABLE clerks (id uuid PRIMARY KEY DEFAULT gen_random_uuid(), office_id uuid NOT NULL REFERENCES offices,
  user_id uuid NOT NULL REFERENCES auth.users ON DELETE CASCADE, name text);
CREATE TABLE tickets (id uuid PRIMARY KEY, office_id uuid NOT NULL REFERENCES offices, body text);
CREATE FUNCTION welcome() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = '' AS $$
DECLARE o uuid;
BEGIN
  INSERT INTO public.offices (name) VALUES ('mine') RETURNING id INTO o;
  INSERT INTO public.clerks (office_id, user_id, name) VALUES (o, NEW.id, NEW.email);
  RETURN NEW;
END $$;
CREATE TRIGGER welcome AFTER INSERT ON auth.users FOR EACH ROW EXECUTE FUNCTION welcome();
CREATE FUNCTION my_office() RETURNS uuid LANGUAGE sql STABLE SECURITY DEFINER SET search_path = ''
  AS 'SELECT office_id FROM public.clerks WHERE user_id = auth.uid() LIMIT 1';
ALTER TABLE offices ENABLE ROW LEVEL SECURITY;
ALTER TABLE clerks ENABLE ROW LEVEL SECURITY;
ALTER TABLE tickets ENABLE ROW LEVEL SECURITY;
CREATE POLICY o ON offices FOR SELECT USING (id = my_office());
CREATE POLICY c ON clerks FOR ALL USING (office_id = my_office());
CREATE POLICY t ON tickets FOR ALL USING (office_id = my_office());
"""
BANS = """
CREATE TABLE bans (id bigint PRIMARY KEY, user_id uuid NOT NULL REFERENCES auth.users, reason text);
CREATE TABLE posts (id bigint PRIMARY KEY, body text);
ALTER TABLE bans ENABLE ROW LEVEL SECURITY;
ALTER TABLE posts ENABLE ROW LEVEL SECURITY;
CREATE POLICY see ON bans FOR SELECT USING (user_id = auth.uid());
CREATE POLICY shed ON bans FOR DELETE USING (user_id = auth.uid());
CREATE POLICY read ON posts FOR SELECT TO authenticated
  USING (NOT EXISTS (SELECT 1 FROM bans b WHERE b.user_id = auth.uid()));
"""


@pytest.mark.parametrize(("sql", "told"), [(OFFICES, set()), (BANS, {"self-promotion"})])
def test_leaving(supabase_database: Database, sql: str, told: set[str]) -> None:
    with supabase_database.connect() as conn:
        conn.execute(sql.encode())
    findings = examine(supabase_database, None, "supabase").findings
    assert {f.rule for f in findings if f.severity == "error"} == told

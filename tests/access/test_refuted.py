"""A view with its owner's rights is refuted as a danger only where each caller was seen to get what is its own."""

from __future__ import annotations

from trueup.access.examine import AccessOptions, examine
from trueup.postgres.server import Database

SCHEMA = """
CREATE TABLE notes (id uuid PRIMARY KEY, user_id uuid NOT NULL REFERENCES auth.users, body text);
CREATE TABLE cities (id int PRIMARY KEY, name text);
ALTER TABLE notes ENABLE ROW LEVEL SECURITY;
ALTER TABLE cities ENABLE ROW LEVEL SECURITY;
CREATE POLICY own ON notes FOR ALL TO authenticated USING (user_id = auth.uid()) WITH CHECK (user_id = auth.uid());
CREATE POLICY everyone ON cities FOR SELECT USING (true);
CREATE VIEW my_notes AS SELECT id, body FROM notes WHERE user_id = auth.uid();
CREATE VIEW all_notes AS SELECT id, body FROM notes;
CREATE VIEW city_names AS SELECT name FROM cities;
CREATE VIEW nothing AS SELECT body FROM notes WHERE body = 'never seeded';
REVOKE INSERT, UPDATE, DELETE ON my_notes, all_notes, city_names, nothing FROM anon, authenticated;
"""


def test_only_what_was_tried_is_refuted(supabase_database: Database) -> None:
    with supabase_database.connect() as conn:
        conn.execute(SCHEMA.encode())
    report = examine(supabase_database, None, "supabase", options=AccessOptions(fixes=False))
    assert [(r.rule, r.ref.qualified) for r in report.refuted] == [
        ("view-bypasses-rls", "public.city_names"),
        ("view-bypasses-rls", "public.my_notes"),
    ]
    assert "public.all_notes" in {f.ref.qualified for f in report.findings if f.ref}

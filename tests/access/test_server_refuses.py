"""Ways past policies that PostgreSQL itself shuts: why the examination does not probe them apart."""

from __future__ import annotations

import psycopg
import pytest

from trueup.postgres.server import Database

TABLE = """
CREATE TABLE notes (id int PRIMARY KEY, owner text NOT NULL, body text);
INSERT INTO notes VALUES (1, 'a', 'of a'), (2, 'b', 'of b');
ALTER TABLE notes ENABLE ROW LEVEL SECURITY;
GRANT ALL ON notes TO anon;
CREATE POLICY adds ON notes FOR INSERT TO anon WITH CHECK (owner = 'a');
"""
POLICIES = {
    "hidden, and kept": "CREATE POLICY r ON notes FOR SELECT USING (owner = 'a');"
    "CREATE POLICY u ON notes FOR UPDATE USING (owner = 'a')",
    "seen, and kept": "CREATE POLICY r ON notes FOR SELECT USING (true);"
    "CREATE POLICY u ON notes FOR UPDATE USING (owner = 'a')",
    "seen, and kept, with any new row": "CREATE POLICY r ON notes FOR SELECT USING (true);"
    "CREATE POLICY u ON notes FOR UPDATE USING (owner = 'a') WITH CHECK (true)",
    "hidden, though it may be changed": "CREATE POLICY r ON notes FOR SELECT USING (owner = 'a');"
    "CREATE POLICY u ON notes FOR UPDATE USING (true) WITH CHECK (true)",
    "no policy for UPDATE": "CREATE POLICY r ON notes FOR SELECT USING (true)",
}


@pytest.mark.parametrize("policies", POLICIES.values(), ids=POLICIES)
def test_an_upsert_onto_anothers_row_is_refused(supabase_database: Database, policies: str) -> None:
    with supabase_database.connect() as conn:
        conn.execute((TABLE + policies).encode())
    upsert = "INSERT INTO notes VALUES ({}, 'a', 'taken') ON CONFLICT (id) DO UPDATE SET owner = 'a', body = 'taken'"
    with supabase_database.connect() as conn:
        conn.execute("SET ROLE anon")
        with pytest.raises(psycopg.errors.InsufficientPrivilege, match="row-level security"):
            conn.execute(upsert.format(2).encode())
    if "FOR UPDATE" in policies:
        with supabase_database.connect() as conn:
            conn.execute("SET ROLE anon")
            assert conn.execute(upsert.format(1).encode()).rowcount == 1, "its own row it may take"


def test_copy_obeys_policies(supabase_database: Database) -> None:
    with supabase_database.connect() as conn:
        conn.execute((TABLE + POLICIES["hidden, and kept"]).encode())
        conn.execute("SET ROLE anon")
        with conn.cursor().copy("COPY notes TO STDOUT") as out:
            assert [row.decode() for row in map(bytes, out)] == ["1\ta\tof a\n"]
        with pytest.raises(psycopg.errors.FeatureNotSupported), conn.cursor().copy("COPY notes FROM STDIN") as into:
            into.write(b"3\ta\tmore\n")

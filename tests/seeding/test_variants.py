"""Rows on every state of what decides about them, the same for A and for B."""

from pathlib import Path

from trueup.access.examine import AccessOptions, examine
from trueup.postgres.server import Database
from trueup.seeding.seed import seed

EXAMPLE = Path(__file__).parent.parent.parent / "examples/code-playground/database-schema.sql"
TREE = """
    CREATE TABLE spaces (id int PRIMARY KEY, owner uuid NOT NULL REFERENCES auth.users, hidden boolean NOT NULL);
    CREATE TABLE boards (id int PRIMARY KEY, space int NOT NULL REFERENCES spaces);
    CREATE TABLE cards (id int PRIMARY KEY, board int NOT NULL REFERENCES boards, space int REFERENCES spaces);
    ALTER TABLE spaces ENABLE ROW LEVEL SECURITY;
    ALTER TABLE boards ENABLE ROW LEVEL SECURITY;
    ALTER TABLE cards ENABLE ROW LEVEL SECURITY;
    CREATE POLICY p ON spaces USING (NOT hidden OR owner = auth.uid());
    CREATE POLICY p ON boards USING (EXISTS (SELECT FROM spaces s WHERE s.id = space));
    CREATE POLICY p ON cards USING (EXISTS (SELECT FROM boards b WHERE b.id = board));
"""


def test_a_child_of_a_private_parent_makes_its_cell_conditional(supabase_database: Database) -> None:
    with supabase_database.connect() as conn:
        conn.execute(EXAMPLE.read_bytes())
    report = examine(supabase_database, None, "supabase", options=AccessOptions(fixes=False))
    cells = {(c.principal, str(c.ref), c.command): c.rows for c in report.matrix}
    for table in ("project_commits", "project_branches", "project_likes", "comments", "projects"):
        for principal in ("anon", "A", "B"):
            assert cells[principal, f"table public.{table}", "SELECT"] == "conditional", table
    assert cells["service", "table public.project_commits", "SELECT"] == "all"
    of_a, of_b = ({k[1:]: rows for k, rows in cells.items() if k[0] == key} for key in "AB")
    assert of_a == of_b
    assert report.coverage["rows"] < 7 * report.coverage["tables"]


def test_rows_hang_on_each_state_of_a_parent_two_levels_up(supabase_database: Database) -> None:
    with supabase_database.connect() as conn:
        conn.execute(TREE.encode())
    people = {p.uid: p.key for p in seed(supabase_database).people}
    with supabase_database.connect() as conn:
        found = conn.execute("""
            SELECT s.owner::text, s.hidden, c.space IS NULL OR c.space = b.space
            FROM cards c JOIN boards b ON b.id = c.board JOIN spaces s ON s.id = b.space
        """).fetchall()
    states = {(people[owner], hidden) for owner, hidden, _ in found}
    assert {("a", True), ("a", False), ("b", True), ("b", False)} <= states
    assert all(fits for *_, fits in found), "a row that names its parent twice names the same one"


def test_there_is_something_to_take_where_functions_take(database: Database) -> None:
    with database.connect() as conn:
        conn.execute(b"""
            CREATE TABLE purses (id int PRIMARY KEY, balance numeric(8,2) NOT NULL DEFAULT 0 CHECK (balance >= 0),
              points int NOT NULL DEFAULT 0, likes int NOT NULL DEFAULT 0, used int DEFAULT 0, most int DEFAULT 5);
            CREATE FUNCTION pay(who int, much numeric) RETURNS void LANGUAGE sql AS
              $$ UPDATE purses SET balance = balance - much, likes = likes + 1 WHERE id = who AND used < most $$;
            CREATE FUNCTION spend(who int, much int) RETURNS void LANGUAGE plpgsql AS $$
            DECLARE v_points int;
            BEGIN
              SELECT points INTO v_points FROM purses WHERE id = who;
              IF v_points < much THEN RAISE EXCEPTION 'not enough'; END IF;
            END $$
        """)
    seed(database)
    with database.connect() as conn:
        found = conn.execute(
            "SELECT min(balance) > 100, min(points) > 100, max(likes), max(used) FROM purses"
        ).fetchone()
    assert found == (True, True, 0, 0)


def test_rows_meet_what_must_hold_together_and_miss_it_by_one(supabase_database: Database) -> None:
    with supabase_database.connect() as conn:
        conn.execute(b"""
            CREATE TABLE posts (id int PRIMARY KEY, author uuid NOT NULL REFERENCES auth.users,
              status text NOT NULL DEFAULT 'draft' CHECK (status IN ('draft', 'live')),
              removed boolean NOT NULL DEFAULT false, hidden boolean NOT NULL DEFAULT true, shown_from timestamptz,
              ended_at timestamptz);
            CREATE TABLE notes (id int PRIMARY KEY, post_id int NOT NULL);
            ALTER TABLE posts ENABLE ROW LEVEL SECURITY;
            ALTER TABLE notes ENABLE ROW LEVEL SECURITY;
            CREATE POLICY p ON posts FOR SELECT USING (author = auth.uid() OR status = 'live' AND NOT removed
              AND NOT hidden AND shown_from <= now() AND (ended_at IS NULL OR ended_at > now()));
            CREATE POLICY p ON notes FOR SELECT USING (EXISTS (SELECT FROM posts p WHERE p.id = notes.post_id));
        """)
    assert seed(supabase_database).not_evaluated == ()
    with supabase_database.connect() as conn:
        states = {
            tuple(row)
            for row in conn.execute("""
                SELECT status = 'live', removed, hidden, shown_from <= now(), ended_at > now() FROM posts
            """)
        }
        conn.execute("SET ROLE anon")
        seen = conn.execute("SELECT count(*) FROM notes").fetchone()
    good = (True, False, False, True, None)
    assert good in states and (*good[:4], False) in states
    for column in range(4):
        near = tuple(not value if index == column else value for index, value in enumerate(good))
        assert near in states, near
    assert seen and seen[0] > 0, "a column that holds a key points to a row, foreign key or not"


def test_what_entitles_is_nobodys_whose_rights_are_judged(supabase_database: Database) -> None:
    with supabase_database.connect() as conn:
        conn.execute(b"""
            CREATE TABLE user_roles (id int PRIMARY KEY, user_id uuid NOT NULL REFERENCES auth.users,
              role text NOT NULL CHECK (role IN ('user', 'editor', 'admin')), UNIQUE (user_id, role));
            CREATE FUNCTION has_role(who uuid, what text) RETURNS boolean LANGUAGE sql STABLE SECURITY DEFINER AS
              $$ SELECT EXISTS (SELECT FROM public.user_roles WHERE user_id = who AND role = what) $$;
            CREATE TABLE pages (id int PRIMARY KEY, author uuid NOT NULL REFERENCES auth.users, secret boolean);
            ALTER TABLE user_roles ENABLE ROW LEVEL SECURITY;
            ALTER TABLE pages ENABLE ROW LEVEL SECURITY;
            CREATE POLICY own ON user_roles FOR SELECT USING (user_id = auth.uid());
            CREATE POLICY own ON pages USING (author = auth.uid() OR has_role(auth.uid(), 'admin'));
            CREATE POLICY edit ON pages FOR UPDATE USING (has_role(auth.uid(), 'editor'));
        """)
    report = examine(supabase_database, None, "supabase", options=AccessOptions(fixes=False))
    cells = {(c.principal, c.command): c.rows for c in report.matrix if str(c.ref) == "table public.pages"}
    for principal in "AB":
        assert cells[principal, "SELECT"] == cells[principal, "DELETE"] == "own"
    assert cells["privileged", "SELECT"] == "all"


def test_a_row_hangs_on_nothing_where_a_condition_asks_for_that(supabase_database: Database) -> None:
    with supabase_database.connect() as conn:
        conn.execute(b"""
            CREATE TABLE teams (id int PRIMARY KEY);
            CREATE TABLE docs (id int PRIMARY KEY, team int REFERENCES teams, kind text DEFAULT 'x');
            ALTER TABLE docs ENABLE ROW LEVEL SECURITY;
            CREATE POLICY p ON docs FOR SELECT USING (team IS NULL OR kind IS NULL AND auth.uid() IS NOT NULL);
        """)
    seed(supabase_database)
    with supabase_database.connect() as conn:
        found = conn.execute("SELECT bool_or(team IS NULL), bool_or(kind IS NULL AND team IS NOT NULL) FROM docs")
        assert found.fetchone() == (True, True)
        assert conn.execute("SELECT count(*) FROM docs WHERE team IS NOT NULL AND kind IS NOT NULL").fetchone() != (0,)


def test_what_turns_a_condition_on_stays_on_when_its_check_is_met(supabase_database: Database) -> None:
    with supabase_database.connect() as conn:
        conn.execute(b"""
            CREATE TABLE readings (id int PRIMARY KEY, owner uuid NOT NULL REFERENCES auth.users,
              pulse int CHECK (pulse BETWEEN 20 AND 300));
            ALTER TABLE readings ENABLE ROW LEVEL SECURITY;
            CREATE POLICY p ON readings FOR SELECT USING (owner = auth.uid() OR pulse IS NOT NULL);
        """)
    people = {p.uid: p.key for p in seed(supabase_database).people}
    with supabase_database.connect() as conn:
        found = conn.execute("SELECT owner::text, pulse IS NULL FROM readings").fetchall()
    assert {(people[owner], empty) for owner, empty in found} >= {(k, empty) for k in "ab" for empty in (True, False)}

"""Every table of a schema gets rows, or says why not."""

import json
from pathlib import Path

import pytest

from trueup.access.examine import AccessOptions, examine
from trueup.postgres.server import Database
from trueup.seeding.seed import seed

SCHEMAS = {
    "checks": """
        CREATE TYPE mood AS ENUM ('low', 'high');
        CREATE DOMAIN code AS text CHECK (VALUE ~ '^[A-Z]{3}-[0-9]{4}$');
        CREATE TABLE t (id int PRIMARY KEY, kind text NOT NULL CHECK (kind IN ('x', 'y')),
          n int CHECK (n BETWEEN 5 AND 7),
          name varchar(5) NOT NULL CHECK (char_length(name) >= 3), c code NOT NULL,
          m mood NOT NULL, tags text[] NOT NULL,
          span daterange NOT NULL, doc jsonb NOT NULL, low int, high int,
          CHECK (low < high), EXCLUDE USING gist (span WITH &&))
    """,
    "cycle": """
        CREATE TABLE a (id uuid PRIMARY KEY, b uuid);
        CREATE TABLE b (id uuid PRIMARY KEY, a uuid NOT NULL REFERENCES a);
        ALTER TABLE a ADD FOREIGN KEY (b) REFERENCES b
    """,
    "deferred cycle": """
        CREATE TABLE a (id int PRIMARY KEY, b int NOT NULL);
        CREATE TABLE b (id int PRIMARY KEY, a int NOT NULL REFERENCES a DEFERRABLE INITIALLY DEFERRED);
        ALTER TABLE a ADD FOREIGN KEY (b) REFERENCES b DEFERRABLE INITIALLY DEFERRED
    """,
    "beside a cycle": """
        CREATE TABLE after (id int PRIMARY KEY, b int, c int, CHECK (num_nonnulls(b, c) = 1));
        CREATE TABLE b (id int PRIMARY KEY, c int);
        CREATE TABLE c (id int PRIMARY KEY, b int REFERENCES b);
        ALTER TABLE b ADD FOREIGN KEY (c) REFERENCES c;
        ALTER TABLE after ADD FOREIGN KEY (b) REFERENCES b, ADD FOREIGN KEY (c) REFERENCES c
    """,
    "partitions": """
        CREATE TABLE p (id int, at date NOT NULL, PRIMARY KEY (id, at)) PARTITION BY RANGE (at);
        CREATE TABLE p1 PARTITION OF p FOR VALUES FROM ('1999-01-01') TO ('1999-02-01')
    """,
    "a path under its owner": """
        CREATE TABLE owners (id uuid PRIMARY KEY);
        CREATE TABLE files (owner uuid NOT NULL REFERENCES owners, path text NOT NULL UNIQUE,
          CHECK (split_part(path, '/', 1) = owner::text))
    """,
    "two of the same": """
        CREATE TABLE users (id int PRIMARY KEY);
        CREATE TABLE follows (a int REFERENCES users, b int REFERENCES users, PRIMARY KEY (a, b), CHECK (a <> b))
    """,
    "identity and generated": """
        CREATE TABLE g (id int GENERATED ALWAYS AS IDENTITY PRIMARY KEY, a int NOT NULL,
          b int GENERATED ALWAYS AS (a * 2) STORED,
          email text NOT NULL CHECK (email LIKE '%@%.%'), self int NOT NULL REFERENCES g)
    """,
}


@pytest.mark.parametrize("name", SCHEMAS)
def test_every_table_gets_rows(database: Database, name: str) -> None:
    with database.connect() as conn:
        conn.execute(SCHEMAS[name].encode())
    report = seed(database)
    assert report.not_evaluated == ()
    assert report.tables and report.seeded == report.tables


def test_each_partition_gets_a_row_of_both(database: Database) -> None:
    with database.connect() as conn:
        conn.execute(b"""
            CREATE TABLE p (id int, at date NOT NULL, PRIMARY KEY (id, at)) PARTITION BY RANGE (at);
            CREATE TABLE p1 PARTITION OF p FOR VALUES FROM ('2031-01-01') TO ('2032-01-01');
            CREATE TABLE p2 PARTITION OF p FOR VALUES FROM ('2033-01-01') TO ('2034-01-01');
            CREATE TABLE rest PARTITION OF p DEFAULT
        """)
    seed(database)
    with database.connect() as conn:
        found = conn.execute("SELECT tableoid::regclass::text, count(*) >= 2 FROM p GROUP BY 1 ORDER BY 1").fetchall()
    assert found == [("p1", True), ("p2", True), ("rest", True)]


def test_a_table_that_can_not_be_seeded_says_why(database: Database) -> None:
    with database.connect() as conn:
        conn.execute("CREATE TABLE t (id int CHECK (id < 0 AND id > 0) NOT NULL)")
    report = seed(database)
    assert report.seeded == 0
    assert "t_id_check" in report.not_evaluated[0].reason


def test_the_same_schema_gives_the_same_rows(database: Database) -> None:
    with database.connect() as conn:
        conn.execute(SCHEMAS["checks"].encode())
    copy = database.clone()
    try:
        read = "SELECT jsonb_agg(to_jsonb(t) ORDER BY id) FROM t"
        answers = []
        for one in (database, copy):
            seed(one)
            with one.connect() as conn:
                answers.append(conn.execute(read.encode()).fetchone())
        assert answers[0] == answers[1]
    finally:
        copy.drop()


def test_code_of_the_schema_never_runs_as_a_superuser(database: Database) -> None:
    with database.connect() as conn:
        conn.execute(b"""
            CREATE TABLE t (id int PRIMARY KEY, super boolean);
            CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS $$
            BEGIN
              RESET ROLE; RESET SESSION AUTHORIZATION;
              NEW.super := current_setting('is_superuser')::boolean;
              RETURN NEW;
            END $$;
            CREATE TRIGGER f BEFORE INSERT ON t FOR EACH ROW EXECUTE FUNCTION f()
        """)
    assert seed(database).seeded == 1
    with database.connect() as conn:
        assert conn.execute("SELECT bool_or(super) FROM t").fetchone() == (False,)


def test_the_first_to_sign_up_is_nobody_whose_rights_are_judged(supabase_database: Database) -> None:
    with supabase_database.connect() as conn:
        conn.execute(b"""
            CREATE TABLE profiles (id uuid PRIMARY KEY REFERENCES auth.users, role text NOT NULL);
            CREATE FUNCTION handle_new_user() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER AS $$ BEGIN
              INSERT INTO public.profiles VALUES
                (new.id, CASE WHEN EXISTS (SELECT FROM public.profiles) THEN 'user' ELSE 'owner' END);
              RETURN new;
            END $$;
            CREATE TRIGGER t AFTER INSERT ON auth.users FOR EACH ROW EXECUTE FUNCTION handle_new_user();
        """)
    report = seed(supabase_database)
    with supabase_database.connect() as conn:
        roles = dict(conn.execute("SELECT u.email, p.role FROM profiles p JOIN auth.users u USING (id)").fetchall())
    assert roles["c@people.example"] == "owner"
    assert {roles[p.email] for p in report.people if p.key != "c"} == {"user"}


def test_rows_of_two_people_and_of_listed_users(supabase_database: Database) -> None:
    with supabase_database.connect() as conn:
        conn.execute(b"""
            CREATE TABLE messages (id int PRIMARY KEY,
              sender uuid REFERENCES auth.users, receiver uuid REFERENCES auth.users);
            CREATE TABLE albums (id int PRIMARY KEY, owner uuid NOT NULL, members uuid[] NOT NULL DEFAULT '{}');
            ALTER TABLE messages ENABLE ROW LEVEL SECURITY;
            ALTER TABLE albums ENABLE ROW LEVEL SECURITY;
            CREATE POLICY p ON messages USING (auth.uid() IN (sender, receiver));
            CREATE POLICY p ON albums USING (owner = auth.uid() OR auth.uid() = ANY (members));
        """)
    people = {p.key: p.uid for p in seed(supabase_database).people}
    with supabase_database.connect() as conn:
        pairs = set(conn.execute("SELECT sender::text, receiver::text FROM messages").fetchall())
        shared = conn.execute(
            "SELECT owner::text FROM albums WHERE %s::uuid = ANY (members)", (people["a"],)
        ).fetchall()
    assert {(people["a"], people["b"]), (people["b"], people["a"])} <= pairs
    assert shared == [(people["b"],)]


def test_a_setting_behind_a_wrapper_has_the_type_that_it_is_compared_with(database: Database) -> None:
    with database.connect() as conn:
        conn.execute(b"""
            CREATE FUNCTION me() RETURNS int LANGUAGE sql STABLE AS
              $$ SELECT nullif(current_setting('app.user_id', true), '')::int $$;
            CREATE TABLE notes (id int PRIMARY KEY, author int NOT NULL, path text NOT NULL);
            ALTER TABLE notes ENABLE ROW LEVEL SECURITY;
            CREATE POLICY p ON notes USING (author = me() OR path LIKE 'public/%');
        """)
    report = seed(database)
    settings = {p.key: dict(p.settings) for p in report.people}
    with database.connect() as conn:
        authors = {str(row[0]) for row in conn.execute("SELECT author FROM notes")}
        shared = conn.execute("SELECT count(*) FROM notes WHERE path LIKE 'public/%'").fetchone()
    assert {settings["a"]["app.user_id"], settings["b"]["app.user_id"]} <= authors
    assert shared and shared[0] >= 1


def test_tenants_are_named_by_what_their_columns_can_hold(database: Database) -> None:
    with database.connect() as conn:
        conn.execute(b"""
            CREATE TYPE region AS ENUM ('north', 'south', 'west');
            CREATE TABLE branches (code char(3) PRIMARY KEY CHECK (code ~ '^[A-Z]{3}$'));
            CREATE TABLE orders (id int PRIMARY KEY, branch char(3) REFERENCES branches, region region NOT NULL,
                                 depot text NOT NULL CHECK (depot IN ('x', 'y', 'z')), amount int NOT NULL);
            ALTER TABLE orders ENABLE ROW LEVEL SECURITY;
            CREATE POLICY b ON orders USING (branch = current_setting('app.branch', true));
            CREATE POLICY r ON orders USING (region = nullif(current_setting('app.region', true), '')::region);
            CREATE POLICY d ON orders USING (depot = current_setting('app.depot', true) AND amount < 500);
        """)
    settings = {p.key: dict(p.settings) for p in seed(database).people}
    with database.connect() as conn:
        rows = set(conn.execute("SELECT branch, region::text, depot FROM orders").fetchall())
        small = conn.execute("SELECT count(*) FROM orders WHERE amount < 500").fetchone()
    named = {tuple(settings[key][f"app.{what}"] for what in ("branch", "region", "depot")) for key in "abc"}
    assert named <= rows
    assert len({value for row in named for value in row}) == 9
    assert small and small[0]


def test_a_setting_that_holds_a_token_is_a_token(database: Database) -> None:
    with database.connect() as conn:
        conn.execute(b"""
            CREATE FUNCTION org() RETURNS text LANGUAGE sql STABLE AS
              $$ SELECT nullif(current_setting('request.jwt.claims', true), '')::json ->> 'org' $$;
            CREATE TABLE memos (id int PRIMARY KEY, org varchar(4) NOT NULL, writer int NOT NULL);
            ALTER TABLE memos ENABLE ROW LEVEL SECURITY;
            CREATE POLICY m ON memos USING (org = org());
            CREATE POLICY w ON memos
              USING (writer = (current_setting('request.jwt.claims', true)::jsonb #>> '{user,no}')::int);
        """)
    tokens = {p.key: json.loads(dict(p.settings)["request.jwt.claims"]) for p in seed(database).people}
    with database.connect() as conn:
        rows = set(conn.execute("SELECT org, writer FROM memos").fetchall())
    assert {(tokens[key]["org"], int(tokens[key]["user"]["no"])) for key in "ab"} <= rows
    assert tokens["n"] == {}


def test_shapes_of_the_map_are_seeded(supabase_database: Database) -> None:
    with supabase_database.connect() as conn:
        conn.execute(b"""
            CREATE EXTENSION postgis WITH SCHEMA extensions;
            CREATE TABLE courts (id int PRIMARY KEY, at extensions.geometry(Point, 4326) NOT NULL);
        """)
    report = seed(supabase_database)
    assert report.not_evaluated == () and report.seeded == 1


def test_a_column_called_like_an_alias_is_a_column(database: Database) -> None:
    with database.connect() as conn:
        conn.execute(b"CREATE TABLE points (t int PRIMARY KEY, x int NOT NULL, v int NOT NULL, r text, s text)")
    report = seed(database)
    assert report.not_evaluated == () and report.seeded == 1
    found = examine(database, None, "postgres", options=AccessOptions(fixes=False))
    assert not [n for n in found.not_evaluated if "points" in n.what]
    assert found.coverage["rows"] >= 3


def test_checks_that_take_some_thought_are_met(database: Database) -> None:
    with database.connect() as conn:
        conn.execute(Path(__file__).with_name("hard.sql").read_bytes())
    report = seed(database)
    assert [f"{n.what}: {n.reason}" for n in report.not_evaluated] == []
    assert report.seeded == report.tables > 40

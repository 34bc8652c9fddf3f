"""Root causes: one finding each, with its place, the likely name, what fails behind it, and its consequences."""

from __future__ import annotations

import pytest
from replaying import run, unit

from trueup.finding import Finding
from trueup.postgres.server import Database
from trueup.replay.likely import best
from trueup.replay.run import replay


def causes(database: Database, *texts: str) -> list[Finding]:
    return list(run(database, *texts).root_causes)


POLICY = """CREATE TABLE user_profiles (id int PRIMARY KEY, full_name text);
CREATE TABLE usage (id int);
CREATE POLICY admins ON usage USING (EXISTS (
    SELECT 1 FROM public.profiles WHERE profiles.id = 1 AND profiles.role = 'admin'));
"""


def test_the_likely_name_and_the_fault_behind_it(database: Database) -> None:
    pending = unit("ALTER TABLE user_profiles ADD COLUMN role text;", "001.sql")
    first, behind = replay(database, [unit(POLICY, "live.sql")], providers=[pending]).root_causes
    assert (first.rule, str(first.origin), first.evidence[0].sqlstate) == ("missing-relation", "live.sql:4:19", "42P01")
    assert "public.user_profiles" in first.message
    column = POLICY.splitlines()[3].index("profiles.role") + 1
    assert (behind.rule, str(behind.origin)) == ("missing-column", f"live.sql:4:{column}")
    assert behind.evidence[0].sqlstate == "42703"
    assert "001.sql" in behind.message


def test_forty_statements_that_fail_for_one_table_are_one_finding(database: Database) -> None:
    text = "CREATE TABLE t (i nope);" + "".join(f"CREATE INDEX i{n} ON t (i);" for n in range(40))
    (found,) = causes(database, text)
    assert (found.rule, len(found.consequences)) == ("missing-type", 40)


def test_a_consequence_of_a_consequence(database: Database) -> None:
    text = "CREATE TABLE a (i nope); CREATE VIEW b AS SELECT * FROM a; CREATE VIEW c AS SELECT * FROM b;"
    (found,) = causes(database, text)
    assert [str(c.ref) for c in found.consequences] == ["view public.b", "view public.c"]


def test_a_later_file_makes_it(database: Database) -> None:
    (found,) = causes(database, "CREATE VIEW v AS SELECT * FROM t;", "CREATE TABLE t (i int);")
    assert (found.rule, "2.sql:1:1" in found.message) == ("wrong-order", True)


def test_somebody_dropped_it(database: Database) -> None:
    (found,) = causes(database, "CREATE TABLE t (i int);\nDROP TABLE t;\nCREATE INDEX ON t (i);")
    assert (found.rule, "1.sql:2:1" in found.message) == ("dropped-before-use", True)


def test_a_base_schema_that_is_not_there_is_said_once(database: Database) -> None:
    names = ["orders", "invoices", "shipments", "customers", "warehouses"]
    (found,) = causes(database, "".join(f"ALTER TABLE {n} ADD x int; CREATE INDEX ON {n} (x);" for n in names))
    assert found.rule == "base-schema-missing"
    assert len(found.consequences) == 2 * len(names) - 1
    assert all(name in found.message for name in names)


def test_made_again_is_one_finding_per_pair_of_files(database: Database) -> None:
    text = "CREATE TABLE a (i int); CREATE TABLE b (i int); CREATE TABLE c (i int);"
    (found,) = causes(database, text, text)
    assert (found.rule, len(found.consequences)) == ("already-exists", 2)


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("CREATE POLICY IF NOT EXISTS p ON t USING (true);", "create-policy-if-not-exists"),
        ("CREATE TYPE IF NOT EXISTS m AS ENUM ('a');", "create-type-if-not-exists"),
        ("ALTER TABLE t ADD CONSTRAINT IF NOT EXISTS c CHECK (true);", "add-constraint-if-not-exists"),
        ("CREATE TABLE u (i int, UNIQUE (i) WHERE i > 0);", "partial-unique-constraint"),
        ("CREATE VIEW v SECURITY INVOKER AS SELECT 1;", "security-invoker-as-clause"),
        ("RAISE NOTICE 'hello';", "bare-raise"),
        ("CREATE TABLE u (i int AUTO_INCREMENT);", "foreign-dialect"),
        ("CREATE TABLE `u` (i int);", "foreign-dialect"),
        ("CREATE TABLE u (i int, INDEX x (i DESC));", "inline-index"),
        ("CREATE TABLE u (i int,);", "trailing-comma"),
        ("DO $\nBEGIN\nNULL;\nEND $;", "mangled-dollar-quotes"),
        ("CREATE OR REPLACE TABLE u (i int);", "create-or-replace-not-supported"),
        ("<<<<<<< HEAD\nSELECT 1;", "merge-conflict"),
        ("// ... rest unchanged ...\nSELECT 1;", "text-left-out"),
        ("CREATE TABLE u (\n i int,\n // ... other columns\n j int);", "text-left-out"),
    ],
)
def test_wrong_postgresql_is_named_and_has_a_help(database: Database, text: str, rule: str) -> None:
    found = causes(database, "CREATE TABLE t (i int);", text)
    assert [f.rule for f in found] == [rule]
    assert found[0].help
    assert found[0].origin is not None
    assert found[0].origin.file == "2.sql"


def test_a_type_of_another_dialect(database: Database) -> None:
    (found,) = causes(database, "CREATE TABLE t (at DATETIME);")
    assert "timestamptz" in found.message
    assert found.fixes


def test_a_body_is_validated_at_the_end_with_its_line(database: Database) -> None:
    text = "CREATE FUNCTION f() RETURNS int LANGUAGE sql AS $$\n  SELECT i FROM later\n$$;\nCREATE FUNCTION g()\n"
    text += "RETURNS int LANGUAGE sql AS $$\n  SELECT nothing FROM later\n$$;\nCREATE TABLE later (i int);"
    (found,) = causes(database, text)
    assert (found.rule, str(found.origin)) == ("broken-function-body", "1.sql:6:10")


def test_an_error_inside_a_do_block_has_its_line(database: Database) -> None:
    (found,) = causes(database, "DO $$\nBEGIN\n  PERFORM 1;\n  INSERT INTO nowhere VALUES (1);\nEND $$;")
    assert str(found.origin) == "1.sql:4:3"


@pytest.mark.parametrize(
    ("missing", "there", "likely"),
    [
        ("profiles", ["user_profiles", "projects", "profits"], ("user_profiles",)),
        ("user", ["users", "user_roles"], ("users",)),
        ("userProfiles", ["user_profiles"], ("user_profiles",)),
        ("proifles", ["profiles", "files"], ("profiles",)),
        ("categories", ["category", "categorisation"], ("category",)),
        ("id", ["user_id", "idx"], ()),
        ("orders", ["users", "projects"], ()),
        ("tags", ["pages"], ()),
    ],
)
def test_likely_names(missing: str, there: list[str], likely: tuple[str, ...]) -> None:
    assert best(missing, there) == likely


@pytest.mark.parametrize(
    ("again", "made"),
    [
        ("ALTER PUBLICATION p ADD TABLE t;", 2),
        ("ALTER TYPE mood ADD VALUE 'sad';", 3),
        ("ALTER TABLE t ADD CONSTRAINT second PRIMARY KEY (id); ALTER TABLE u ADD PRIMARY KEY (id);", 1),
        ("ALTER TABLE t ADD COLUMN id int; CREATE INDEX i ON t (id);", 1),
    ],
)
def test_what_was_made_again_names_its_first_place(database: Database, again: str, made: int) -> None:
    first = """CREATE TABLE t (id int PRIMARY KEY); CREATE TABLE u (id int PRIMARY KEY); CREATE INDEX i ON t (id);
        CREATE PUBLICATION p; ALTER PUBLICATION p ADD TABLE t;
        CREATE TYPE mood AS ENUM ('sad');"""
    (finding,) = run(database, first, again).root_causes
    assert finding.rule == "already-exists"
    assert f"it was made before, at 1.sql:{made}:" in finding.message


def test_a_call_that_two_functions_answer_is_one_cause(database: Database) -> None:
    first = "CREATE FUNCTION f() RETURNS int RETURN 1; CREATE FUNCTION f(a int DEFAULT 1) RETURNS int RETURN 1;"
    (finding,) = run(database, first + "CREATE VIEW v AS SELECT f(); CREATE VIEW w AS SELECT f();").root_causes
    assert (finding.rule, len(finding.consequences)) == ("ambiguous-name", 1)


def test_a_function_that_the_search_path_does_not_lead_to(database: Database) -> None:
    text = """CREATE SCHEMA extensions; CREATE EXTENSION pgcrypto SCHEMA extensions;
        CREATE FUNCTION salt() RETURNS text LANGUAGE plpgsql SET search_path = public
            AS 'BEGIN RETURN gen_salt(''bf''); END';
        SELECT salt();"""
    (finding,) = run(database, text).root_causes
    assert (finding.rule, "there is extensions.gen_salt(text)" in finding.message) == ("missing-function", True)
    assert "extensions.gen_salt(...)" in finding.help

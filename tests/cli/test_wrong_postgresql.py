"""Text as people have it, through the front door: each mistake is named with its line, and what follows still loads."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from test_bad_input import trueup

# Each line with the rule of the finding that it gets, or of the diagnostic, or "" where it loads.
LINES = (
    ("CREATE TABLE t (id int PRIMARY KEY, a text);", ""),
    ("CREATE POLICY IF NOT EXISTS p ON t USING (true);", "create-policy-if-not-exists"),
    ("CREATE TYPE IF NOT EXISTS mood AS ENUM ('sad');", "create-type-if-not-exists"),
    ("ALTER TABLE t ADD CONSTRAINT IF NOT EXISTS c CHECK (id > 0);", "add-constraint-if-not-exists"),
    ("CREATE TABLE u (id int, UNIQUE (id) WHERE id > 1);", "partial-unique-constraint"),
    ("CREATE VIEW v SECURITY INVOKER AS SELECT 1 AS a;", "security-invoker-as-clause"),
    ("CREATE TRIGGER IF NOT EXISTS g AFTER INSERT ON t EXECUTE FUNCTION f();", "create-trigger-if-not-exists"),
    ("CREATE OR REPLACE TABLE r (id int);", "create-or-replace-not-supported"),
    ("RAISE NOTICE 'done';", "bare-raise"),
    ("CREATE TABLE m (id int AUTO_INCREMENT);", "foreign-dialect"),
    ("CREATE TABLE `b` (id int);", "foreign-dialect"),
    ("CREATE TABLE d (made DATETIME);", "missing-type"),
    ("CREATE TABLE i (id int, INDEX x (id));", "inline-index"),
    ("CREATE TABLE k (id int, );", "trailing-comma"),
    ("DO $ BEGIN PERFORM 1; END $;", "mangled-dollar-quotes"),
    ("// ... rest unchanged ...", "text-left-out"),
    ("Here is some prose about the next table.", "prose-in-sql"),
    ("", ""),
    ("```sql", "markdown-fence"),
    ("CREATE TABLE kept_1 (id int PRIMARY KEY);", ""),
    ("```", "markdown-fence"),
    ("<<<<<<< HEAD", "merge-conflict"),
    ("CREATE TABLE kept_2 (id int PRIMARY KEY);", ""),
    ("=======", "merge-conflict"),
    ("CREATE TABLE kept_3 (id int PRIMARY KEY);", ""),
    (">>>>>>> other", "merge-conflict"),
    ("CREATE TABLE {{index}}_t (id int PRIMARY KEY);", "placeholder-without-value"),
    ("CREATE TABLE ${database}_t (id int PRIMARY KEY);", "placeholder-without-value"),
    ("CREATE TABLE :VAR (id int PRIMARY KEY);", "placeholder-without-value"),
    ("CREATE TABLE <%= name %> (id int PRIMARY KEY);", "placeholder-without-value"),
    ("CREATE TABLE {{ .Options.Schema }}_x (id int PRIMARY KEY);", "placeholder-without-value"),
    (
        "CREATE FUNCTION f() RETURNS int LANGUAGE sql SET search_path = @extschema@ RETURN 1;",
        "placeholder-without-value",
    ),
    ("CREATE TABLE never_ends (id int", "unfinished-statement"),
    ("CREATE TABLE kept_4 (id int PRIMARY KEY);", ""),
)
KEPT = {"t", "kept_1", "kept_2", "kept_3", "kept_4", "index_t", "database_t", "var", "name", "schema_x"}


def tables_of(folder: Path) -> set[str]:
    done = trueup("snapshot", "schema.sql", cwd=folder)
    assert "Traceback" not in done.stderr
    return {table["ref"]["name"][0] for table in json.loads(done.stdout)["objects"]["tables"]}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "schema.sql").write_text("\n".join(line for line, _ in LINES) + "\n")
    return tmp_path


def test_each_mistake_is_named_at_its_line_and_says_what_to_write(folder: Path) -> None:
    done = trueup("check", "schema.sql", "--format", "json", cwd=folder)
    assert (done.returncode, done.stderr) == (1, "")
    report = json.loads(done.stdout)
    refused = [f for f in report["findings"] if f["rule"] in {rule for _, rule in LINES}]
    found = {(f["origin"]["line"], f["rule"]) for f in refused}
    found |= {(d["origin"]["line"], d["code"]) for d in report["diagnostics"] if d["origin"]}
    wanted = {(number, rule) for number, (_, rule) in enumerate(LINES, 1) if rule}
    assert wanted <= found
    assert all(f["help"] for f in refused)
    lines = {number for number, rule in found if rule not in {"source-taken", "extension-shim"}}
    assert lines <= {number for number, _ in wanted}


def test_what_is_right_between_them_loads(folder: Path) -> None:
    assert tables_of(folder) == KEPT


def test_values_from_the_configuration_take_the_place_of_placeholders(tmp_path: Path) -> None:
    (tmp_path / "schema.sql").write_text("\n".join(line for line, rule in LINES if "placeholder" in rule))
    names = ("index", "database", "VAR", "name", ".Options.Schema")
    values = "".join(f'"{name}" = "v{number}"\n' for number, name in enumerate(names))
    (tmp_path / "trueup.toml").write_text(f'[placeholders]\n{values}extschema = "public"\n')
    assert tables_of(tmp_path) == {"v0_t", "v1_t", "v2", "v3", "v4_x"}


HOSTILE = """
CREATE FUNCTION forever() RETURNS int LANGUAGE plpgsql AS 'BEGIN RETURN forever(); END';
SELECT forever();
SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid <> pg_backend_pid();
SELECT pg_terminate_backend(pg_backend_pid());
COPY (SELECT 1) TO PROGRAM 'touch owned';
SELECT pg_read_file('/etc/passwd');
SELECT pg_ls_dir('/');
SELECT lo_import('/etc/passwd');
ALTER SYSTEM SET work_mem = '1GB';
SET SESSION AUTHORIZATION DEFAULT; RESET ROLE; SET ROLE pg_execute_server_program;
DROP DATABASE postgres;
DROP ROLE postgres;
CREATE EXTENSION dblink; SELECT dblink_connect('host=127.0.0.1');
SELECT %s1%s;
CREATE TABLE kept (id int PRIMARY KEY);
"""


def test_hostile_text_does_no_harm_and_the_run_goes_on(tmp_path: Path) -> None:
    depth = 10_000
    (tmp_path / "schema.sql").write_text(HOSTILE % ("(" * depth, ")" * depth))
    assert tables_of(tmp_path) == {"kept"}
    assert sorted(p.name for p in tmp_path.iterdir()) == ["schema.sql"]
    report = json.loads(trueup("check", "schema.sql", "--format", "json", cwd=tmp_path).stdout)
    told = {f["origin"]["line"] for f in report["findings"]}
    told |= {c["origin"]["line"] for f in report["findings"] for c in f["consequences"]}
    last = HOSTILE.splitlines().index("SELECT %s1%s;")
    assert told >= {number for number in range(3, last + 2) if number != 11}  # RESET ROLE is nobody's harm

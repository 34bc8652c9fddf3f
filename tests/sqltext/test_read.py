"""Reading SQL text: statements with their places, and what is no SQL."""

from __future__ import annotations

import pytest

from trueup.sqltext.model import SqlText, Statement
from trueup.sqltext.read import read_sql


def read(text: str, **options: object) -> tuple[Statement, ...]:
    return read_sql(text, "f.sql", **options).statements  # type: ignore[arg-type]


def codes(result: SqlText) -> list[str]:
    return [d.code for d in result.diagnostics]


def test_each_statement_stands_where_its_first_token_stands() -> None:
    text = "-- a comment\n  CREATE TABLE a (i int); /* b */ SELECT\n1;\r\n\r\nDROP TABLE a;\n"
    for statement in read(text):
        lines = text[: statement.offset].split("\n")
        assert (statement.origin.line, statement.origin.column) == (len(lines), len(lines[-1]) + 1)
        assert text.startswith(statement.sql, statement.offset)
    assert [s.kind for s in read(text)] == ["CreateStmt", "SelectStmt", "DropStmt"]


@pytest.mark.parametrize(
    "body",
    [
        "SELECT ';'",
        "SELECT $$;$$",
        "SELECT $a$ $$ ; $b$ ; $a$",
        "SELECT E'\\';'",
        "SELECT 'it''s;'",
        'SELECT 1 AS "a;b"',
        "SELECT /* ; /* ; */ ; */ 1",
        "SELECT 1 -- ;\n + 1",
        "CREATE RULE r AS ON INSERT TO t DO ALSO (SELECT 1; SELECT 2)",
        "CREATE FUNCTION f() RETURNS int BEGIN ATOMIC SELECT CASE WHEN true THEN 1 END; SELECT 2; END",
        "DO $x$ BEGIN PERFORM 1; END $x$",
        "SELECT U&'d\\0061;t'",
        "SELECT b$c.d FROM b$c",
    ],
)
def test_a_semicolon_inside_is_no_end(body: str) -> None:
    found = read(f"{body};\nSELECT 'next';")
    assert [s.sql for s in found] == [body, "SELECT 'next'"]


def test_windows_lines_and_other_alphabets_keep_their_columns() -> None:
    found = read("SELECT 'ä€😀';\r\n  SELECT 'ß', x;")
    assert (found[1].origin.line, found[1].origin.column) == (2, 3)


def test_copy_rows_are_no_statements() -> None:
    found = read("COPY t (a, b) FROM stdin;\n1\tx;y\n2\t'\n\\.\nSELECT 1;\n")
    assert [(s.kind, s.rows) for s in found] == [("CopyData", "1\tx;y\n2\t'\n"), ("SelectStmt", "")]


@pytest.mark.parametrize(
    "prose",
    [
        "SUPABASE QUERIES:",
        "2nd Quiry:",
        "## Query 3",
        "Here's what I ran on Friday",
        "Create the users table:",
        "Update 3",
        "# run this once",
        "---\n*** do not run ***",
    ],
)
@pytest.mark.parametrize(
    "sql", ["CREATE TABLE t (a text DEFAULT 'x')", "select 1", "CREATE POLICY IF NOT EXISTS p ON t USING (true)"]
)
def test_prose_is_told_and_the_statement_after_it_stays(prose: str, sql: str) -> None:
    result = read_sql(f"{prose}\n\n{sql};\nSELECT 2;\n", "f.sql")
    assert [s.sql for s in result.statements if s.kind != "NotSql"] == [sql, "SELECT 2"]
    assert codes(result) == ["prose-in-sql"]


def test_a_misspelled_statement_is_no_prose() -> None:
    assert [s.kind for s in read("CRAETE TABLE t (a int);\nSELECT 1;")] == ["Unparsed", "SelectStmt"]


def test_a_broken_view_is_no_prose_over_its_select() -> None:
    assert [s.kind for s in read("CREATE VEIW v AS\nSELECT 1;")] == ["Unparsed"]


def test_conflict_markers_fences_and_leftovers() -> None:
    text = (
        "```sql\n<<<<<<< HEAD\nCREATE TABLE a ();\n=======\nCREATE TABLE b ();\n>>>>>>> theirs\n"
        "// ... rest unchanged ...\nSELECT 1;\n```\n"
    )
    result = read_sql(text, "f.sql")
    assert [s.kind for s in result.statements if s.kind != "NotSql"] == ["CreateStmt", "CreateStmt", "SelectStmt"]
    assert codes(result).count("merge-conflict") == 3
    assert codes(result).count("markdown-fence") == 2
    assert codes(result).count("text-left-out") == 1


def test_mangled_dollar_quotes_are_one_statement() -> None:
    found = read("DO $\nBEGIN\n  PERFORM 1;\nEND $;\nSELECT 1;")
    assert [(s.kind, s.note) for s in found] == [("Unparsed", "mangled-quotes"), ("SelectStmt", "")]


@pytest.mark.parametrize(
    "unfinished", ["CREATE TABLE a (\n  i int,\n", "CREATE FUNCTION f() RETURNS int AS $$ SELECT 1;\n", "SELECT 'x\n"]
)
def test_a_statement_that_never_ends_does_not_take_the_next_one_with_it(unfinished: str) -> None:
    found = read(f"{unfinished}\nCREATE TABLE b (i int);\nSELECT 2;")
    assert [s.kind for s in found] == ["Unparsed", "CreateStmt", "SelectStmt"]


def test_a_missing_semicolon_is_told() -> None:
    result = read_sql("CREATE TABLE a (i int)\nCREATE TABLE b (i int);", "f.sql")
    assert [s.note for s in result.statements] == ["missing-semicolon", ""]
    assert codes(result) == ["missing-semicolon"]


def test_placeholders_with_values_are_filled_in() -> None:
    found = read("CREATE TABLE ${s}.t (a text DEFAULT '{{ who }}');", values={"s": "app", "who": "me"})
    assert found[0].sql == "CREATE TABLE app.t (a text DEFAULT 'me')"


def test_placeholders_without_values_are_named() -> None:
    result = read_sql(
        'CREATE TABLE {{ index .Options "Namespace" }}.t (a int); GRANT SELECT ON t TO :VISITOR;', "f.sql"
    )
    assert [d.code for d in result.diagnostics] == ["placeholder-without-value"] * 2
    assert "VISITOR" in result.diagnostics[1].message
    assert [s.sql.split()[2] for s in result.statements] == ["namespace.t", "ON"]


def test_psql_variables_conditions_and_includes() -> None:
    text = (
        "\\set n 5\nSELECT :n, ':n', a::text;\n\\if false\nSELECT 'no';\n\\else\n\\ir other.sql\n\\endif\nSELECT :'n';"
    )
    included = {("other.sql", "f.sql", True): ("SELECT :n + 1;", "other.sql")}
    found = read(text, include=lambda *key: included.get(key))
    assert [s.sql for s in found] == ["SELECT 5, ':n', a::text", "SELECT 5 + 1", "SELECT '5'"]
    assert found[1].origin.file == "other.sql"


def test_backslash_commands_are_kept() -> None:
    found = read("\\restrict abc\nSELECT 'SELECT 1' \\gexec\n\\connect other\n")
    assert [(s.kind, s.note) for s in found] == [("Meta", ""), ("SelectStmt", "gexec"), ("Meta", "")]


@pytest.mark.parametrize("value", [{}, {"n": "7"}])
def test_variables_that_gset_sets_are_told_as_missing(value: dict[str, str]) -> None:
    read_text = read_sql("SELECT 1;\nSELECT 5 AS n \\gset\nSELECT :n;\n", "f.sql", variables=value)
    told = {d.code: d.origin.line for d in read_text.diagnostics if d.origin}
    assert told["gset-not-followed"] == 2
    assert ("placeholder-without-value" in told) is not bool(value)
    assert [s.note for s in read_text.statements][:2] == ["", "gset"]


def test_a_stretch_keeps_the_places_of_the_whole() -> None:
    text = "-- up\nSELECT 1;\n-- down\nSELECT 2;\n"
    found = read(text, start=text.index("-- down"))
    assert [(s.sql, s.origin.line) for s in found] == [("SELECT 2", 4)]


def test_deep_expressions_are_parsed() -> None:
    assert read("SELECT " + " || ".join("a" * 500) + ";")[0].kind == "SelectStmt"


@pytest.mark.parametrize("text", ["SELECT " + "(" * 20_000 + "1" + ")" * 20_000, "SELECT 1" + " || 1" * 40_000])
def test_what_is_too_deep_is_left_to_the_server(text: str) -> None:
    assert [s.kind for s in read(text)] == ["Unparsed"]

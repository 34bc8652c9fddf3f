"""Bytes, names, places, rewriting; and that nothing is lost, whatever the text."""

from __future__ import annotations

import codecs

import postgast
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from trueup.errors import SourceError
from trueup.ref import ObjectRef
from trueup.sqltext import locate, quote
from trueup.sqltext.decode import decode
from trueup.sqltext.read import read_sql
from trueup.sqltext.rewrite import rename
from trueup.sqltext.scanner import Scanner

TEXT = "SELECT 'ä€', 1;\r\n"
# Pieces of real-looking SQL, whole and torn, so that quotes open and never close.
SHARDS = st.sampled_from(
    [
        "CREATE TABLE t (a int);",
        "CREATE FUNCTION f() RETURNS int LANGUAGE sql AS $$ SELECT 1; $$;",
        "DO $ BEGIN NULL; END $;",
        "COPY t FROM stdin;\n1\t2\n\\.\n",
        "2nd Quiry:\n",
        "Here's prose\n",
        "-- Query 3\n",
        "<<<<<<< HEAD\n",
        "\\if true\n",
        "'",
        '"',
        "$$",
        "$a$",
        "/*",
        "*/",
        "(",
        ")",
        ";",
        "\n",
        "BEGIN ATOMIC",
        "END",
        "{{x}}",
        ":v",
        "\\",
        "E'\\",
        "é",
        "\x00",
        "CREATE ",
        "SELECT 1",
    ]
)
TORN = st.lists(SHARDS | st.text(max_size=8), max_size=25).map(" ".join)


@pytest.mark.parametrize(
    "data",
    [
        TEXT.encode(),
        codecs.BOM_UTF8 + TEXT.encode(),
        codecs.BOM_UTF16_LE + TEXT.encode("utf-16-le"),
        codecs.BOM_UTF16_BE + TEXT.encode("utf-16-be"),
        TEXT.encode("utf-32"),
        TEXT.encode("cp1252"),
    ],
)
def test_text_in_every_encoding(data: bytes) -> None:
    assert decode(data, "f")[0] == TEXT


def test_what_is_not_utf_8_is_told_with_its_line() -> None:
    (told,) = decode(b"SELECT 1;\n-- caf\xe9\n", "f")[1]
    assert (told.code, told.origin and told.origin.line) == ("not-utf-8", 2)


@pytest.mark.parametrize("data", [b"PGDMP\x01\x0e", b"\x1f\x8b\x08", b"a\0b\0\0\0c"])
def test_a_binary_file_is_an_error(data: bytes) -> None:
    with pytest.raises(SourceError):
        decode(data, "f")


@given(TORN)
@settings(max_examples=150, deadline=None, derandomize=True)
def test_the_pieces_add_up_to_the_text(text: str) -> None:
    scanner, at, seen = Scanner(text), 0, ""
    while at < len(text):
        piece = scanner.piece(at)
        assert at == piece.lead <= piece.start <= piece.body_end <= piece.end
        assert piece.end > at
        seen, at = seen + text[at : piece.end], piece.end
    assert seen == text


@given(TORN)
@settings(max_examples=150, deadline=None, derandomize=True)
def test_no_text_breaks_the_reader_and_no_statement_is_read_twice(text: str) -> None:
    last = 0
    for statement in read_sql(text, "f", sections=True).statements:
        assert statement.offset >= last
        last = statement.offset + (len(statement.sql) if not statement.edits and statement.note[:4] != "plac" else 1)


@given(st.text(min_size=1, max_size=20).filter(lambda s: "\0" not in s and s.isprintable()))
@settings(max_examples=80, deadline=None, derandomize=True)
def test_a_quoted_identifier_is_that_name_to_the_parser(name: str) -> None:
    tree = postgast.parse(f"SELECT {quote.identifier(name)} FROM {quote.qualified('s', name)}")
    select = tree.stmts[0].stmt.select_stmt
    assert select.from_clause[0].range_var.relname == name
    assert select.target_list[0].res_target.val.column_ref.fields[0].string.sval == name


@given(st.text(max_size=20).filter(lambda s: "\0" not in s))
@settings(max_examples=80, deadline=None, derandomize=True)
def test_a_literal_is_that_text_to_the_parser(value: str) -> None:
    select = postgast.parse(f"SELECT {quote.literal(value)}, {quote.dollar(value)}").stmts[0].stmt.select_stmt
    assert [t.res_target.val.a_const.sval.sval for t in select.target_list] == [value, value]


def test_a_position_inside_a_statement_is_a_place_in_the_file() -> None:
    text = "-- ä\n  SELECT 'é',\n  missing FROM t;"
    (statement,) = read_sql(text, "f").statements
    place = locate.place(statement, statement.sql.index("missing") + 1)
    assert (place.line, place.column) == (3, 3)
    assert locate.find(statement.sql, "column", ("missing",)) == statement.sql.index("missing") + 1


def test_a_place_behind_a_placeholder_counts_its_length_in_the_file() -> None:
    text = "SELECT ${a_long_placeholder}, missing FROM t;"
    (statement,) = read_sql(text, "f", values={"a_long_placeholder": "1"}).statements
    place = locate.place(statement, statement.sql.index("missing") + 1)
    assert place.column == text.index("missing") + 1


def test_a_rename_leaves_the_rest_as_written() -> None:
    sql = "SELECT p.id, profiles.x /* profiles */ FROM public.profiles, other p WHERE 'profiles' = profiles.y"
    made = rename(sql, "relation", ("public", "profiles"), ("public", "user_profiles"))
    assert made is not None
    expected = sql.replace("profiles.x", "user_profiles.x").replace("profiles.y", "user_profiles.y")
    assert made.sql == expected.replace("public.profiles", "public.user_profiles")
    for word in ("profiles.x", "other", "profiles.y"):
        position = made.sql.index(word.replace("profiles", "user_profiles")) + 1
        assert made.original(position) == sql.index(word) + 1


def test_an_alias_is_no_table() -> None:
    made = rename("SELECT profiles.x FROM a.b AS profiles", "relation", ("profiles",), ("people",))
    assert made is None


def test_targets() -> None:
    text = """CREATE POLICY "a b" ON s.t USING (true); ALTER TABLE t ADD COLUMN c int; CREATE FUNCTION f(a int, text[])
    RETURNS int LANGUAGE sql AS ''; DROP TRIGGER x ON t; CREATE TYPE m AS ENUM (); COMMENT ON COLUMN s.t.c IS '';
    CREATE POLICY IF NOT EXISTS p ON "T" USING (true)"""
    assert [s.target for s in read_sql(text, "f").statements] == [
        ObjectRef("policy", "s", ("t", "a b")),
        ObjectRef("table", "", ("t",)),
        ObjectRef("function", "", ("f", "int4, text[]")),
        ObjectRef("trigger", "", ("t", "x")),
        ObjectRef("type", "", ("m",)),
        ObjectRef("column", "s", ("t", "c")),
        ObjectRef("policy", "", ("T", "p")),
    ]

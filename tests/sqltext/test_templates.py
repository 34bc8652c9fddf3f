"""Conditions of Go's templates: the branch for PostgreSQL is kept, and every place stays where it was."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from trueup.sqltext.read import read_sql
from trueup.sqltext.templates import choose


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("{{if .mysql}}A{{else}}B{{end}} C", "B C"),
        ("{{if .postgres}}A{{end}}{{if .sqlite}}B{{end}}", "A"),
        ("{{if or .mysql .postgres}}A{{else}}B{{end}}", "A"),
        ("{{if and .mysql .plugin}}A{{else}}B{{end}}", "B"),
        ("{{if not .mysql}}A{{end}}", "A"),
        ("{{if .mysql}}A{{if .postgres}}B{{end}}C{{else if .postgres}}D{{else}}E{{end}}", "D"),
        ('{{if eq .Dialect "sqlite3"}}A{{else}}B{{end}}', "B"),
        ("{{if .IsMySQL}}A{{else}}B{{end}}", "B"),
        ("{{- /* a remark */ -}} {{if (not .mysql)}}A{{end}}", "A"),
        ("{{/* it's one */}}{{if .mysql}}A{{else}}B{{end}}", "B"),
        ("{{.prefix}}t {{if .postgres}}A{{end}}", "{{.prefix}}t A"),
        ("SELECT '{{if .mysql}}A{{end}}'", "SELECT '{{if .mysql}}A{{end}}'"),
        ("{{if .plugin}}A{{else}}B{{end}}", "B"),
    ],
)
def test_the_branch_for_postgresql_is_kept(text: str, kept: str) -> None:
    chosen = choose(text, {"plugin": "false"})
    assert " ".join(chosen.text.split()) == kept
    assert (len(chosen.text), chosen.guessed) == (len(text), ())


def test_what_can_not_be_known_is_taken_as_true_and_told() -> None:
    read = read_sql("CREATE INDEX {{if not .Transactional}}CONCURRENTLY{{end}} i ON t (a);", "f.sql")
    (statement,) = read.statements
    assert statement.kind == "IndexStmt"
    assert [d.code for d in read.diagnostics] == ["template-condition"]
    assert "if not .Transactional" in read.diagnostics[0].message


def test_a_setting_without_a_value_is_told() -> None:
    read = read_sql("SET search_path = '{{.Schema}}'; CREATE TABLE t (i int);", "f.sql")
    assert read.statements[0].note == "placeholder: .Schema"
    assert [d.code for d in read.diagnostics] == ["placeholder-without-value"]
    filled = read_sql("SET search_path = '{{.Schema}}';", "f.sql", values={"Schema": "app"})
    assert (filled.statements[0].sql, filled.diagnostics) == ("SET search_path = 'app'", ())


PARTS = ["{{if .mysql}}", "{{else}}", "{{end}}", "{{if x}}", "{{", "}}", "'", "A\n", "{{range .x}}", "$$", "--", "\n"]


@given(st.lists(st.sampled_from(PARTS) | st.text(max_size=4), max_size=20).map("".join))
def test_nothing_moves(text: str) -> None:
    chosen = choose(text, {}).text
    assert len(chosen) == len(text)
    assert all(new == old or new == " " for new, old in zip(chosen, text, strict=True))

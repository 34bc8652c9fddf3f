"""Saved queries are divided at the headings that number them."""

from __future__ import annotations

import pytest

from trueup.sqltext.headings import query_number
from trueup.sqltext.read import read_sql


def names(text: str) -> list[tuple[str, str]]:
    return [(s.name, s.title) for s in read_sql(text, "q.sql", sections=True).sections]


UNTIDY = """SUPABASE QUERIES:

-- ==== TABLES ====
CREATE TABLE a (i int);
-- ==== INDEXES ====
CREATE INDEX ON a (i);

2nd Quiry:
CREATE TABLE b (i int);
-- see query 1 above
CREATE TABLE b2 (i int);

-- =====================
-- Query 3: REPORTS
-- =====================
CREATE TABLE c (i int);

/* 4th query */
CREATE TABLE d (i int);

## Query 5
CREATE TABLE e (i int);
"""


def test_untidy_headings_make_one_section_each() -> None:
    assert names(UNTIDY) == [
        ("Query 1", ""),
        ("Query 2", "2nd Quiry"),
        ("Query 3", "Query 3: REPORTS"),
        ("Query 4", "4th query"),
        ("Query 5", "Query 5"),
    ]


def test_no_statement_is_lost_and_each_knows_its_section() -> None:
    plain = read_sql(UNTIDY, "q.sql").statements
    divided = read_sql(UNTIDY, "q.sql", sections=True)
    assert [s.sql for s in divided.statements] == [s.sql for s in plain]
    assert {s.origin.section for s in divided.sections[1].statements} == {"Query 2"}


def test_a_file_without_headings_is_one_query() -> None:
    assert names("-- ==== TABLES ====\nSELECT 1;\n-- ==== VIEWS ====\nSELECT 2;") == [("Query 1", "")]


def test_prose_headings_divide_where_nothing_is_numbered() -> None:
    assert names("the tables\nSELECT 1;\n\nlater changes\nSELECT 2;") == [
        ("Query 1", "the tables"),
        ("Query 2", "later changes"),
    ]


def test_framed_titles_divide_where_there_is_nothing_else() -> None:
    text = "-- =======\n-- Billing\n-- =======\nSELECT 1;\n-- =======\n-- Chat\n-- =======\nSELECT 2;"
    assert [title for _, title in names(text)] == ["Billing", "Chat"]


def test_the_one_heading_in_a_gap_is_the_missing_number() -> None:
    text = "Query 1\nSELECT 1;\nQuery 2\nSELECT 2;\nthe terminal sessions\nSELECT 3;\nQuery 4\nSELECT 4;"
    assert [name for name, _ in names(text)] == ["Query 1", "Query 2", "Query 3", "Query 4"]


@pytest.mark.parametrize(
    ("title", "number"),
    [
        ("Query 8", 8),
        ("QUERY #12 - indexes", 12),
        ("1st query", 1),
        ("second query", 2),
        ("3rd SQL query", 3),
        ("Quiry no. 4", 4),
        ("Reports (5th query)", 5),
        ("query three", 3),
        ("see query 3", None),
        ("used by query 3 and 4", None),
        ("queries", None),
        ("query", None),
        ("quality 1", None),
    ],
)
def test_what_numbers_a_query(title: str, number: int | None) -> None:
    assert query_number(title) == number

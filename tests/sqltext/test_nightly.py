"""The properties of reading, on thousands of torn texts."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from trueup.sqltext.read import read_sql
from trueup.sqltext.scanner import Scanner

SHARDS = [
    "'",
    '"',
    "$$",
    "$a$",
    "/*",
    "*/",
    "--",
    "\n",
    "(",
    ")",
    ";",
    "E'",
    "\\",
    "é'",
    "CREATE TABLE t (a int);",
    "DO $ ",
]
SHARDS += [
    "Query 3\n",
    "Here's prose\n",
    "COPY t FROM stdin;\n1\n\\.\n",
    "\\if true\n",
    "{{x}}",
    "<<<<<<< HEAD\n",
    "END",
    "BEGIN ATOMIC",
]


@pytest.mark.nightly
@given(st.lists(st.sampled_from(SHARDS) | st.text(max_size=6), max_size=40).map(" ".join))
@settings(max_examples=4000, deadline=5000, suppress_health_check=list(HealthCheck))
def test_no_text_breaks_the_reader_and_the_pieces_add_up(text: str) -> None:
    scanner, at = Scanner(text), 0
    while at < len(text):
        piece = scanner.piece(at)
        assert at <= piece.start <= piece.body_end <= piece.end > at
        at = piece.end
    offsets = [s.offset for s in read_sql(text, "f", sections=True).statements]
    assert offsets == sorted(offsets)

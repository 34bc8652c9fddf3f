"""Suppressions: by a comment, by the configuration, by a baseline; and what is wrong with them."""

from __future__ import annotations

import datetime

import pytest

from trueup.config import Ignore
from trueup.errors import ConfigError
from trueup.finding import Finding, Severity
from trueup.origin import Origin
from trueup.ref import ObjectRef
from trueup.rules import discover
from trueup.rules.suppress import new_since, read_baseline, read_directives, suppress, write_baseline
from trueup.sqltext.read import read_sql

TODAY = datetime.date(2026, 1, 15)


def at(line: int, rule: str = "no-primary-key", name: str = "t") -> Finding:
    ref = ObjectRef("table", "public", (name,))
    return Finding(rule=rule, severity=Severity.REVIEW, message="m", ref=ref, origin=Origin(file="a.sql", line=line))


def run(text: str, *findings: Finding) -> tuple[list[int], list[str], list[str]]:
    directives = read_directives(text, "a.sql", read_sql(text, "a.sql", sections=False).statements)
    kept, left_out, told = suppress(findings, directives, (), TODAY, rules=discover())
    return [f.origin.line for f in kept if f.origin], [s.reason for s in left_out], [d.code for d in told]


def test_above_a_statement_it_holds_for_all_of_it() -> None:
    text = "-- trueup: ignore[no-primary-key] a log\n\nCREATE TABLE t (\n  a int\n);\nCREATE TABLE u (a int);\n"
    assert run(text, at(3), at(4), at(6, name="u")) == ([6], ["a log", "a log"], [])


def test_on_the_last_line_it_holds_for_the_statement() -> None:
    text = "CREATE TABLE t (\n  a int\n); -- trueup: ignore[no-primary-key] a log\nCREATE TABLE u (a int);\n"
    assert run(text, at(1), at(4, name="u")) == ([4], ["a log"], [])


def test_inside_a_body_it_holds_for_its_line_and_the_next() -> None:
    text = (
        "CREATE FUNCTION f() RETURNS void LANGUAGE plpgsql AS $$\nBEGIN\n"
        "  -- trueup: ignore[missing-table-in-body] made by a job\n  PERFORM 1 FROM x;\n  PERFORM 1 FROM y;\nEND $$;\n"
    )
    found = [at(line, "missing-table-in-body", f"f{line}") for line in (4, 5)]
    assert run(text, *found) == ([5], ["made by a job"], [])


def test_a_splinter_number_names_the_rule() -> None:
    assert run("CREATE TABLE t (a int); -- trueup: ignore[0004] a log\n", at(1)) == ([], ["a log"], [])


def test_without_a_reason_it_is_told_and_not_used() -> None:
    text = "CREATE TABLE t (a int); -- trueup: ignore[no-primary-key]\n"
    assert run(text, at(1)) == ([1], [], ["suppression-without-reason"])


def test_one_that_nothing_uses_is_told() -> None:
    text = "CREATE TABLE t (a int); -- trueup: ignore[no-primary-key] a log\n"
    assert run(text) == ([], [], ["unused-suppression"])


@pytest.mark.parametrize(
    ("entry", "hidden"),
    [
        (Ignore(reason="r", rule="no-primary-key", object="public.t*"), True),
        (Ignore(reason="r", rule="no-primary-key", object="table public.t"), True),
        (Ignore(reason="r", object="public.other"), False),
        (Ignore(reason="r", rule="rls-disabled"), False),
        (Ignore(reason="r", fingerprint=at(1).fingerprint), True),
        (Ignore(reason="r", rule="no-primary-key", until=TODAY), True),
        (Ignore(reason="r", rule="no-primary-key", until=TODAY - datetime.timedelta(days=1)), False),
    ],
)
def test_configuration(entry: Ignore, hidden: bool) -> None:
    kept, left_out, told = suppress([at(1)], (), (entry,), TODAY, rules=discover())
    assert (len(kept), len(left_out)) == ((0, 1) if hidden else (1, 0))
    assert bool(told) is not hidden


def test_baseline_shows_only_what_is_new_and_survives_moved_lines() -> None:
    baseline = read_baseline(write_baseline([at(1), at(9, name="gone")]))
    new, accepted, stale = new_since([at(200), at(3, name="u")], baseline)
    assert [f.ref.name[0] for f in new if f.ref] == ["u"]
    assert [f.origin.line for f in accepted if f.origin] == [200]
    assert stale == (at(9, name="gone").fingerprint,)


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"version": 1}', '{"version": 9, "findings": {}}', "x"])
def test_what_is_no_baseline_is_refused(text: str) -> None:
    with pytest.raises(ConfigError):
        read_baseline(text)

"""An expectation holds as long as nothing widens."""

from __future__ import annotations

from dataclasses import replace

import pytest

from trueup.access.examine import AccessOptions, examine
from trueup.access.expect import Held, compare_expectation, dump_expectation, load_expectation
from trueup.access.model import AccessReport, Cell
from trueup.errors import SourceError
from trueup.postgres.server import Database
from trueup.ref import ObjectRef

TABLE = ObjectRef("table", "public", ("t",))
OWN = Cell(principal="A", ref=TABLE, command="SELECT", rows="own")
NAMED = Cell(principal="A", ref=TABLE, command="UPDATE", rows="own", columns=("name",))
REPORT = AccessReport(matrix=(OWN, NAMED))


def test_what_was_written_holds() -> None:
    expected = load_expectation(dump_expectation(REPORT))
    assert expected == REPORT.matrix
    assert compare_expectation(expected, REPORT) == Held()


@pytest.mark.parametrize(
    ("before", "after", "fails"),
    [
        (OWN, replace(OWN, rows="all"), True),
        (OWN, replace(OWN, rows="conditional"), True),
        (OWN, replace(OWN, rows="none"), False),
        (NAMED, replace(NAMED, columns=()), True),
        (NAMED, replace(NAMED, columns=("name", "role")), True),
        (OWN, replace(OWN, command="DELETE"), True),
    ],
)
def test_only_widening_fails(before: Cell, after: Cell, fails: bool) -> None:
    held = compare_expectation((before,), AccessReport(matrix=(after,)))
    assert bool(held.findings) is fails
    back = compare_expectation((after,), AccessReport(matrix=(before,)))
    assert bool(back.narrower) is fails, "the other way round it allows more than there is"


def test_what_could_not_be_tried_is_no_all_clear() -> None:
    now = replace(OWN, rows="not evaluated", note="no rows")
    held = compare_expectation((OWN,), AccessReport(matrix=(now,)))
    assert not held.findings
    assert [n.reason for n in held.not_evaluated] == ["no rows; expected: own"]


SCHEMA = """
CREATE TYPE public.state AS ENUM ('draft', 'reviewed', 'live');
CREATE TABLE public.posts (id uuid PRIMARY KEY, author uuid NOT NULL, state public.state NOT NULL, body text);
ALTER TABLE public.posts ENABLE ROW LEVEL SECURITY;
CREATE POLICY p ON public.posts FOR SELECT USING (state = 'live' OR author = auth.uid());
CREATE POLICY i ON public.posts FOR INSERT TO authenticated WITH CHECK (author = auth.uid());
CREATE VIEW public.live WITH (security_invoker = true) AS SELECT id, body FROM public.posts;
REVOKE INSERT, UPDATE, DELETE ON public.live FROM anon, authenticated;
CREATE FUNCTION public.n() RETURNS bigint LANGUAGE sql STABLE AS 'SELECT count(*) FROM public.posts';
"""
WIDER = """
ALTER POLICY p ON public.posts USING (state IN ('live', 'reviewed') OR author = auth.uid());
CREATE OR REPLACE VIEW public.live WITH (security_invoker = true) AS SELECT id, body, author FROM public.posts;
ALTER FUNCTION public.n() SECURITY DEFINER;
GRANT DELETE ON public.live TO anon; CREATE POLICY u ON public.posts FOR DELETE USING (state = 'live');
CREATE POLICY f ON storage.objects FOR SELECT USING (true);
"""
OTHERWISE = "ALTER POLICY p ON public.posts USING (body <> '' OR author = auth.uid())"
NARROWER = "ALTER POLICY p ON public.posts USING (state = 'live' AND body <> '' OR author = auth.uid())"


def test_a_condition_that_lets_more_through_fails(supabase_database: Database) -> None:
    options = AccessOptions(fixes=False)
    with supabase_database.connect() as conn:
        conn.execute(SCHEMA.encode())
    expected = load_expectation(dump_expectation(examine(supabase_database, options=options)))
    rows = {(c.principal, c.command): c.rows for c in expected if c.ref.name == ("posts",)}
    assert rows["anonymous sign-in", "INSERT"] == "own", "it has an id of its own"
    messages = {}
    for change in (NARROWER, OTHERWISE, WIDER):
        with supabase_database.connect() as conn:
            conn.execute(change.encode())
        held = compare_expectation(expected, examine(supabase_database, options=options))
        messages[change] = {f.message.removeprefix("anon: ") for f in held.findings if f.message.startswith("anon: ")}
    assert messages[NARROWER] == set()
    was = "expected: conditional, without that."
    read = "SELECT on table public.posts is conditional, lets through what is"
    assert messages[OTHERWISE] == {f"{read} another's with any state; {was}"}
    assert messages[WIDER] == {
        f"{read} another's with state reviewed; {was}",
        "SELECT on view public.live is conditional, with author; expected: conditional, without that.",
        "EXECUTE on function public.n() is all, with owner's rights; expected: all, without that.",
        "DELETE on view public.live is conditional; expected: none.",
        "DELETE on table public.posts is conditional; expected: none.",
        "SELECT on table storage.objects is all; expected: not in the expectation.",
    }


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[]",
        "{}",
        '{"version": 9, "cells": []}',
        '{"version": 1, "cells": [[1]]}',
        '{"version": 1, "cells": [["A", "table", "public", ["t"], "SELECT", "most", []]]}',
    ],
)
def test_a_damaged_expectation_is_told(text: str) -> None:
    with pytest.raises(SourceError):
        load_expectation(text)

"""What counts as a difference, what is noise, and what was renamed."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from trueup.catalog.model import CLASSES
from trueup.diff.model import ChangeKind, Drift, Meaning
from trueup.ref import ObjectRef

DriftOf = Callable[..., Drift]
TABLE = "CREATE TABLE t (id int PRIMARY KEY, title text NOT NULL, body text, n int DEFAULT 0 CHECK (n >= 0));"


def told(drift: Drift) -> set[tuple[str, str, str]]:
    return {(change.kind.value, str(change.ref), change.noise) for change in drift.changes}


def counted(drift: Drift) -> set[tuple[str, str]]:
    return {(change.kind.value, str(change.ref)) for change in drift.heads}


def test_no_kind_is_named_in_this_package() -> None:
    """The comparison has no code for any kind; what it needs to know is in the model."""
    words = {kind for cls in CLASSES.values() for kind in cls.KINDS}
    import trueup.diff

    for path in Path(str(trueup.diff.__file__)).parent.glob("*.py"):
        text = path.read_text()
        assert not {word for word in words if f'"{word}"' in text}, path.name
        assert not {cls.__name__ for cls in CLASSES.values() if f"import {cls.__name__}" in text}, path.name


def test_a_catalog_equals_itself(drift_of: DriftOf) -> None:
    drift = drift_of(TABLE, TABLE)
    assert drift.changes == ()
    assert drift.equal == drift.total > 0


def test_a_new_table_is_one_difference_with_its_parts(drift_of: DriftOf) -> None:
    drift = drift_of("", TABLE)
    assert counted(drift) == {("added", "table public.t")}
    parts = drift.parts(ObjectRef("table", "public", ("t",)))
    assert {part.ref.kind for part in parts} == {"column", "constraint", "index", "grant"} - {"grant"}
    assert len(drift.counted) == 1 + len(parts)


@pytest.mark.parametrize(
    ("before", "after", "field", "meaning"),
    [
        ("", "ALTER TABLE t ALTER n DROP DEFAULT", "default", Meaning.BEHAVIOUR),
        ("", "ALTER TABLE t ALTER body SET NOT NULL", "not_null", Meaning.DATA),
        ("", "ALTER TABLE t ENABLE ROW LEVEL SECURITY", "row_security", Meaning.SECURITY),
        ("", "COMMENT ON TABLE t IS 'x'", "comment", Meaning.HARMLESS),
        ("", "ALTER TABLE t ALTER n TYPE bigint", "type", Meaning.DATA),
        ("CREATE VIEW v AS SELECT id FROM t", "CREATE VIEW v WITH (security_invoker) AS SELECT id FROM t",
         "security_invoker", Meaning.SECURITY),
    ],
)  # fmt: skip
def test_one_field(drift_of: DriftOf, before: str, after: str, field: str, meaning: Meaning) -> None:
    (change,) = drift_of(TABLE + before, TABLE + after).counted
    assert change.kind is ChangeKind.CHANGED
    assert (field, meaning) in {(f.field, f.meaning) for f in change.fields}
    assert change.meaning is meaning


def test_column_order_is_told_and_not_counted(drift_of: DriftOf) -> None:
    before, after = "CREATE TABLE t (a int, b int, c int)", "CREATE TABLE t (b int, a int, c int)"
    drift = drift_of(before, after)
    assert told(drift) == {("changed", f"column public.t.{c}", "column order") for c in "ab"}
    assert drift.equal == drift.total
    assert len(drift_of(before, after, strict=True).counted) == 2


def test_a_column_put_in_between_moves_no_other(drift_of: DriftOf) -> None:
    drift = drift_of("CREATE TABLE t (a int, c int)", "CREATE TABLE t (a int, b int, c int)")
    assert told(drift) == {("added", "column public.t.b", "")}


def test_automatic_names_are_noise(drift_of: DriftOf) -> None:
    one = "CREATE TABLE t (a int, b int); ALTER TABLE t ADD CHECK (a > 0); ALTER TABLE t ADD CHECK (a < 9);"
    two = "CREATE TABLE t (a int, b int); ALTER TABLE t ADD CHECK (a < 9); ALTER TABLE t ADD CHECK (a > 0);"
    drift = drift_of(one, two)
    assert drift.counted == ()


def test_white_space_and_comments_in_a_body_are_noise(drift_of: DriftOf) -> None:
    sql = "CREATE FUNCTION f() RETURNS int LANGUAGE plpgsql AS $$ {} $$"
    one, two = (
        sql.format("BEGIN RETURN 1; END"),
        sql.format("begin_\n".replace("begin_", "BEGIN -- one") + " RETURN\t1;\nEND"),
    )
    drift = drift_of(one, two)
    assert told(drift) == {("changed", "function public.f()", "white space and comments")}
    assert drift_of(one, two, strict=True).counted
    assert drift_of(one, sql.format("BEGIN RETURN 2; END")).counted


def test_white_space_inside_a_constant_counts(drift_of: DriftOf) -> None:
    sql = "CREATE FUNCTION f() RETURNS text LANGUAGE plpgsql AS $$ BEGIN RETURN '{}'; END $$"
    assert drift_of(sql.format("a b"), sql.format("a  b")).counted


def test_date_named_partitions_are_noise(drift_of: DriftOf) -> None:
    base = "CREATE TABLE e (at date, n int) PARTITION BY RANGE (at);"
    part = "CREATE TABLE e_2024_01 PARTITION OF e FOR VALUES FROM ('2024-01-01') TO ('2024-02-01');"
    drift = drift_of(base, base + part)
    assert drift.changes
    assert drift.counted == ()


def test_a_sequence_position_is_noise(drift_of: DriftOf) -> None:
    drift = drift_of("CREATE SEQUENCE s", "CREATE SEQUENCE s; SELECT nextval('s'), nextval('s')")
    assert told(drift) == {("changed", "sequence public.s", "a sequence's position")}


@pytest.mark.parametrize(
    ("before", "after", "ref", "old"),
    [
        (TABLE, TABLE + "ALTER TABLE t RENAME TO s", "table public.s", "table public.t"),
        (TABLE, TABLE + "ALTER TABLE t RENAME title TO heading", "column public.t.heading", "column public.t.title"),
        (TABLE + "ALTER TABLE t ADD CONSTRAINT pos CHECK (n < 9)",
         TABLE + "ALTER TABLE t ADD CONSTRAINT small CHECK (n < 9)",
         "constraint small on public.t", "constraint pos on public.t"),
        (TABLE + "CREATE INDEX by_n ON t (n)", TABLE + "CREATE INDEX on_n ON t (n)",
         "index public.on_n", "index public.by_n"),
        ("CREATE SCHEMA x;" + TABLE, "CREATE SCHEMA x;" + TABLE + "ALTER TABLE t SET SCHEMA x",
         "table x.t", "table public.t"),
        ("CREATE TYPE m AS ENUM ('a', 'b')", "CREATE TYPE mood AS ENUM ('a', 'b')",
         "enum public.mood", "enum public.m"),
    ],
)  # fmt: skip
def test_a_rename(drift_of: DriftOf, before: str, after: str, ref: str, old: str) -> None:
    (change,) = drift_of(before, after).heads
    assert change.kind is ChangeKind.RENAMED
    assert (str(change.ref), str(change.old_ref)) == (ref, old)
    assert 0.5 < change.confidence < 1
    assert change.reason


def test_what_reads_a_renamed_column_follows_it(drift_of: DriftOf) -> None:
    base = TABLE + "CREATE VIEW v AS SELECT title AS t FROM t; CREATE INDEX i ON t (lower(title)) WHERE title <> '';"
    drift = drift_of(base, base + "ALTER TABLE t RENAME title TO heading")
    assert counted(drift) == {("renamed", "column public.t.heading")}
    assert {c.noise for c in drift.changes} == {"", "follows a rename"}


def test_two_equal_candidates_are_nobodys_rename(drift_of: DriftOf) -> None:
    drift = drift_of("CREATE TABLE a (x int, y int)", "CREATE TABLE b (x int, y int); CREATE TABLE c (x int, y int)")
    assert {change.kind for change in drift.heads} == {ChangeKind.ADDED, ChangeKind.REMOVED}


def test_another_type_is_no_rename(drift_of: DriftOf) -> None:
    drift = drift_of("CREATE TABLE t (a int, old text)", "CREATE TABLE t (a int, new date)")
    assert counted(drift) == {("removed", "column public.t.old"), ("added", "column public.t.new")}


def test_a_renamed_argument(drift_of: DriftOf) -> None:
    sql = "CREATE FUNCTION f({} int) RETURNS int LANGUAGE sql AS 'SELECT $1'"
    (change,) = drift_of(sql.format("a"), sql.format("b")).counted
    assert change.reason == "arguments: a is now b"


def test_drift_is_the_same_whatever_came_first(drift_of: DriftOf) -> None:
    one, two = "CREATE TABLE a (x int); CREATE TABLE b (y text);", "CREATE TABLE b (y text); CREATE TABLE a (x int);"
    assert drift_of(one, two).changes == ()


DUMPED = "ARRAY[('a'::varchar)::text, ('b'::varchar)::text]"


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ("s IN ('a', 'b')", f"(s)::text = ANY ({DUMPED})", set()),
        ("s IN ('a', 'b')", "(s)::text = ANY ((ARRAY['a'::varchar, 'b'::varchar])::text[])", set()),
        ("s IN ('a', 'c')", f"(s)::text = ANY ({DUMPED})", {"check", "index", "policy", "view"}),
        ("s IN ('a', 'b')", "(s)::text <> ALL ((ARRAY['a'::varchar, 'b'::varchar])::text[])",
         {"check", "index", "policy", "view"}),
    ],
    ids=["dumped", "as kept", "another value", "another operator"],
)  # fmt: skip
def test_what_a_dump_makes_of_a_list_of_values_is_the_same(
    drift_of: DriftOf, before: str, after: str, expected: set[str]
) -> None:
    text = (
        "CREATE TABLE t (s varchar(9)); ALTER TABLE t ADD CHECK ({0}); CREATE INDEX i ON t (s) WHERE {0};"
        "CREATE POLICY p ON t USING ({0}); CREATE VIEW v AS SELECT s FROM t WHERE {0}"
    )
    drift = drift_of(text.format(before), text.format(after))
    kinds = {"constraint" if kind == "check" else kind for kind in expected}
    assert {change.ref.kind for change in drift.counted} == kinds


def test_the_order_of_an_event_triggers_tags_is_no_difference_but_another_tag_is(drift_of: DriftOf) -> None:
    made = (
        "CREATE FUNCTION ev() RETURNS event_trigger LANGUAGE plpgsql AS 'BEGIN END';"
        "CREATE EVENT TRIGGER et ON ddl_command_end WHEN TAG IN ({}) EXECUTE FUNCTION ev()"
    )
    one, turned, more = "'CREATE TABLE', 'ALTER TABLE'", "'ALTER TABLE', 'CREATE TABLE'", "'CREATE TABLE', 'DROP TABLE'"
    assert drift_of(made.format(one), made.format(turned)).changes == ()
    (change,) = drift_of(made.format(one), made.format(more)).counted
    assert [field.field for field in change.fields] == ["tags"]


def test_a_view_that_gives_a_column_another_name_differs(drift_of: DriftOf) -> None:
    """The view's text follows the new name, and the new name is what counts."""
    base = "CREATE TABLE t (n int); CREATE VIEW v AS SELECT n FROM t;"
    drift = drift_of(base, base + "ALTER VIEW v RENAME n TO amount;")
    assert ("renamed", "column public.v.amount") in {(c.kind.value, str(c.ref)) for c in drift.counted}

"""What `trueup diff` prints: what counts, what doesn't, both places, what a pattern chooses, narrow and wide."""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from trueup.catalog.model import Catalog
from trueup.cli.output import exit_code
from trueup.config import Config
from trueup.diff.compare import compare
from trueup.diff.narrow import choose, narrowed
from trueup.errors import UsageError
from trueup.postgres.server import Server
from trueup.report import markdown, sections, terminal
from trueup.report.build.compared import diff_report
from trueup.report.build.head import Head
from trueup.report.model import Report
from trueup.sources.load import both
from trueup.stages.chosen import chosen_pair
from trueup.stages.pair import load_pair
from trueup.stages.script import Script

HEAD = Head(project="a to b", platform="postgres", reasons=(), server="PostgreSQL 18")
Reports = Callable[..., Report]


@pytest.fixture
def report_of(server: Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Reports:
    monkeypatch.chdir(tmp_path)

    def made(
        before: str, after: str, *, only: Sequence[str] = (), exclude: Sequence[str] = (), strict: bool = False
    ) -> Report:
        Path("a.sql").write_text(before)
        Path("b.sql").write_text(after)
        config = Config()
        with both("a.sql", "b.sql", config) as read:
            pair = load_pair(server, *read(), to_try=False)
        drift, _, told = chosen_pair(pair, only, exclude, strict=strict)
        return diff_report(HEAD, pair, drift, Script(text=""), told)

    return made


def text_of(report: Report, width: int = 100) -> str:
    buffer = io.StringIO()
    terminal.render(sections.blocks(report), buffer, width=width)
    return buffer.getvalue()


NOISE = [
    ("CREATE TABLE t (a int, b int);", "CREATE TABLE t (b int, a int);"),
    ("CREATE SEQUENCE s;", "CREATE SEQUENCE s; SELECT nextval('s');"),
    (
        "CREATE FUNCTION f() RETURNS int LANGUAGE sql AS 'SELECT 1';",
        "CREATE FUNCTION f() RETURNS int LANGUAGE sql AS 'SELECT /* one */ 1';",
    ),
    (
        "CREATE TABLE t (d date) PARTITION BY RANGE (d);"
        "CREATE TABLE t_2024_01 PARTITION OF t FOR VALUES FROM ('2024-01-01') TO ('2024-02-01');",
        "CREATE TABLE t (d date) PARTITION BY RANGE (d);"
        "CREATE TABLE t_2024_02 PARTITION OF t FOR VALUES FROM ('2024-02-01') TO ('2024-03-01');",
    ),
]


@pytest.mark.parametrize(("before", "after"), NOISE)
def test_noise_is_shown_and_is_no_drift(report_of: Reports, before: str, after: str) -> None:
    report = report_of(before, after)
    assert report.tables or report.others
    assert report.summary.differences == {} and report.summary.uncounted
    assert "not counted" in text_of(report)
    assert exit_code(report, "error") == 0
    assert exit_code(report_of(before, after, strict=True), "error") == 1


TABLES = "CREATE SCHEMA app; CREATE TABLE app.users (id int); CREATE TABLE app.orders (id int);"


def test_a_pattern_takes_what_lives_on_an_object_along(report_of: Reports) -> None:
    after = "CREATE SCHEMA app; CREATE TABLE app.users (id bigint); CREATE TABLE app.orders (id bigint, n int);"
    for pattern in ("users", "app.users", "table:app.us*", "columns:app.users.id"):
        report = report_of(TABLES, after, only=(pattern,))
        assert [group.object.name for group in report.tables] == ["app.users"], pattern
        assert report.summary.differences == {"data": 1}
    report = report_of(TABLES, after, exclude=("column",))
    assert report.summary.differences == {} and report.summary.percent == 100.0


def test_a_pattern_that_matches_nothing_is_no_equality(report_of: Reports) -> None:
    with pytest.raises(UsageError, match="tabel"):
        report_of(TABLES, "", only=("tabel",))
    assert exit_code(report_of(TABLES, TABLES, only=("policy",)), "error") == 0  # there is none: an answer
    told = report_of(TABLES, TABLES, exclude=("nothing*",)).diagnostics
    assert [d.code for d in told] == ["pattern-matches-nothing"]


def test_a_part_stands_alone_where_what_it_lives_on_was_left_out(report_of: Reports) -> None:
    report = report_of("", TABLES, only=("column:app.users.*",))
    assert report.summary.differences == {"data": 1}


def test_a_renamed_table_keeps_its_parts_and_their_places(report_of: Reports) -> None:
    report = report_of(
        "CREATE TABLE orders (id int PRIMARY KEY, total int);",
        "\nCREATE TABLE purchases (id int PRIMARY KEY, total int);",
    )
    assert report.summary.differences == {"behaviour": 1}
    (group,) = report.tables
    table = group.changes[0]
    assert (table.change, table.old_name) == ("renamed", "public.orders")
    assert table.confidence is not None and 0.6 <= table.confidence < 1
    assert {(str(c.declared_at), str(c.production_at)) for c in group.changes} == {("a.sql:1:1", "b.sql:2:1")}


BODY = "CREATE FUNCTION f() RETURNS int LANGUAGE plpgsql AS $$\nBEGIN\n  {}\n  RETURN 1;\nEND\n$$;"


@pytest.mark.parametrize("width", [60, 80, 100, 200])
def test_long_texts_stand_side_by_side_where_there_is_room(report_of: Reports, width: int) -> None:
    text = text_of(report_of(BODY.format("PERFORM 1;"), BODY.format("PERFORM 2;")), width)
    assert max(map(len, text.splitlines())) <= width
    beside = [line for line in text.splitlines() if "PERFORM 1;" in line and "PERFORM 2;" in line]
    assert bool(beside) == (width >= 100)
    assert "a.sql:1:1" in text and "b.sql:1:1" in text


def test_markdown_shows_a_long_text_as_a_unified_diff(report_of: Reports) -> None:
    report = report_of(BODY.format("PERFORM 1;"), BODY.format("PERFORM 2;"))
    text = markdown.render(sections.blocks(report))
    assert "-  PERFORM 1;\n+  PERFORM 2;" in text


def test_what_is_narrowed_counts_what_was_chosen(catalog_of: Callable[[str], Catalog]) -> None:
    one, two = catalog_of(TABLES), catalog_of(TABLES + "CREATE TABLE app.more (a int, b int);")
    drift = narrowed(compare(one, two), one, two, choose(one, two, ("column",), ()))
    assert (len(drift.heads), drift.equal, drift.total) == (2, 2, 4)


def test_each_side_of_a_privilege_has_its_place(report_of: Reports) -> None:
    base = "CREATE ROLE trueup_reader;\nCREATE TABLE t (a int);\nCREATE FUNCTION f() RETURNS int RETURN 1;\n"
    report = report_of(
        base + "GRANT SELECT ON t TO trueup_reader;\nALTER DEFAULT PRIVILEGES GRANT SELECT ON TABLES TO trueup_reader;",
        base + "\nGRANT SELECT, INSERT ON t TO trueup_reader;\nREVOKE EXECUTE ON FUNCTION f() FROM PUBLIC;",
    )
    places = {
        (change.object.kind, change.change): (str(change.declared_at), str(change.production_at))
        for group in (*report.tables, *report.others)
        for change in group.changes
    }
    assert places == {
        ("grant", "changed"): ("a.sql:4:1", "b.sql:5:1"),
        ("grant", "removed"): ("a.sql:3:1", "None"),
        ("default privileges", "removed"): ("a.sql:5:1", "None"),
    }


def test_what_a_role_is_set_to_in_the_projects_database_is_a_difference(report_of: Reports) -> None:
    base = "CREATE ROLE trueup_reader;\n"
    report = report_of(base, base + "ALTER ROLE trueup_reader IN DATABASE postgres SET lock_timeout = '5s';")
    assert report.summary.differences == {"behaviour": 1}


def test_what_many_statements_lack_is_one_line_and_is_told_once(report_of: Reports) -> None:
    """A folder that builds on tables which it does not make: 144 lines, twice, on a public project."""
    lacking = "".join(f"CREATE INDEX i{n} ON products (c{n});\n" for n in range(5))
    report = report_of("CREATE TABLE t (id int);", f"CREATE TABLE t (id int);\n{lacking}ALTER TABLE others ADD a int;")
    assert (len(report.not_evaluated), exit_code(report, "error")) == (6, 2)
    text = " ".join(text_of(report, width=200).split())
    assert text.count('relation "products" does not exist') == text.count('relation "others" does not exist') == 1
    assert '"products" does not exist (5 times) [b.sql:2:1, b.sql:3:1, b.sql:4:1 and 2 more]' in text
    assert '"others" does not exist [b.sql:7:1]' in text


def test_a_tables_heading_counts_what_the_summary_counts(report_of: Reports) -> None:
    """A key's index comes along with it: one difference, not two."""
    report = report_of("CREATE TABLE t (a int, b int);", "CREATE TABLE t (a int UNIQUE, b int CHECK (b > 0));")
    assert sum((report.summary.differences or {}).values()) == 2
    assert "table public.t: 2 differences in" in text_of(report)

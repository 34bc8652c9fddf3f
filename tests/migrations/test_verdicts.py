"""Each verdict, on a real server."""

from __future__ import annotations

from trueup.migrations.assess import Options
from trueup.migrations.model import MigrationVerdict, VerdictKind

from .conftest import Assess
from .helpers import migration

QUICK = Options(locks=False, reversal=False, data=False, rerun=False)
TABLE = "CREATE TABLE t (id int PRIMARY KEY, v text);"


def only(judge: Assess, production: str, up: str, **options: object) -> MigrationVerdict:
    return judge(production, migration("001_a.sql", up), options=QUICK, **options).verdicts[0]


def test_needed_where_only_the_folder_says_what_should_be(judge: Assess) -> None:
    verdict = only(judge, TABLE, "ALTER TABLE t ADD COLUMN w int;")
    assert verdict.verdicts == (VerdictKind.NEEDED,)
    assert [str(c.ref) for c in verdict.effect.counted] == ["column public.t.w"]


def test_already_applied_although_it_stops(judge: Assess) -> None:
    verdict = only(judge, TABLE, TABLE)
    assert verdict.verdicts == (VerdictKind.ALREADY_APPLIED,)
    assert verdict.evidence[0].sqlstate == "42P07"


def test_already_applied_without_an_error(judge: Assess) -> None:
    verdict = only(judge, TABLE, "CREATE TABLE IF NOT EXISTS t (id int PRIMARY KEY, v text);")
    assert verdict.verdicts == (VerdictKind.ALREADY_APPLIED,)


def test_shadowed_by_a_table_that_differs(judge: Assess) -> None:
    verdict = only(judge, TABLE, "CREATE TABLE IF NOT EXISTS t (id int PRIMARY KEY, v integer);")
    assert verdict.verdicts[0] is VerdictKind.SHADOWED
    assert any("v" in e.text and "integer" in e.text and "text" in e.text for e in verdict.evidence)


def test_conflicts_with_a_table_that_differs(judge: Assess) -> None:
    verdict = only(judge, TABLE, "CREATE TABLE t (id int PRIMARY KEY, v integer);")
    assert verdict.verdicts[0] is VerdictKind.CONFLICTS


def test_conflicts_and_is_there_in_part(judge: Assess) -> None:
    verdict = only(judge, TABLE, TABLE + "CREATE TABLE u (id int);")
    assert verdict.verdicts == (VerdictKind.CONFLICTS, VerdictKind.PARTLY_APPLIED)


def test_partly_applied_where_it_skips(judge: Assess) -> None:
    verdict = only(judge, TABLE, "CREATE TABLE IF NOT EXISTS t (id int PRIMARY KEY, v text); CREATE TABLE u (id int);")
    assert VerdictKind.PARTLY_APPLIED in verdict.verdicts
    assert VerdictKind.NEEDED in verdict.verdicts


def test_broken_whatever_the_order(judge: Assess) -> None:
    verdict = only(judge, TABLE, "ALTER TABLE nowhere ADD COLUMN w int;")
    assert verdict.verdicts == (VerdictKind.BROKEN,)
    assert verdict.evidence[0].sqlstate == "42P01"


def test_destructive_with_what_goes(judge: Assess) -> None:
    verdict = only(judge, TABLE, "ALTER TABLE t DROP COLUMN v;")
    assert verdict.verdicts[0] is VerdictKind.DESTRUCTIVE
    assert "column public.t.v" in verdict.reason


def test_what_it_made_itself_is_no_loss(judge: Assess) -> None:
    verdict = only(judge, TABLE, "CREATE TABLE x (id int); DROP TABLE x; CREATE TABLE y (id int);")
    assert VerdictKind.DESTRUCTIVE not in verdict.verdicts


def test_no_effect_of_a_file_with_comments_only(judge: Assess) -> None:
    assert only(judge, TABLE, "-- nothing yet\n").verdicts == (VerdictKind.NO_EFFECT,)


def test_obsolete_where_a_later_one_takes_it_back(judge: Assess) -> None:
    report = judge(
        TABLE,
        migration("001_a.sql", "CREATE TABLE x (id int);"),
        migration("002_b.sql", "DROP TABLE x; CREATE TABLE y (id int);"),
        options=QUICK,
    )
    assert VerdictKind.OBSOLETE in report.verdicts[0].verdicts
    assert VerdictKind.OBSOLETE not in report.verdicts[1].verdicts


def test_optional_where_declared_does_not_ask(judge: Assess) -> None:
    first = judge(TABLE, migration("000.sql", "SELECT 1;"), options=QUICK).verdicts[0]
    assert first.verdicts == (VerdictKind.NO_EFFECT,)


def test_an_early_migration_is_not_blamed_for_what_a_later_one_changed(judge: Assess) -> None:
    report = judge(
        "CREATE TABLE t (id int PRIMARY KEY, w bigint);",
        migration("001_a.sql", TABLE),
        migration("002_b.sql", "ALTER TABLE t RENAME v TO w; ALTER TABLE t ALTER w TYPE bigint USING 0;"),
        options=QUICK,
    )
    assert [v.verdicts[0] for v in report.verdicts] == [VerdictKind.ALREADY_APPLIED] * 2


def test_only_runs_after_one_that_sorts_behind_it(judge: Assess) -> None:
    report = judge(
        TABLE,
        migration("001_a.sql", "CREATE POLICY p ON t USING (role = 'x');"),
        migration("002_b.sql", "ALTER TABLE t ADD COLUMN role text;"),
        options=QUICK,
    )
    assert VerdictKind.BLOCKED in report.verdicts[0].verdicts
    assert report.order == ("002_b.sql", "001_a.sql")
    assert report.executed
    assert report.verdicts[0].after[0][0] == "002_b.sql"


def test_what_two_files_make_differently_is_told_of_each(judge: Assess) -> None:
    production = "CREATE TABLE people (id int PRIMARY KEY); CREATE TABLE others (id int PRIMARY KEY);" + (
        "CREATE TABLE notes (id int, who int REFERENCES people, note text);"
    )
    first = migration(
        "001_a.sql", "CREATE TABLE IF NOT EXISTS notes (id bigint, who int REFERENCES people, note text);"
    )
    second = migration("002_b.sql", "CREATE TABLE IF NOT EXISTS notes (id int, who int REFERENCES others, note text);")
    a, b = judge(production, first, second, options=QUICK).verdicts
    assert [VerdictKind.SHADOWED in v.verdicts for v in (a, b)] == [True, True]
    told = [" ".join(e.text for e in v.evidence) for v in (a, b)]
    assert ["bigint" in text for text in told] == [True, False]
    assert ["table public.others" in text for text in told] == [False, True]

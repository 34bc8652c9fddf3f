"""A live server against a file, and servers that do not let a role read all: what was not read is never equal."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import pytest

from trueup import comparison
from trueup.cli.output import exit_code
from trueup.config import Config
from trueup.errors import ConnectionFailed
from trueup.postgres.server import Database, Server
from trueup.report.build.compared import diff_report
from trueup.report.build.head import Head
from trueup.report.model import Report
from trueup.sources.load import both
from trueup.stages.chosen import chosen_pair
from trueup.stages.pair import load_pair
from trueup.stages.script import Script

SCHEMA = """
CREATE TABLE t (id int PRIMARY KEY, a int DEFAULT 1);
ALTER TABLE t ENABLE ROW LEVEL SECURITY;
CREATE POLICY p ON t USING (id > 0);
CREATE VIEW v AS SELECT id AS n FROM t;
CREATE INDEX i ON t (a);
"""
READER = "trueup_plain_reader"
Compare = Callable[..., Report]


@pytest.fixture
def compare(server: Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Compare:
    monkeypatch.chdir(tmp_path)
    Path("schema.sql").write_text(SCHEMA)

    def made(before: str, after: str) -> Report:
        config = Config()
        with both(before, after, config) as read:
            pair = load_pair(server, *read(), to_try=False)
        drift, _, told = chosen_pair(pair, (), (), strict=False)
        head = Head(project="", platform="postgres", reasons=(), server="")
        return diff_report(head, pair, drift, Script(text=""), told)

    return made


@pytest.fixture
def live(server: Server) -> Iterator[Sequence[Database]]:
    databases = [server.create(), server.create()]
    for database in databases:
        with database.connect(superuser=True) as conn:
            conn.execute("SET search_path = public")
            conn.execute(SCHEMA.encode())
    server.execute(f"CREATE ROLE {READER} LOGIN")
    yield databases
    for database in databases:
        database.drop()
    server.execute(f"DROP ROLE {READER}")


def url(database: Database, role: str = READER) -> str:
    with database.connect() as conn:
        return f"postgresql://{role}@/{database.name}?host={conn.info.host}"


def test_a_plain_role_sees_that_two_servers_are_equal_and_that_they_are_not(
    live: Sequence[Database], compare: Compare
) -> None:
    one, two = map(url, live)
    assert compare(one, two).summary.percent == 100.0
    with live[0].connect(superuser=True) as conn:
        conn.execute("UPDATE pg_index SET indisvalid = false WHERE indexrelid = 'public.i'::regclass")
    report = compare(one, two)
    assert exit_code(report, "error") == 1
    assert [field.field for field in report.tables[0].changes[0].fields] == ["valid"]


def test_owners_that_a_file_does_not_say_do_not_count(live: Sequence[Database], compare: Compare) -> None:
    report = compare(url(live[0]), "schema.sql")
    assert report.summary.differences == {} and report.summary.uncounted
    assert "owner" in {f.field for group in report.tables for change in group.changes for f in change.fields}
    Path("schema.sql").write_text(SCHEMA + "ALTER VIEW v OWNER TO CURRENT_USER;")
    assert compare(url(live[0]), "schema.sql").summary.differences


@pytest.mark.parametrize(
    ("denied", "told"),
    [
        ("SELECT ON pg_catalog.pg_policy", {"policies"}),
        ("EXECUTE ON FUNCTION pg_catalog.pg_get_viewdef(oid)", {"views", "materialized views"}),
    ],
)
def test_what_a_role_may_not_read_is_told_and_compared_on_neither_side(
    live: Sequence[Database], compare: Compare, denied: str, told: set[str]
) -> None:
    with live[0].connect(superuser=True) as conn:
        conn.execute(f"REVOKE {denied} FROM PUBLIC".encode())
    for other in (url(live[1]), "schema.sql"):
        report = compare(url(live[0]), other)
        assert {n.what for n in report.not_evaluated} == told
        assert report.summary.differences == {}
        assert exit_code(report, "error") == 2


def test_what_all_hangs_on_or_what_the_server_cannot_print_is_an_error(
    live: Sequence[Database], compare: Compare
) -> None:
    one, two = map(url, live)
    with live[0].connect(superuser=True) as conn:
        conn.execute("REVOKE SELECT ON pg_catalog.pg_depend FROM PUBLIC")
        with pytest.raises(ConnectionFailed, match="pg_depend"):
            compare(one, two)
        conn.execute("GRANT SELECT ON pg_catalog.pg_depend TO PUBLIC")
        conn.execute(
            "CREATE FUNCTION public.f() RETURNS int RETURN 1; CREATE VIEW public.broken AS SELECT public.f() AS n"
        )
        conn.execute("DELETE FROM pg_catalog.pg_proc WHERE proname = 'f'")
        with pytest.raises(ConnectionFailed, match="cache lookup failed") as raised:
            compare(one, two)
    assert "could not print" in raised.value.help


def test_two_servers_are_compared_without_a_scratch_server_of_our_own(live: Sequence[Database]) -> None:
    """The session's server has left its baseline in the cache, so nothing has to be started."""
    one, two = map(url, live)
    report, script = comparison.diff(one, two, platform="postgres")
    assert (report.summary.percent, script.drift) == (100.0, False)
    with live[1].connect(superuser=True) as conn:
        conn.execute("ALTER TABLE public.t FORCE ROW LEVEL SECURITY")
    report, script = comparison.diff(one, two, platform="postgres")
    assert report.summary.differences == {"security": 1} and script.drift


def test_a_server_is_of_no_platform_that_only_the_current_folder_speaks_of(
    live: Sequence[Database], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("package.json").write_text('{"dependencies": {"@supabase/supabase-js": "^2.0.0"}}')
    report, _ = comparison.diff(*map(url, live))
    assert (report.platform, report.summary.percent) == ("postgres", 100.0)


def test_two_servers_are_compared_without_what_reads_text(live: Sequence[Database]) -> None:
    with live[1].connect(superuser=True) as conn:
        conn.execute("ALTER TABLE public.t ADD CHECK (a > 0); ALTER POLICY p ON public.t USING (id > 1)")
    code = (
        "import sys\n"
        "from trueup import comparison\n"
        "report, _ = comparison.diff(*sys.argv[1:], platform='postgres')\n"
        "print(sum(report.summary.differences.values()), end=' ')\n"
        "print(sorted({'postgast', 'rapidfuzz', 'trueup.replay.run', 'trueup.plan.make'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code, *map(url, live)], capture_output=True, text=True, check=True)
    assert done.stdout == "2 []\n"

"""The commands through the front door: exit codes, pipes, and what one command writes another reads."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

VIEW = "CREATE VIEW public.v AS SELECT id FROM public.t;\n"
TO = "CREATE TABLE public.t (id bigint PRIMARY KEY, a text NOT NULL);\n" + VIEW
FROM = "CREATE TABLE public.t (id int PRIMARY KEY, a text);\n" + VIEW


def trueup(*arguments: str, cwd: Path) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "NO_COLOR": "1"}
    return subprocess.run(
        [sys.executable, "-m", "trueup", *arguments],
        capture_output=True,
        text=True,
        cwd=cwd,
        env=environment,
        check=False,
    )


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "from.sql").write_text(FROM)
    (tmp_path / "to.sql").write_text(TO)
    return tmp_path


def test_the_plan_of_a_diff_appended_to_from_gives_to(folder: Path) -> None:
    plan = trueup("diff", "from.sql", "to.sql", "--sql", cwd=folder)
    assert plan.returncode == 1, plan.stderr
    (folder / "moved.sql").write_text(FROM + plan.stdout)
    equal = trueup("diff", "moved.sql", "to.sql", cwd=folder)
    assert equal.returncode == 0, equal.stdout


def test_a_diff_that_could_not_read_a_side_is_no_equality(folder: Path) -> None:
    (folder / "broken.sql").write_text(FROM + "CREATE TABLE public.x (a no_such_type);\n")
    done = trueup("diff", "from.sql", "broken.sql", cwd=folder)
    assert done.returncode == 2
    assert "no_such_type" in done.stdout


def test_no_plan_is_offered_where_part_of_the_input_was_refused(folder: Path) -> None:
    (folder / "broken.sql").write_text(TO + "CREATE TABLE public.x (a no_such_type);\n")
    done = trueup("diff", "from.sql", "broken.sql", "--sql", cwd=folder)
    assert (done.returncode, done.stdout) == (2, "")
    assert "no_such_type" in done.stderr
    shown = trueup("diff", "from.sql", "broken.sql", "--sql", "--unproven", cwd=folder)
    assert shown.returncode == 2
    assert shown.stdout.startswith("-- NOT PROVEN") and "SET NOT NULL" in shown.stdout


def test_what_one_text_says_of_roles_is_told(folder: Path) -> None:
    """A second try of the text, which another refused statement brings about, meets the role of the first one."""
    role = "CREATE ROLE joe NOLOGIN;\n"
    (folder / "a.sql").write_text(role)
    (folder / "b.sql").write_text(role + "ALTER ROLE joe SET app.secret = 'hidden';\n")
    done = trueup("diff", "a.sql", "b.sql", "--sql", cwd=folder)
    assert "roles are not compared: b.sql:2:1" in done.stderr
    assert "already exists" not in done.stderr and "hidden" not in done.stderr


def test_each_step_says_why_and_what_it_costs(folder: Path) -> None:
    """A name with a line break starts no statement."""
    (folder / "a.sql").write_text("CREATE TABLE public.t (id int);\n")
    (folder / "b.sql").write_text('CREATE TABLE public.t (id bigint);\nCREATE TABLE public."u\nSELECT 1/0; --" ();\n')
    plan = trueup("diff", "a.sql", "b.sql", "--sql", cwd=folder)
    assert "-- type: integer becomes bigint; takes AccessExclusiveLock; rewrites the table\nALTER TABLE" in plan.stdout
    assert '-- create table public."u SELECT 1/0; --"\n' in plan.stdout


def test_an_empty_file_is_an_empty_database(folder: Path) -> None:
    (folder / "empty.sql").write_text("\n")
    for nothing in ("empty.sql", os.devnull):
        plan = trueup("diff", nothing, "to.sql", "--sql", cwd=folder)
        assert plan.returncode == 1, plan.stderr
        (folder / "made.sql").write_text(plan.stdout)
        assert trueup("diff", "made.sql", "to.sql", cwd=folder).returncode == 0
        back = trueup("diff", "to.sql", nothing, "--sql", "--allow-destructive", cwd=folder)
        assert "DROP TABLE public.t;" in back.stdout, back.stderr


def test_a_grant_that_did_nothing_is_no_equality(folder: Path) -> None:
    (folder / "a.sql").write_text("CREATE EXTENSION hstore; CREATE ROLE r;")
    (folder / "b.sql").write_text(
        "CREATE EXTENSION hstore; CREATE ROLE r; REVOKE EXECUTE ON FUNCTION akeys FROM PUBLIC;"
    )
    done = trueup("diff", "a.sql", "b.sql", "--sql", cwd=folder)
    assert done.returncode == 2
    assert "b.sql:1:" in done.stderr and "akeys" in done.stderr


def test_what_would_lose_data_is_held_back(folder: Path) -> None:
    (folder / "less.sql").write_text("CREATE TABLE public.t (id int PRIMARY KEY);\n")
    done = trueup("diff", "from.sql", "less.sql", "--sql", cwd=folder)
    assert "DROP COLUMN" not in done.stdout
    assert "--allow-destructive" in done.stderr
    assert "DROP COLUMN" in trueup("diff", "from.sql", "less.sql", "--sql", "--allow-destructive", cwd=folder).stdout


def test_a_snapshot_is_a_source_and_equals_what_it_was_made_of(folder: Path) -> None:
    assert trueup("snapshot", "from.sql", "-o", "from.json", cwd=folder).returncode == 0
    assert trueup("diff", "from.json", "from.sql", cwd=folder).returncode == 0
    assert trueup("diff", "from.json", "to.sql", cwd=folder).returncode == 1


def test_a_dump_replays_to_the_same(folder: Path) -> None:
    dump = trueup("dump", "from.sql", cwd=folder)
    assert dump.returncode == 0, dump.stderr
    (folder / "dump.sql").write_text(dump.stdout)
    assert trueup("diff", "dump.sql", "from.sql", cwd=folder).returncode == 0


def test_a_dump_as_a_folder_replays_to_the_same(folder: Path) -> None:
    (folder / "both.sql").write_text(
        f'{TO} CREATE SCHEMA "../../up"; CREATE TABLE "../../up".x (id int REFERENCES public.t);'
        "CREATE TYPE public.m AS ENUM ('a'); CREATE FUNCTION public.f() RETURNS public.m LANGUAGE sql AS 'SELECT NULL';"
    )
    assert trueup("dump", "both.sql", "-o", "made/", cwd=folder).returncode == 0
    names = sorted(path.name for path in (folder / "made").iterdir())
    assert names[0].startswith("001_") and any("public_table" in name for name in names)
    done = trueup("diff", "made", "both.sql", cwd=folder)
    assert done.returncode == 0, done.stdout
    again = trueup("dump", "both.sql", "-o", "made", cwd=folder)
    assert again.returncode == 2 and "not empty" in again.stderr


def test_the_printed_query_is_one_statement_that_reads(folder: Path) -> None:
    done = trueup("snapshot", "--print-query", cwd=folder)
    assert done.returncode == 0
    assert "SELECT" in done.stdout and "INSERT" not in done.stdout


def test_the_fixes_of_check_remove_what_they_are_for(folder: Path) -> None:
    (folder / "app.sql").write_text(
        "CREATE TABLE public.p (id uuid PRIMARY KEY, owner uuid REFERENCES auth.users);\n"
        "ALTER TABLE public.p ENABLE ROW LEVEL SECURITY;\n"
        "CREATE POLICY own ON public.p FOR SELECT USING (auth.uid() = owner);\n"
    )
    done = trueup("check", "app.sql", "--fix", "--write-plan", "fix", "--format", "json", cwd=folder)
    report = json.loads(done.stdout)
    option = report["options"][0]
    assert option["proven"] and option["removes"]
    written = next((folder / "fix").rglob("*.sql"))
    assert written.read_text() == option["files"][0]["text"]


def test_a_directive_takes_a_finding_out_and_is_counted(folder: Path) -> None:
    text = "CREATE TABLE public.nk (a int);\n"
    (folder / "nk.sql").write_text(text)
    plain = json.loads(trueup("check", "nk.sql", "--format", "json", cwd=folder).stdout)
    rule = plain["findings"][0]["rule"]
    (folder / "nk.sql").write_text(f"-- trueup: ignore[{rule}] a log without an identity\n{text}")
    quiet = json.loads(trueup("check", "nk.sql", "--format", "json", cwd=folder).stdout)
    assert rule not in {f["rule"] for f in quiet["findings"]}
    assert quiet["summary"]["suppressed"] == 1


def test_a_baseline_shows_only_what_is_new(folder: Path) -> None:
    (folder / "nk.sql").write_text("CREATE TABLE public.nk (a int);\n")
    trueup("check", "nk.sql", "--write-baseline", "accepted.json", cwd=folder)
    (folder / "nk.sql").write_text("CREATE TABLE public.nk (a int);\nCREATE TABLE public.other (a int);\n")
    shown = json.loads(trueup("check", "nk.sql", "--baseline", "accepted.json", "--format", "json", cwd=folder).stdout)
    assert {f["object"]["name"] for f in shown["findings"]} == {"public.other"}


def test_what_no_color_and_a_pipe_get_is_plain(folder: Path) -> None:
    done = trueup("diff", "from.sql", "to.sql", cwd=folder)
    assert "\x1b" not in done.stdout
    assert max(map(len, done.stdout.splitlines())) <= 100

"""What is remembered across runs: the same bytes as made anew, and nothing once anything it hangs on is another."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from trueup import inputs, memo, pipeline
from trueup.memo import Memo
from trueup.remember import Run, remembered
from trueup.report import json
from trueup.report.model import Report, Summary

CASE = Path(__file__).parent / "access" / "cases" / "all-true.bad.sql"
REPORT = Report(command="audit", project="p", summary=Summary(percent=99.9, findings={"error": 1}))


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("TRUEUP_CACHE_DIR", str(tmp_path / "cache"))
    folder = tmp_path / "project"
    (folder / "migrations").mkdir(parents=True)
    (folder / "schema.sql").write_text("CREATE TABLE a (id int);\n")
    (folder / "migrations" / "001_b.sql").write_text("CREATE TABLE b (id int);\n")
    (folder / "migrations" / "README.md").write_text("1. 001_b.sql\n")
    return folder


def run(folder: Path, **arguments: object) -> Run:
    found = Run.of("audit", str(folder), arguments)
    assert found is not None
    return found


def trueup(*arguments: str, cwd: Path) -> str:
    done = subprocess.run(
        [sys.executable, "-m", "trueup", *arguments],
        capture_output=True,
        text=True,
        cwd=cwd,
        env={**os.environ, "PYTHONHASHSEED": "random"},
        check=False,
    )
    assert done.returncode in {0, 1}, done.stderr
    return done.stdout


def test_a_labelled_case_reads_the_same_anew_kept_and_recalled(tmp_path: Path) -> None:
    (tmp_path / "schema.sql").write_text(CASE.read_text())
    arguments = ("access", "schema.sql", "--format", "json")
    anew = trueup(*arguments, "--no-cache", cwd=tmp_path)
    kept = trueup(*arguments, cwd=tmp_path)
    recalled = trueup(*arguments, cwd=tmp_path)
    assert '"fingerprint"' in anew
    assert anew == kept == recalled


@pytest.mark.nightly
@pytest.mark.parametrize("change", ["-- a comment more\n", "\n\n", "CREATE TABLE IF NOT EXISTS one_more (id int);\n"])
@pytest.mark.parametrize(
    "file", ["database-schema.sql", "database-schema-LIVE.sql", "database-migrations/003_ai_usage_table.sql"]
)
def test_after_a_change_the_example_reads_as_if_nothing_was_remembered(file: str, change: str, tmp_path: Path) -> None:
    """What was remembered of the state before serves as far as it holds; places are those of the new text."""
    example = Path(__file__).parents[1] / "examples" / "code-playground"
    shutil.copytree(example, tmp_path / "example")
    arguments = ("audit", "example", "--format", "json")
    before = trueup(*arguments, cwd=tmp_path)
    changed = tmp_path / "example" / file
    changed.write_text(change + changed.read_text())
    after = trueup(*arguments, cwd=tmp_path)
    assert after == trueup(*arguments, "--no-cache", cwd=tmp_path)
    assert after != before


def test_what_is_recalled_is_what_was_kept(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    made: list[str] = []

    def audit(path: str, **arguments: object) -> Report:
        made.append(path)
        return REPORT

    monkeypatch.setattr(pipeline, "audit", audit)
    told: list[int] = []
    first, second = (
        remembered("audit", str(project), {"reading": None}, on_recall=lambda: told.append(len(made))) for _ in range(2)
    )
    assert len(made) == 1
    assert told == [1]  # once, when the second was asked for
    assert json.render(first) == json.render(second) == json.render(REPORT)


def test_a_supabase_project_is_read_back(project: Path) -> None:
    """Its configuration, which may lie beside the folder, is looked for: that is in the key."""
    (project / "schema.sql").write_text("CREATE TABLE a (id uuid REFERENCES auth.users);\n")
    told: list[bool] = []
    for _ in range(2):
        remembered("access", str(project / "schema.sql"), {}, on_recall=lambda: told.append(True))
    assert told == [True]


CHANGES: dict[str, Callable[[Path], object]] = {
    "a statement": lambda f: (f / "schema.sql").write_text("CREATE TABLE a (id bigint);\n"),
    "a new file": lambda f: (f / "more.sql").write_text("CREATE TABLE c (id int);\n"),
    "an empty folder": lambda f: (f / "supabase").mkdir(),
    "a file that went": lambda f: (f / "migrations" / "001_b.sql").unlink(),
    "another name": lambda f: (f / "schema.sql").rename(f / "schema-LIVE.sql"),
    "the order in a README": lambda f: (f / "migrations" / "README.md").write_text("1. 002.sql\n"),
    "a configuration": lambda f: (f / "trueup.toml").write_text('fail_on = "never"\n'),
    "what the API serves, beside the folder": lambda f: (f.parent / "config.toml").write_text("[api]\n"),
    "a link elsewhere": lambda f: (f / "link.sql").symlink_to("/etc/hostname"),
}


@pytest.mark.parametrize("change", CHANGES)
def test_a_change_is_another_run(project: Path, change: str) -> None:
    before = run(project)
    CHANGES[change](project)
    assert run(project).key != before.key


def test_a_new_time_on_an_unchanged_file_is_the_same_run(project: Path) -> None:
    before = run(project).key
    os.utime(project / "schema.sql", (1, 1))
    assert run(project).key == before


def test_other_arguments_are_another_run(project: Path) -> None:
    keys = [run(project, reading=r, platform=p).key for r in (None, "query") for p in (None, "postgres")]
    assert len(set(keys)) == 4


@pytest.mark.parametrize(
    "arguments",
    [
        {"scratch_url": "postgresql://localhost/x"},
        {"production": "postgresql://localhost/x"},
        {"production": "$DATABASE_URL"},
        {"declared": "git:HEAD:schema.sql"},
        {"write_baseline": Path("baseline.json")},
    ],
)
def test_what_no_hash_can_hold_is_never_remembered(project: Path, arguments: dict[str, object]) -> None:
    assert Run.of("audit", str(project), arguments) is None


def test_rules_of_the_project_are_programs_and_not_remembered(project: Path) -> None:
    (project / "trueup.toml").write_text('rules_folder = "rules"\n')
    assert Run.of("audit", str(project), {}) is None


@pytest.mark.parametrize("path", [".hidden/x.sql", "node_modules/a/x.sql", "../elsewhere.sql"])
def test_a_run_that_read_what_is_not_in_the_key_is_not_kept(project: Path, path: str) -> None:
    (project / path).parent.mkdir(parents=True, exist_ok=True)
    (project / path).write_text("CREATE TABLE x ();\n")
    this = run(project)
    record = inputs.begin()
    inputs.touched(project / path)
    this.keep(REPORT, record)
    assert run(project).recall() is None


def test_a_file_that_was_looked_for_and_is_not_there_is_in_the_key(project: Path) -> None:
    this = run(project)
    record = inputs.begin()
    inputs.touched(project / "db" / "structure.sql")
    this.keep(REPORT, record)
    assert run(project).recall() == REPORT


def test_a_run_in_which_something_broke_is_not_kept(project: Path) -> None:
    this = run(project)
    record = inputs.begin()
    inputs.spoil("access")
    this.keep(REPORT, record)
    assert run(project).recall() is None


def test_a_run_during_which_a_file_changed_is_not_kept(project: Path) -> None:
    this = run(project)
    (project / "schema.sql").write_text("CREATE TABLE z (id int);\n")
    this.keep(REPORT, inputs.begin())
    assert run(project).recall() is None
    (project / "schema.sql").write_text("CREATE TABLE a (id int);\n")
    assert run(project).recall() is None


def test_switched_off_nothing_is_remembered(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TRUEUP_NO_CACHE", "1")
    assert Run.of("audit", str(project), {}) is None
    assert not (project.parent / "cache" / "memo").exists()


def test_a_damaged_entry_counts_as_not_there(tmp_path: Path) -> None:
    kept = Memo(tmp_path / "v")
    kept.put("key", b"value" * 100)
    assert kept.get("key") == b"value" * 100
    whole = (tmp_path / "v" / "key").read_bytes()
    for damaged in (b"", whole[:-1], whole[:30] + b"!" + whole[31:], b"something else"):
        (tmp_path / "v" / "key").write_bytes(damaged)
        assert kept.get("key") is None
        assert not (tmp_path / "v" / "key").exists()


def test_a_report_of_another_shape_counts_as_not_there(project: Path) -> None:
    this = run(project)
    this.memo.put(this.key, b'{"command": 7}')
    assert this.recall() is None


def test_the_folder_is_bounded_and_what_was_used_last_stays(tmp_path: Path) -> None:
    for age, version in enumerate(("old", "now", "now", "now")):
        path = tmp_path / version / f"{age}"
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(b"x" * 100)
        os.utime(path, (age, age))
    memo.prune(tmp_path, 250)
    assert sorted(p.relative_to(tmp_path).as_posix() for p in tmp_path.rglob("*")) == ["now", "now/2", "now/3"]

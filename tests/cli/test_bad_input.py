"""Bad input of each kind that CONTRIBUTING names: a clear message and exit code 2, or told while the run goes on."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

GOOD = "CREATE TABLE public.kept (id int PRIMARY KEY);\n"
SECRET = "hunter2"


def trueup(*arguments: str, cwd: Path | None = None) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "NO_COLOR": "1"}
    environment.pop("DATABASE_URL", None)
    return subprocess.run(
        [sys.executable, "-m", "trueup", *arguments],
        capture_output=True,
        text=True,
        cwd=cwd,
        env=environment,
        check=False,
    )


def checked(tmp_path: Path, name: str, content: bytes) -> tuple[int, dict[str, object]]:
    """`trueup check` on a folder with a good file and this one."""
    folder = tmp_path / "schema"
    folder.mkdir()
    (folder / "a.sql").write_text(GOOD)
    (folder / name).write_bytes(content)
    done = trueup("check", str(folder), "--format", "json")
    assert "Traceback" not in done.stderr
    return done.returncode, json.loads(done.stdout or "{}")


@pytest.mark.parametrize(
    ("arguments", "word"),
    [
        (["audit", "no/such/place"], "no/such/place"),
        (["check", "no/such/file.sql"], "no/such/file.sql"),
        (["check", f"postgresql://u:{SECRET}@127.0.0.1:1/db"], "127.0.0.1"),
        (["check", f"postgresql://u:{SECRET}@["], "postgresql://"),
        (["diff", "git:no-such-revision:x.sql", "y.sql"], "git"),
        (["rules", "no-such-rule"], "no-such-rule"),
        (["audit", "--platform", "oracle", "."], "oracle"),
        (["snapshot"], "SOURCE"),
    ],
)
def test_nothing_could_be_done(arguments: list[str], word: str, tmp_path: Path) -> None:
    (tmp_path / "y.sql").write_text(GOOD)
    done = trueup(*arguments, cwd=tmp_path)
    assert done.returncode == 2, done.stdout + done.stderr
    assert word in done.stderr
    assert SECRET not in done.stdout + done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("empty.sql", b""),
        ("comments.sql", b"-- nothing here yet\n"),
        ("binary.sql", bytes(range(256)) * 8),
        ("half.sql", b"CREATE TABLE public.half (id int,"),
        ("prose.sql", b"Here is the schema that we want:\n\nCREATE TABLE public.p (id int);\n"),
        (
            "merge.sql",
            b"<<<<<<< HEAD\nCREATE TABLE public.m (id int);\n=======\nCREATE TABLE public.m (id bigint);\n>>>>>>> x\n",
        ),
    ],
)
def test_the_rest_of_the_run_goes_on(name: str, content: bytes, tmp_path: Path) -> None:
    code, report = checked(tmp_path, name, content)
    assert code in (0, 1)
    told = json.dumps([report["diagnostics"], report["findings"], report["not_evaluated"]])
    assert name in told
    sources = report["sources"]
    assert isinstance(sources, list) and sources[0]["loaded"] >= 1


@pytest.mark.parametrize("encoding", ["utf-16", "utf-8-sig", "latin-1"])
def test_other_encodings_are_read(encoding: str, tmp_path: Path) -> None:
    text = "CREATE TABLE public.enc (id int PRIMARY KEY);\nCOMMENT ON TABLE public.enc IS 'caf\u00e9';\n"
    code, report = checked(tmp_path, "enc.sql", text.encode(encoding))
    assert code == 0, report
    assert not report["findings"]


def test_a_damaged_snapshot_and_a_foreign_csv(tmp_path: Path) -> None:
    (tmp_path / "s.json").write_text('{"trueup_snapshot": 1, "objects": [')
    (tmp_path / "s.csv").write_text("a,b\n1,2\n")
    for name in ("s.json", "s.csv"):
        done = trueup("check", name, cwd=tmp_path)
        assert done.returncode == 2
        assert name in done.stderr


def test_an_unknown_key_in_the_configuration(tmp_path: Path) -> None:
    (tmp_path / "schema.sql").write_text(GOOD)
    (tmp_path / "trueup.toml").write_text('declred = "schema.sql"\n')
    done = trueup("audit", ".", cwd=tmp_path)
    assert done.returncode == 2
    assert "declred" in done.stderr and "declared" in done.stderr


def test_an_empty_folder_says_what_was_looked_for(tmp_path: Path) -> None:
    done = trueup("audit", ".", cwd=tmp_path)
    assert done.returncode == 2
    assert ".sql" in done.stderr


@pytest.mark.parametrize("command", ["dump", "snapshot"])
def test_what_a_written_catalog_lacks_is_told(command: str, tmp_path: Path) -> None:
    """What is written out is taken for the whole: a statement that was refused is missing in it."""
    (tmp_path / "half.sql").write_text(GOOD + "\nCREATE TABLE public.lost (id no_such_type);\n")
    done = trueup(command, "half.sql", cwd=tmp_path)
    assert done.returncode == 2
    assert "half.sql:3:1" in done.stderr and "no_such_type" in done.stderr
    assert "kept" in done.stdout and "lost" not in done.stdout

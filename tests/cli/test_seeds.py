"""A seed brings rows: what is refused in it is told, with its place, and is no fault of the schema."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from test_bad_input import trueup

SEED = "supabase/seed.sql"


@pytest.fixture
def project(tmp_path: Path) -> Path:
    files = {
        "supabase/config.toml": "",
        "supabase/migrations/20240101000000_a.sql": "CREATE SCHEMA shop;\nCREATE TABLE shop.a (id int PRIMARY KEY);",
        SEED: "INSERT INTO shop.a VALUES (1);\nINSERT INTO shop.a VALUES (1);\nINSERT INTO shop.b VALUES (2);",
    }
    for name, text in files.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text)
    return tmp_path


def test_refused_rows_are_warnings_with_the_seeds_place(project: Path) -> None:
    done = trueup("audit", ".", "--declared", "supabase/migrations", "--format", "json", cwd=project)
    found = [f for f in json.loads(done.stdout)["findings"] if f["origin"]]
    seeded = sorted((f for f in found if f["origin"]["file"] == SEED), key=lambda f: int(f["origin"]["line"]))
    assert [(f["origin"]["line"], f["severity"]) for f in seeded] == [(2, "warning"), (3, "warning")]
    assert all("stands in a seed" in f["message"] for f in seeded)
    assert done.returncode == 0


def test_rows_that_were_refused_keep_no_comparison_from_being_one(project: Path) -> None:
    (project / "same.sql").write_text((project / "supabase/migrations/20240101000000_a.sql").read_text())
    done = trueup("diff", "supabase/migrations", "same.sql", "--platform", "supabase", "--format", "json", cwd=project)
    report = json.loads(done.stdout)
    told = [d for d in report["diagnostics"] if d["code"] == "statement-refused"]
    assert [(d["origin"]["file"], d["origin"]["line"], d["level"]) for d in told] == [
        (SEED, 2, "warning"),
        (SEED, 3, "warning"),
    ]
    assert done.returncode == 0

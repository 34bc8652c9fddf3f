"""Folders with more in them than everything is measured of: what was left out is told."""

from __future__ import annotations

from pathlib import Path

import pytest

from .front import Shown, migrations


def many(root: Path, count: int) -> Shown:
    files = {f"{n:04}_t.sql": f"CREATE TABLE t{n} (id int PRIMARY KEY);" for n in range(count)}
    files["0001_t.sql"] += " ALTER TABLE t0 ADD COLUMN w int;"
    return migrations(root, files, None, "--platform", "postgres")


def told(shown: Shown) -> list[str]:
    return [n["what"] for n in shown.report["not_evaluated"]]


def test_more_than_are_tried_one_by_one(tmp_path: Path) -> None:
    shown = many(tmp_path, 201)
    assert {tuple(kinds) for kinds in shown.verdicts().values()} == {("needed",)}
    assert shown.report["migrations"]["executed"] is True
    assert "each pending migration by itself on production" in told(shown)
    assert any(what.startswith("repeatable forms") for what in told(shown))


@pytest.mark.nightly
def test_five_hundred(tmp_path: Path) -> None:
    shown = many(tmp_path, 500)
    assert shown.report["migrations"]["order"] == [f"{n:04}_t.sql" for n in range(500)]
    assert shown.report["migrations"]["executed"] is True


def test_more_than_every_runner_runs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("trueup.migrations.runs.MOST_FILES", 1)
    files = {f"{n}.sql": f"CREATE INDEX CONCURRENTLY i{n} ON t (id);" for n in range(3)}
    shown = migrations(tmp_path, files, "CREATE TABLE t (id int);", "--platform", "postgres")
    assert "what each runner does with 1.sql, 2.sql" in told(shown)

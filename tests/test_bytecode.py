"""Compiled files lie in the cache where they can't lie beside the source, and only there."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import trueup


def rules(cache: Path, **environment: str) -> str:
    # A copy of the interpreter's view without compiled files: as in an editable install under this variable.
    kept = {k: v for k, v in os.environ.items() if k not in {"PYTHONPYCACHEPREFIX", "TRUEUP_NO_CACHE"}}
    done = subprocess.run(
        [sys.executable, "-m", "trueup", "rules"],
        capture_output=True,
        text=True,
        env={**kept, "PYTHONDONTWRITEBYTECODE": "1", "TRUEUP_CACHE_DIR": str(cache), **environment},
        check=True,
    )
    return done.stdout


def test_modules_are_compiled_once_into_the_cache_and_nowhere_else(tmp_path: Path) -> None:
    beside = set(Path(trueup.__file__).parent.rglob("*.pyc"))
    said = rules(tmp_path)
    compiled = {p.name.partition(".")[0] for p in tmp_path.rglob("*.pyc")}
    assert set(Path(trueup.__file__).parent.rglob("*.pyc")) == beside
    assert beside or {"discover", "flaws"} <= compiled
    assert rules(tmp_path) == said


def test_switched_off_nothing_is_written(tmp_path: Path) -> None:
    rules(tmp_path, TRUEUP_NO_CACHE="1")
    assert not list(tmp_path.rglob("*.pyc"))

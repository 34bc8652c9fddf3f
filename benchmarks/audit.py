"""Whole-process time and peak memory of `trueup audit`, as a ratio to `psql -1 -f` of the same files, in one run.

    python benchmarks/audit.py [--runs 5] [--tables 1000]

The files go through psql into empty databases of the same embedded server; its data directory is there for both.
Three times per project: *cold*, nothing remembered of an earlier run; *changed*, a comment was added at the end of the
last file since; *unchanged*, the report is read back.
"""

from __future__ import annotations

import argparse
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from large_project import write

from trueup.memo import opened
from trueup.postgres.server import Server, start

ROOT = Path(__file__).resolve().parents[1]


def measured(command: list[str]) -> tuple[float, float]:
    """Wall seconds and peak megabytes (of the largest process) of a command."""
    began = time.perf_counter()
    process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    _, _, usage = os.wait4(process.pid, 0)
    return time.perf_counter() - began, usage.ru_maxrss / 1024


def psql(server: Server, files: list[Path]) -> float:
    """Seconds that psql needs for each file in a transaction and an empty database of its own, one after another."""
    total = 0.0
    for file in files:
        database = server.create()
        with database.connect() as connection:
            info = connection.info
            command = ["psql", "-q", "-X", "-1", "-h", info.host, "-U", info.user, "-d", database.name, "-f", str(file)]
        total += measured(command)[0]
        database.drop()
    return total


def row(name: str, platform: str, files: list[Path], project: Path, runs: int) -> None:
    """Measure one project and print its line."""
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(shutil.copytree(project, Path(folder) / project.name))
        audit = [sys.executable, "-m", "trueup", "audit", str(copy), "--fail-on", "never", "-o", os.devnull]
        measured(audit)  # makes the data directory and compiles
        cold, changed, unchanged = [], [], []
        for _ in range(runs):
            forget()
            cold.append(measured(audit))
            last = copy / files[-1].relative_to(project)
            last.write_text(f"{last.read_text().rstrip()}\n-- changed\n")
            changed.append(measured(audit))
            unchanged.append(measured(audit))
    with start(platform) as server:
        floor = statistics.median(psql(server, files) for _ in range(runs))
    walls = [statistics.median(wall for wall, _ in found) for found in (cold, changed, unchanged)]
    peak = max(memory for _, memory in cold)
    shown = " | ".join(f"{wall:.2f} s" for wall in walls)
    print(f"| {name} | {shown} | {peak:.0f} MB | {floor:.2f} s | {walls[0] / floor:.1f} |", flush=True)


def forget() -> None:
    """Remove what earlier runs remembered; the server's data directory stays."""
    memo = opened()
    if memo is not None:
        shutil.rmtree(memo.folder, ignore_errors=True)


def main(arguments: Callable[[], argparse.Namespace]) -> None:
    """Print the table."""
    given = arguments()
    print("| project | cold | changed | unchanged | peak memory, cold | psql -1 -f of its files | cold to psql |")
    print("|---|---|---|---|---|---|---|")
    example = ROOT / "examples" / "code-playground"
    files = [example / "database-schema.sql", example / "database-schema-LIVE.sql"]
    files += sorted((example / "database-migrations").glob("*.sql"))
    row("examples/code-playground", "supabase", files, example, given.runs)
    with tempfile.TemporaryDirectory() as folder:
        project = Path(folder) / "large"
        write(project, given.tables, 50)
        both = [project / "schema.sql", project / "production.sql"]
        row(f"{given.tables} tables, 50 differences", "postgres", both, project, given.runs)


def parsed() -> argparse.Namespace:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--tables", type=int, default=1000)
    return parser.parse_args()


if __name__ == "__main__":
    main(parsed)

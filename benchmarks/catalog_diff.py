"""Two databases of N tables with 50 differences: read, compare, write and load, beside `pg_dump -s` of both.

    python benchmarks/catalog_diff.py [--tables 1000] [--runs 3]

Peers are measured in the same run, as processes of their own. pip installs each into a folder of its own that goes away
at the end; where that fails, a line says so. ``--no-peers`` leaves them out.
"""

from __future__ import annotations

import argparse
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
import venv
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from large_project import schema

from trueup.catalog import snapshot
from trueup.catalog.introspect import introspect
from trueup.catalog.model import Catalog
from trueup.catalog.observe import observe
from trueup.diff.compare import compare
from trueup.postgres.binaries import installed
from trueup.postgres.server import Database, start


def timed(label: str, runs: int, call: Callable[[], object]) -> None:
    """Print the median wall time, and this process's own part of it."""
    walls, cpus = [], []
    for _ in range(runs):
        wall, cpu = time.perf_counter(), time.process_time()
        call()
        walls.append(time.perf_counter() - wall)
        cpus.append(time.process_time() - cpu)
    print(f"| {label} | {statistics.median(walls):.2f} s | {statistics.median(cpus):.2f} s | |", flush=True)


def read(database: Database) -> Catalog:
    with database.connect(superuser=True) as conn:
        return introspect(conn)


def observed(database: Database) -> object:
    with database.connect(superuser=True) as conn:
        return observe(conn)


def both(databases: list[Database]) -> object:
    with ThreadPoolExecutor(2) as pool:
        before, after = pool.map(read, databases)
    return compare(before, after)


def process(label: str, runs: int, command: list[str], floor: float = 0.0) -> float:
    """Print a command's median wall time and its ratio to `floor`; nothing where it isn't installed.

    Returns:
        The median.
    """
    if shutil.which(command[0]) is None:
        return 0.0
    walls, cpus, failed = [], [], ""
    for _ in range(runs):
        began, used = time.perf_counter(), resource.getrusage(resource.RUSAGE_CHILDREN)
        done = subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True, check=False)
        walls.append(time.perf_counter() - began)
        now = resource.getrusage(resource.RUSAGE_CHILDREN)
        cpus.append(now.ru_utime + now.ru_stime - used.ru_utime - used.ru_stime)
        if done.returncode not in {0, 1, 2} or "Traceback" in done.stderr or "usage:" in done.stderr.lower():
            failed = f" (ended with {done.returncode}: {(done.stderr.strip().splitlines() or ['?'])[-1][:80]})"
    median = statistics.median(walls)
    ratio = f" {median / floor:.1f} |" if floor else " |"
    print(f"| {label}{failed} | {median:.2f} s | {statistics.median(cpus):.2f} s |{ratio}", flush=True)
    return median


# What pip is asked for, and the command with the two URLs behind it.
PEERS = {
    "migra": (("migra", "psycopg[binary]", "psycopg2-binary", "setuptools<81"), ("migra", "--unsafe")),
    "migradiff": (("migradiff", "psycopg[binary]", "psycopg2-binary", "setuptools<81"), ("migra", "--unsafe")),
    "results": (("results", "psycopg[binary]", "psycopg2-binary", "setuptools<81"), ("results", "dbdiff")),
}


def peers(folder: Path, runs: int, urls: list[str], floor: float) -> None:
    """Install and measure the other tools."""
    for name, (packages, command) in PEERS.items():
        home = folder / name
        venv.create(home, with_pip=True)
        install = [str(home / "bin" / "pip"), "install", "-q", *packages]
        done = subprocess.run(install, capture_output=True, text=True, check=False)
        program = home / "bin" / command[0]
        if done.returncode or not program.exists():
            lines = [line for line in done.stderr.splitlines() if "ERROR" in line] or ["no such command in the package"]
            print(f"| {name} | pip does not install it: {lines[-1][:80]} | | |", flush=True)
            continue
        process(name, runs, [str(program), *command[1:], *urls], floor)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--tables", type=int, default=1000)
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--no-peers", action="store_true")
    options = parser.parse_args()
    runs = options.runs
    with start("postgres") as server:
        databases = [server.create(), server.create()]
        for database, differences in zip(databases, (0, 50), strict=True):
            with database.connect() as conn, conn.transaction():
                conn.execute(schema(options.tables, differences).encode())
        before, after = map(read, databases)
        text = snapshot.dump(before)
        print(f"{len(before.objects)} objects, {len(compare(before, after).heads)} differences\n")
        print("| what | wall | own CPU | to pg_dump -s of both |\n|---|---|---|---|")
        timed("read one", runs, lambda: read(databases[0]))
        timed("compare", runs, lambda: compare(before, after))
        timed("read two at once, compare", runs, lambda: both(databases))
        timed("write a snapshot", runs, lambda: snapshot.dump(before))
        timed("load a snapshot", runs, lambda: snapshot.load(text))
        timed("the observer reads one", runs, lambda: observed(databases[0]))
        with databases[0].connect() as conn:
            host, user = str(conn.info.host), conn.info.user
        urls = [f"postgresql://{user}@/{database.name}?host={host}" for database in databases]
        dump = str(installed().program("pg_dump"))
        floor = sum(process("pg_dump -s of one", runs, [dump, "-s", url]) for url in urls)
        process("trueup diff", runs, [sys.executable, "-m", "trueup", "diff", *urls], floor)
        if not options.no_peers:
            with tempfile.TemporaryDirectory() as folder:
                peers(Path(folder), runs, urls, floor)


if __name__ == "__main__":
    main()

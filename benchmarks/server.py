"""What the scratch server costs: starts, databases, clones and templates, as ratios within one run.

    python benchmarks/server.py [--tables 1000]

The unit is PostgreSQL's own: initdb for starts, and CREATE DATABASE by way of the WAL (its default) for copies.
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

from trueup.postgres import account, binaries, memory
from trueup.postgres.server import Database, Server, start

ROUNDS = 5


def seconds(work: Callable[[], object], rounds: int = ROUNDS) -> float:
    """The median over some rounds."""
    times = []
    for _ in range(rounds):
        begin = time.perf_counter()
        work()
        times.append(time.perf_counter() - begin)
    return statistics.median(times)


def initdb(folder: Path) -> None:
    """PostgreSQL's own way to a new cluster."""
    shutil.rmtree(folder, ignore_errors=True)
    nobody = account.current()
    folder.mkdir()
    nobody.own(folder)
    program = binaries.readable(binaries.installed(), nobody, folder.parent).program("initdb")
    command = [str(program), "-D", str(folder / "data"), "-A", "trust", "-N", "--locale=C"]
    subprocess.run(command, check=True, capture_output=True, cwd="/", **nobody.popen)


def run(platform: str) -> None:
    """A server's whole life."""
    with start(platform) as server:
        server.create()


def fill(database: Database, tables: int) -> None:
    """A schema of that many tables."""
    with database.connect() as conn:
        conn.execute(
            "DO $$ BEGIN FOR i IN 1.."
            + str(tables)
            + " LOOP EXECUTE format('CREATE TABLE t%s (id int PRIMARY KEY, a text)', i); "
            "END LOOP; END $$"
        )


def copies(server: Server, source: str) -> tuple[float, float]:
    """Seconds for a copy as PostgreSQL makes it by default, and as we do."""
    number = iter(range(100))

    def default() -> None:
        server.execute(f"CREATE DATABASE {source}_{next(number)} TEMPLATE {source} STRATEGY wal_log")

    return seconds(default), seconds(lambda: server.create(source))


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--tables", type=int, default=1000)
    tables = parser.parse_args().tables
    with tempfile.TemporaryDirectory(dir="/tmp") as name:
        folder = Path(name)
        folder.chmod(0o755)
        unit = seconds(lambda: initdb(folder / "unit"), 3)
        print(f"initdb                              {unit:7.3f} s   1.00")
        for platform in ("postgres", "supabase"):
            os.environ["TRUEUP_CACHE_DIR"] = str(folder / f"cache-{platform}")
            for label, rounds in (("first start", 1), ("later start", ROUNDS)):
                spent = seconds(lambda platform=platform: run(platform), rounds)  # type: ignore[misc]
                print(f"{platform:9s} {label}, one database {spent:7.3f} s {spent / unit:6.2f}")
        with start("supabase") as server:
            large = server.create()
            fill(large, tables)
            for label, source in (("baseline", server.create().name), (f"{tables} tables", large.name)):
                default, ours = copies(server, source)
                print(f"copy of {label:14s} by default    {default:7.3f} s   1.00")
                print(f"copy of {label:14s} by us         {ours:7.3f} s {ours / default:6.2f}")
            server.template("benchmark", lambda database: fill(database, tables))
            hit = seconds(lambda: server.create(server.template("benchmark", lambda _: sys.exit("built twice"))))
            print(f"template of {tables} tables, found again {hit:7.3f} s")
        print(f"slots in memory: {'yes' if memory.home() else 'no'}")


if __name__ == "__main__":
    main()

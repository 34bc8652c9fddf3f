"""1,000 migrations of 5 statements: full verdicts, as a ratio to `psql -1 -f` of the same files in a row; a second run
after the last file changed; and whether that one reports the same as a run that remembers nothing.

python benchmarks/migrations.py [COUNT]

The second run is in the same process, with what was remembered read from a cache folder of its own.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from dataclasses import replace
from pathlib import Path

from trueup.migrations.assess import assess
from trueup.migrations.model import MigrationsReport
from trueup.origin import Origin
from trueup.postgres import binaries
from trueup.postgres.server import Database, start
from trueup.replay.model import Atomicity, Migration, Unit
from trueup.sqltext.read import read_sql


def text(number: int) -> str:
    before = f"REFERENCES t{number - 1} (id)" if number % 10 else ""
    return f"""CREATE TABLE t{number} (id int PRIMARY KEY, name text NOT NULL, before int {before});
CREATE INDEX t{number}_name ON t{number} (name);
ALTER TABLE t{number} ADD COLUMN age int CHECK (age > 0);
CREATE VIEW v{number} AS SELECT name, age FROM t{number};
COMMENT ON TABLE t{number} IS 'table {number}';
"""


def migrations(count: int) -> list[Migration]:
    made = []
    for number in range(count):
        name = f"{number:04}.sql"
        statements = read_sql(text(number), name).statements
        up = Unit(name=name, origin=Origin(file=name, line=1), statements=statements, atomicity=Atomicity.UNIT)
        made.append(Migration(version=f"{number:04}", name=name, up=up, text=text(number)))
    return made


def changed(pending: list[Migration]) -> list[Migration]:
    """The same with another last file."""
    last = pending[-1]
    more = f"{last.text}CREATE INDEX again ON t{len(pending) - 1} (age);\n"
    up = replace(last.up, statements=read_sql(more, last.name).statements)
    return [*pending[:-1], replace(last, up=up, text=more)]


def timed(database: Database, pending: list[Migration], content: str) -> tuple[float, MigrationsReport]:
    """Seconds, and the report; `content` names production for what is remembered, "" for nothing."""
    begin = time.perf_counter()
    report = assess(database, pending, content=content)
    return time.perf_counter() - begin, report


def psql(database: Database, folder: Path, count: int) -> float:
    """Seconds for the same files in a row, each as one transaction."""
    with database.connect() as conn:
        info = conn.info.get_parameters()
    command = [
        str(binaries.installed().program("psql")),
        "-qX",
        "-h",
        info["host"],
        "-U",
        info["user"],
        "-d",
        database.name,
    ]
    files: list[str] = []
    for number in range(count):
        (folder / f"{number:04}.sql").write_text(f"BEGIN;\n{text(number)}COMMIT;\n", encoding="utf-8")
        files += ["-f", str(folder / f"{number:04}.sql")]
    begin = time.perf_counter()
    subprocess.run([*command, *files], check=True, capture_output=True)
    return time.perf_counter() - begin


def main() -> None:
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 1000
    pending = migrations(count)
    with tempfile.TemporaryDirectory() as folder, start("postgres") as server:
        os.environ["TRUEUP_CACHE_DIR"] = f"{folder}/cache"  # nothing is remembered from earlier
        blank = server.create()
        base = psql(server.create(), Path(folder), count)
        took, report = timed(blank, pending, "nothing")
        again, second = timed(blank, changed(pending), "nothing")
        _, anew = timed(blank, changed(pending), "")
    kinds = {str(v.verdict) for v in report.verdicts}
    print(
        f"{count} migrations, {count * 5} statements: psql {base:.2f} s, assess {took:.2f} s, {took / base:.1f} times"
    )
    print(f"re-run after the last file changed: {again:.2f} s; the same report as anew: {second == anew}")
    print(f"verdicts {sorted(kinds)}, order executed: {report.executed}, edges {len(report.edges)}")


if __name__ == "__main__":
    main()

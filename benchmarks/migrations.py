"""1,000 migrations of 5 statements: full verdicts, as a ratio to `psql -1 -f` of the same files in a row.

python benchmarks/migrations.py [COUNT]
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
import time
from pathlib import Path

from trueup.migrations.assess import assess
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
    with start("postgres") as server, tempfile.TemporaryDirectory() as folder:
        blank = server.create()
        base = psql(server.create(), Path(folder), count)
        begin = time.perf_counter()
        report = assess(blank, pending)
        took = time.perf_counter() - begin
    kinds = {str(v.verdict) for v in report.verdicts}
    print(
        f"{count} migrations, {count * 5} statements: psql {base:.2f} s, assess {took:.2f} s, {took / base:.1f} times"
    )
    print(f"verdicts {sorted(kinds)}, order executed: {report.executed}, edges {len(report.edges)}")


if __name__ == "__main__":
    main()

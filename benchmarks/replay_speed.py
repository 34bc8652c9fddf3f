"""What a replay costs against psql: about 6,000 statements, provenance included; and a cold start.

    python benchmarks/replay_speed.py [--tables 600] [--rounds 3] [--cold]

Both run the same text into an empty database of the same server, in turns, and the median of each is taken:
``psql -1 -f`` (one transaction, no provenance), and `replay` with provenance and without reading the catalog back.
CPU seconds are those of the client; the server's are the same machine's, so wall time is what a user waits for.
"""

from __future__ import annotations

import argparse
import os
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from trueup.postgres import account, binaries
from trueup.postgres.server import Server, start
from trueup.replay.model import Unit
from trueup.replay.run import replay
from trueup.sqltext.read import read_sql


def schema(tables: int) -> str:
    """Ten statements for each table, as an application's schema has them."""
    parts = []
    for i in range(tables):
        parent = f"app_{i // 2}" if i else "app_0"
        parts.append(f"""
CREATE TABLE app_{i} (
    id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    owner_id uuid NOT NULL,
    parent_id uuid REFERENCES {parent} (id),
    title text NOT NULL CHECK (length(title) > 0),
    state text NOT NULL DEFAULT 'new',
    created_at timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX app_{i}_owner ON app_{i} (owner_id);
CREATE INDEX app_{i}_parent ON app_{i} (parent_id);
ALTER TABLE app_{i} ENABLE ROW LEVEL SECURITY;
CREATE POLICY "Owners read app_{i}" ON app_{i} FOR SELECT USING (owner_id = current_setting('app.user')::uuid);
CREATE POLICY "Owners write app_{i}" ON app_{i} FOR INSERT WITH CHECK (owner_id = current_setting('app.user')::uuid);
COMMENT ON TABLE app_{i} IS 'number {i}';
CREATE FUNCTION touch_{i}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN NEW.created_at = now(); RETURN NEW; END $$;
CREATE TRIGGER touch BEFORE UPDATE ON app_{i} FOR EACH ROW EXECUTE FUNCTION touch_{i}();
CREATE VIEW open_{i} AS SELECT id, title FROM app_{i} WHERE state = 'new';
""")
    return "".join(parts)


def cpu() -> float:
    """CPU seconds of this process."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime


def timed(work: Callable[[], object]) -> tuple[float, float]:
    """(wall, CPU of this process)."""
    wall, own = time.perf_counter(), cpu()
    work()
    return time.perf_counter() - wall, cpu() - own


def by_psql(server: Server, file: Path) -> float:
    """Seconds that psql takes."""
    database = server.create()
    who = server._host.parameters(server.replay_role)  # the benchmark speaks to the server as psql does
    program = binaries.readable(binaries.installed(), account.current(), file.parent).program("psql")
    command = [str(program), "-X", "-q", "-1", "-v", "ON_ERROR_STOP=1", "-f", str(file)]
    command += ["-h", str(who["host"]), "-p", str(who["port"]), "-U", str(who["user"]), "-d", database.name]
    begin = time.perf_counter()
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    seconds = time.perf_counter() - begin
    database.drop()
    return seconds


def by_replay(server: Server, text: str) -> tuple[float, float, float]:
    """(reading, replay, CPU of the replay in this process)."""
    begin = time.perf_counter()
    (section,) = read_sql(text, "schema.sql").sections
    reading = time.perf_counter() - begin
    unit = Unit(name="schema.sql", origin=section.origin, statements=section.statements)
    database = server.create()
    wall, own = timed(lambda: _checked(replay(database, [unit], introspect=False)))
    database.drop()
    return reading, wall, own


def _checked(result: object) -> None:
    outcomes = result.outcomes  # type: ignore[attr-defined]
    refused = [o for o in outcomes if not o.ok]
    assert not refused, refused[0].error


def cold() -> float:
    """Seconds until a replay on a machine where nothing is cached yet is done."""
    folder = tempfile.mkdtemp()
    try:
        code = (
            "from trueup.postgres.server import start\nfrom trueup.replay.run import replay\n"
            "with start('supabase') as server:\n    replay(server.create(), [])\n"
        )
        Path(folder).chmod(0o755)
        wall, _ = timed(
            lambda: subprocess.run(
                [sys.executable, "-c", code], check=True, env={**os.environ, "TRUEUP_CACHE_DIR": folder}
            )
        )
        return wall
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def main() -> None:
    """Print a table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--tables", type=int, default=600)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--cold", action="store_true")
    options = parser.parse_args()
    text = schema(options.tables)
    with tempfile.TemporaryDirectory() as folder, start("postgres") as server:
        Path(folder).chmod(0o755)
        file = Path(folder) / "schema.sql"
        file.write_text(text)
        rounds = [(by_psql(server, file), *by_replay(server, text)) for _ in range(options.rounds)]
    psql, reading, wall, own = (statistics.median(column) for column in zip(*rounds, strict=True))
    print("| | seconds | times psql |")
    print("|---|--:|--:|")
    print(f"| psql -1 -f, {options.tables * 10} statements | {psql:.2f} | 1.00 |")
    print(f"| replay with provenance | {wall:.2f} | {wall / psql:.2f} |")
    print(f"| of it CPU of the client | {own:.2f} | {own / psql:.2f} |")
    print(f"| reading and splitting the text | {reading:.2f} | {reading / psql:.2f} |")
    if options.cold:
        print(f"| cold start: empty cache, Supabase, an empty replay | {cold():.2f} | |")


if __name__ == "__main__":
    main()

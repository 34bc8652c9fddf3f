"""Two databases of 1,000 tables with 50 differences: the time for the diff, and for a plan that is proven.

`python benchmarks/plan_1000_tables.py [tables]` prints one line per stage and the peak memory of this process.
"""

from __future__ import annotations

import resource
import sys
import time

from trueup.diff.compare import compare
from trueup.plan.make import make_plan
from trueup.plan.node import PlanOptions
from trueup.postgres.server import Database, start
from trueup.proof.converge import proven_plan

COLUMNS = ", ".join(f"c{i} {'integer' if i % 2 else 'text'}" for i in range(8))


def schema(tables: int, *, changed: bool) -> str:
    """Ten columns, a key, two indexes, two policies and a trigger per table; each twentieth differs if `changed`."""
    lines = ["CREATE FUNCTION touch() RETURNS trigger LANGUAGE plpgsql AS 'begin return new; end';"]
    for n in range(tables):
        t = f"t{n}"
        parent = f"integer REFERENCES t{n - 1}" if n else "integer"
        lines += [
            f"CREATE TABLE {t} (id integer PRIMARY KEY, parent {parent}, {COLUMNS});",
            f"CREATE INDEX {t}_a ON {t} (c0);",
            f"CREATE INDEX {t}_b ON {t} (c1, c2);",
            f"ALTER TABLE {t} ENABLE ROW LEVEL SECURITY;",
            f"CREATE POLICY r ON {t} FOR SELECT USING (c1 > 0);",
            f"CREATE POLICY w ON {t} FOR UPDATE USING (c1 > 1);",
            f"CREATE TRIGGER tr BEFORE UPDATE ON {t} FOR EACH ROW EXECUTE FUNCTION touch();",
        ]
        if changed and n % 20 == 0:
            lines.append(CHANGES[n // 20 % len(CHANGES)].format(t=t))
    return "\n".join(lines)


CHANGES = (
    "ALTER TABLE {t} ADD extra text DEFAULT 'x';",
    "ALTER TABLE {t} ALTER c3 TYPE bigint;",
    "ALTER POLICY r ON {t} USING (c1 > 5);",
    "CREATE INDEX {t}_c ON {t} (c4);",
    "ALTER TABLE {t} ADD CONSTRAINT positive CHECK (c1 > 0);",
)


def loaded(database: Database, text: str) -> Database:
    with database.connect() as conn:
        conn.execute("SET client_min_messages = error")
        conn.execute(text.encode())
    return database


def timed(what: str, since: float) -> float:
    now = time.perf_counter()
    print(f"{what:<28} {now - since:6.2f} s")
    return now


def main() -> None:
    tables = int(sys.argv[1]) if len(sys.argv) > 1 else 1000
    with start("postgres") as server:
        first = loaded(server.create(), schema(tables, changed=False))
        second = loaded(server.create(), schema(tables, changed=True))
        clock = time.perf_counter()
        before, after = first.read_catalog(), second.read_catalog()
        clock = timed("read both catalogs", clock)
        drift = compare(before, after)
        clock = timed(f"compare: {len(drift.counted)} differences", clock)
        options = PlanOptions(role=server.replay_role, allow_destructive=True)
        plan = make_plan(before, after, options=options)
        clock = timed(f"plan: {len(plan.steps)} steps", clock)
        plan, verdict = proven_plan(first, before, after, options=options)
        timed(f"proven plan: {'ok' if verdict.ok else verdict.error}", clock)
    print(f"{'peak memory':<28} {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:6.0f} MB")


if __name__ == "__main__":
    main()

# ruff: noqa: E501
"""Access over folders of migrations: tables seeded, probes, findings and time.

python benchmarks/access.py FOLDER ...      each folder holds the .sql files of one Supabase project
python benchmarks/access.py --tables 200    a generated project of 200 tables with five policies each
"""

from __future__ import annotations

import sys
import time
from pathlib import Path

import postgast
import psycopg

from trueup.access.examine import examine
from trueup.postgres.server import Database, Server, start


def load(database: Database, texts: list[str]) -> int:
    """Run files in order; where one fails, its statements one by one. Gives the number that the server refused."""
    refused = 0
    with database.connect() as conn:
        conn.execute("SET client_min_messages = error")
        for text in texts:
            try:
                conn.execute(text.encode())
            except psycopg.Error:
                try:
                    statements = postgast.split(text)
                except postgast.PgQueryError:
                    refused += 1
                    continue
                for statement in statements:
                    try:
                        conn.execute(str(statement).encode())
                    except psycopg.Error:
                        refused += 1
    return refused


def generated(tables: int) -> str:
    """Tables in groups of ten: a team, its members, and eight tables of the team, five policies each."""
    out = []
    for number in range(tables):
        group = number // 10
        name, team = f"t{number}", f"t{group * 10}"
        kind = number % 10
        if kind == 0:
            columns = "name text NOT NULL, owner_id uuid NOT NULL REFERENCES auth.users"
            own = "owner_id = auth.uid()"
        elif kind == 1:
            columns = f"team_id uuid NOT NULL REFERENCES {team}, user_id uuid NOT NULL REFERENCES auth.users, UNIQUE (team_id, user_id)"
            own = "user_id = auth.uid()"
        else:
            columns = f"team_id uuid NOT NULL REFERENCES {team}, author_id uuid NOT NULL REFERENCES auth.users, title text NOT NULL"
            own = "author_id = auth.uid()"
        member = (
            f"EXISTS (SELECT 1 FROM t{group * 10 + 1} m WHERE m.team_id = {name}.team_id AND m.user_id = auth.uid())"
        )
        read = own if kind < 2 else f"{own} OR {member}"
        out.append(
            f"CREATE TABLE {name} (id uuid PRIMARY KEY DEFAULT gen_random_uuid(), {columns});"
            f"ALTER TABLE {name} ENABLE ROW LEVEL SECURITY;"
            f"CREATE POLICY r ON {name} FOR SELECT USING ({read});"
            f"CREATE POLICY i ON {name} FOR INSERT WITH CHECK ({own});"
            f"CREATE POLICY u ON {name} FOR UPDATE USING ({own});"
            f"CREATE POLICY d ON {name} FOR DELETE USING ({own});"
            f"CREATE POLICY s ON {name} TO service_role USING (true);"
        )
    return "\n".join(out)


def measure(server: Server, name: str, texts: list[str]) -> None:
    """One line of the table."""
    database = server.create()
    refused = load(database, texts)
    begin = time.perf_counter()
    report = examine(database, None, "supabase")
    seconds = time.perf_counter() - begin
    database.drop()
    count = report.coverage
    by_severity = [sum(1 for f in report.findings if f.severity == s) for s in ("error", "warning", "review")]
    print(
        f"| {name} | {refused} | {count['tables']} | {count['tables seeded']} | {count['probes']} | {seconds:.1f} "
        f"| {' | '.join(map(str, by_severity))} |",
        flush=True,
    )
    for finding in report.findings:
        if finding.severity == "error":
            print(f"    {finding.rule}: {finding.message}", file=sys.stderr)


def main(arguments: list[str]) -> None:
    print("| project | refused | tables | seeded | probes | seconds | errors | warnings | reviews |")
    print("| --- | --- | --- | --- | --- | --- | --- | --- | --- |")
    with start("supabase") as server:
        if arguments[:1] == ["--tables"]:
            measure(server, f"generated, {arguments[1]} tables", [generated(int(arguments[1]))])
        for folder in [] if arguments[:1] == ["--tables"] else arguments:
            measure(server, Path(folder).name, [p.read_text() for p in sorted(Path(folder).glob("*.sql"))])


if __name__ == "__main__":
    main(sys.argv[1:])

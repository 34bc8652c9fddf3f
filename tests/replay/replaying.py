"""What the tests of this folder share: texts to units, and a replay of them."""

from __future__ import annotations

from trueup.postgres.server import Database
from trueup.replay.model import Atomicity, Outcome, Replay, Unit
from trueup.replay.run import replay
from trueup.sqltext.read import read_sql


def unit(text: str, name: str = "f.sql", atomicity: Atomicity = Atomicity.STATEMENT) -> Unit:
    (section,) = read_sql(text, name).sections
    return Unit(name=name, origin=section.origin, statements=section.statements, atomicity=atomicity)


def run(database: Database, *texts: str, atomicity: Atomicity = Atomicity.STATEMENT, **options: object) -> Replay:
    units = [unit(text, f"{i}.sql", atomicity) for i, text in enumerate(texts, 1)]
    return replay(database, units, **options)  # type: ignore[arg-type]


def outcome(result: Replay, start: str) -> Outcome:
    return next(o for o in result.outcomes if o.statement.sql.startswith(start))


def tables(database: Database) -> set[str]:
    with database.connect(superuser=True) as conn:
        rows = conn.execute("SELECT tablename::text FROM pg_tables WHERE schemaname = 'public'").fetchall()
    return {row[0] for row in rows}

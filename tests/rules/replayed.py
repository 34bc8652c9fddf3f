"""A script as a context for rules: read, replayed into a scratch database, introspected."""

from __future__ import annotations

from trueup.catalog.introspect import introspect
from trueup.postgres.server import Database
from trueup.replay.model import Outcome, Provenance, Status, Unit
from trueup.rules import RuleContext
from trueup.sqltext.read import read_sql


def context_of(database: Database, sql: str, platform: str = "postgres") -> RuleContext:
    text = read_sql(sql, "schema.sql", sections=False)
    outcomes, provenance = [], {}
    with database.connect() as connection:
        for statement in text.statements:
            before = set(introspect(connection).objects)
            connection.execute(statement.sql.encode())
            made = tuple(r for r in introspect(connection).objects if r not in before)
            outcomes.append(Outcome(statement=statement, unit="schema.sql", status=Status.OK, created=made))
            for ref in made:
                provenance[ref] = Provenance(created=statement.origin)
        catalog = introspect(connection)
    unit = Unit(name="schema.sql", origin=text.statements[0].origin, statements=text.statements)
    return RuleContext(
        catalog=catalog,
        database=database,
        platform=platform,
        units=(unit,),
        outcomes=tuple(outcomes),
        provenance=provenance,
    )

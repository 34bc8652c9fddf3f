"""A script as a context for rules: read, replayed into a scratch database, without what the platform holds."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from typing import Any

from trueup.catalog.introspect import introspect
from trueup.postgres.server import Database, Server
from trueup.ref import ObjectRef
from trueup.replay.model import Unit
from trueup.replay.run import replay
from trueup.rules import RuleContext
from trueup.sqltext.read import read_sql


def context_of(
    database: Database, sql: str, platform: str = "postgres", *, refusable: bool = False, **more: Any
) -> RuleContext:
    text = read_sql(sql, "schema.sql", sections=False)
    unit = Unit(name="schema.sql", origin=text.statements[0].origin, statements=text.statements)
    found = replay(database, (unit,))
    refused = [f"{o.statement.origin}: {o.error.message}" for o in found.outcomes if o.error]
    assert refusable or not refused
    theirs = platform_objects(database.server)
    objects = {ref: obj for ref, obj in found.catalog.objects.items() if ref not in theirs}
    catalog = replace(found.catalog, objects=objects, platform_objects=theirs)
    return RuleContext.of(replace(found, catalog=catalog), platform, **more)


@cache
def platform_objects(server: Server) -> frozenset[ObjectRef]:
    database = server.create()
    with database.connect(superuser=True) as connection:
        theirs = frozenset(introspect(connection).objects)
    database.drop()
    return theirs


def read_again(context: RuleContext) -> RuleContext:
    """The same context after its database was changed."""
    assert context.database is not None
    with context.database.connect() as connection:
        now = introspect(connection)
    theirs = context.catalog.platform_objects
    objects = {ref: obj for ref, obj in now.objects.items() if ref not in theirs}
    return replace(context, catalog=replace(now, objects=objects, platform_objects=theirs))

"""Rows for several people in every table of a scratch copy, so that access can be tried.

Order comes from foreign keys, values from what checks, domains and policies compare; whether a row is good is for the
server to say. What can't be seeded is told with the server's own reason.
"""

from __future__ import annotations

from functools import partial
from typing import Any

from trueup.postgres.server import Database
from trueup.seeding.engine import Engine, engine
from trueup.seeding.filling import close_cycles
from trueup.seeding.inserting import seed_tables
from trueup.seeding.insight import gather
from trueup.seeding.links import add_links
from trueup.seeding.model import SeedReport
from trueup.seeding.order import seeding_waves
from trueup.seeding.partitions import fill_partitions
from trueup.seeding.people import plain_people, supabase_people
from trueup.seeding.pinning import pin
from trueup.seeding.rows import Planner
from trueup.seeding.schema import Schema, parse_schema, schema_query
from trueup.seeding.signup import adopt_strangers, metadata_for, sign_up, sign_up_values
from trueup.seeding.specs import read_together
from trueup.seeding.storage import seed_storage
from trueup.seeding.tenants import fitting
from trueup.seeding.world import World

# Roles other than owners that hold privileges on tables.
_GRANTEES = """
SELECT coalesce(jsonb_agg(DISTINCT pg_get_userbyid(a.grantee)), '[]')
FROM pg_class c LEFT JOIN pg_attribute t ON t.attrelid = c.oid AND t.attacl IS NOT NULL
CROSS JOIN LATERAL (SELECT * FROM aclexplode(c.relacl) UNION SELECT * FROM aclexplode(t.attacl)) a
WHERE c.relkind IN ('r', 'p') AND a.grantee NOT IN (0, c.relowner) AND c.relnamespace <> 'pg_catalog'::regnamespace
"""

__all__ = ["World", "metadata_for", "plant", "read_schema", "seed", "sign_up_values"]


def seed(database: Database, *, platform: str | None = None) -> SeedReport:
    """Put rows of several people into every table of a scratch copy; they stay.

    Args:
        database: a scratch copy that may be written to.
        platform: ``supabase`` or ``postgres``; None asks the database.
    """
    with engine(database) as running:
        return plant(running, platform=platform).report()


def read_schema(running: Engine) -> Schema:
    """What the scratch copy holds."""
    data: Any = running.query(schema_query())
    return parse_schema(data)


def plant(running: Engine, *, platform: str | None = None, schema: Schema | None = None) -> World:
    """Seed through an engine; gives all that is known about the rows."""
    world = _world(running, platform, schema or read_schema(running))
    pin(running, world)
    sign_up(running, world)
    for wave in seeding_waves(world.schema):
        if wave[0].schema == "storage":
            seed_storage(running, world, wave[0])
        else:
            seed_tables(running, world, wave)
            fill_partitions(running, world, wave)
    close_cycles(running, world)
    adopt_strangers(running, world)
    return world


def _world(running: Engine, platform: str | None, schema: Schema) -> World:
    insight = gather(schema)
    add_links(schema, insight)
    has_users = schema.named("auth", "users") is not None
    on_supabase = platform == "supabase" or (platform is None and has_users)
    fit = partial(fitting, running, schema)
    if on_supabase:
        people = supabase_people(schema, insight, fit)
    else:
        people = plain_people(schema, insight, fit, running.query(_GRANTEES))
    by_key = {p.key: p for p in people}
    planner = Planner(schema=schema, insight=insight, people=by_key, read_with=read_together(schema, insight))
    today = str(running.query("SELECT to_char(now(), 'YYYY-MM-DD')"))
    return World(schema=schema, insight=insight, people=by_key, planner=planner, today=today)

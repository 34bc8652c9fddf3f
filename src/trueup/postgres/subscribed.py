"""Subscriptions of scratch databases. They are rows that all databases share: copied, dropped and read apart.

Each belongs to the superuser, and what stands for its connection string says whose it is meant to be, what it was to
connect to, and its comment (see `trueup.replay.subscriptions`): so no text has one connect to anything.
"""

from __future__ import annotations

import json
from dataclasses import replace
from typing import LiteralString

import psycopg

from trueup.catalog.model import Catalog, Subscription
from trueup.ref import ObjectRef

_COPY: LiteralString = """
INSERT INTO pg_catalog.pg_subscription SELECT (pg_catalog.jsonb_populate_record(s, pg_catalog.jsonb_build_object(
    'oid', pg_catalog.pg_nextoid('pg_catalog.pg_subscription', 'oid', 'pg_catalog.pg_subscription_oid_index'),
    'subdbid', (SELECT oid FROM pg_catalog.pg_database WHERE datname = %s)))).*
  FROM pg_catalog.pg_subscription AS s JOIN pg_catalog.pg_database AS d ON d.oid = s.subdbid WHERE d.datname = %s
"""
_FORGET: LiteralString = """
DELETE FROM pg_catalog.pg_subscription
 WHERE subdbid = (SELECT oid FROM pg_catalog.pg_database WHERE datname = %s)
"""
_READ: LiteralString = """
SELECT s.subname::text, s.subconninfo FROM pg_catalog.pg_subscription AS s
  JOIN pg_catalog.pg_database AS d ON d.oid = s.subdbid WHERE d.datname = pg_catalog.current_database()
"""


def copy(conn: psycopg.Connection, template: str, name: str) -> None:
    """Give the copy `name` the subscriptions of the database that it was made of. `conn` is the superuser's."""
    conn.execute(_COPY, (name, template))


def forget(conn: psycopg.Connection, name: str) -> None:
    """Remove a database's subscriptions, without which it can't be dropped. `conn` is the superuser's."""
    conn.execute(_FORGET, (name,))


def told(conn: psycopg.Connection, catalog: Catalog) -> Catalog:
    """The catalog of a scratch database with its subscriptions as they were meant. `conn` is the superuser's, to it."""
    if not catalog.of_kind("subscription"):
        return catalog
    objects = dict(catalog.objects)
    for name, carried in conn.execute(_READ).fetchall():
        ref = ObjectRef("subscription", "", (name,))
        found = objects.get(ref)
        if isinstance(found, Subscription) and carried.startswith("{"):
            said = json.loads(carried)
            objects[ref] = replace(
                found, owner=said["owner"], comment=said.get("comment"), connection=said["connection"]
            )
    return replace(catalog, objects=objects)

"""A database with an object of each kind, and its catalog."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from trueup.catalog.introspect import introspect
from trueup.catalog.model import Catalog
from trueup.postgres.server import Database, Server

EVERYTHING = Path(__file__).with_name("everything.sql")


@pytest.fixture(scope="module")
def everything(server: Server) -> Iterator[Database]:
    database = server.create()
    with database.connect(superuser=True) as conn:
        conn.execute(EVERYTHING.read_bytes())
        conn.execute(f"ALTER DATABASE \"{database.name}\" SET work_mem = '5MB'")
    yield database
    with database.connect(superuser=True) as conn:
        conn.execute("DROP SUBSCRIPTION sub")
    database.drop()


@pytest.fixture(scope="module")
def catalog(everything: Database) -> Catalog:
    with everything.connect(superuser=True) as conn:
        return introspect(conn)

"""Production for the migrations' tests: a scratch database made from SQL, with its catalog."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest

from trueup.migrations.assess import assess
from trueup.migrations.model import MigrationsReport
from trueup.postgres.server import Database, Server
from trueup.replay.model import Migration

Assess = Callable[..., MigrationsReport]


@pytest.fixture
def judge(server: Server) -> Iterator[Assess]:
    """Assess migrations on a production that a script makes."""
    made: list[Database] = []

    def run(production: str, *migrations: Migration, **options: object) -> MigrationsReport:
        database = server.create()
        made.append(database)
        with database.connect() as conn:
            if production:
                conn.execute(production.encode())
        return assess(database, migrations, **options)  # type: ignore[arg-type]

    yield run
    for database in made:
        database.drop()

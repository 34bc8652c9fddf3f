"""One scratch server per test worker; a fresh database per test."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from trueup.postgres.server import Database, Server, start


@pytest.fixture(scope="session")
def server() -> Iterator[Server]:
    with start("postgres") as server:
        yield server


@pytest.fixture(scope="session")
def supabase_server() -> Iterator[Server]:
    with start("supabase") as server:
        yield server


@pytest.fixture
def database(server: Server) -> Iterator[Database]:
    database = server.create()
    yield database
    database.drop()


@pytest.fixture
def supabase_database(supabase_server: Server) -> Iterator[Database]:
    database = supabase_server.create()
    yield database
    database.drop()

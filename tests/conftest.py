"""One scratch server per test worker; a fresh database per test."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from trueup.postgres.server import Database, Server, start


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--rewrite", action="store_true", help="write what is printed now into the golden files")


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

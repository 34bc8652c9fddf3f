"""Two databases from two texts, and their drift."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from trueup.catalog.introspect import introspect
from trueup.catalog.model import Catalog
from trueup.diff.compare import compare
from trueup.diff.model import Drift
from trueup.postgres.server import Server


@pytest.fixture
def catalog_of(server: Server) -> Callable[[str], Catalog]:
    def read(sql: str) -> Catalog:
        database = server.create()
        try:
            with database.connect(superuser=True) as conn:
                conn.execute("SET search_path = public")
                conn.execute(sql.encode())
                return introspect(conn)
        finally:
            database.drop()

    return read


@pytest.fixture
def drift_of(catalog_of: Callable[[str], Catalog]) -> Callable[..., Drift]:
    def between(before: str, after: str, *, strict: bool = False) -> Drift:
        return compare(catalog_of(before), catalog_of(after), strict=strict)

    return between

"""Introspection: each section's columns are its dataclass's fields, all kinds are read, and reading changes nothing."""

from __future__ import annotations

import dataclasses

import pytest

from trueup.catalog.introspect import introspect, query
from trueup.catalog.model import CLASSES, Catalog
from trueup.postgres.server import Database


@pytest.mark.parametrize("section", CLASSES)
def test_columns_of_a_section_are_the_fields_of_its_class(everything: Database, section: str) -> None:
    with everything.connect() as conn:
        cursor = conn.execute(query.rows(section, columns_only=True).encode())
        columns = {column.name for column in cursor.description or ()}
    fields = {field.name for field in dataclasses.fields(CLASSES[section])}
    assert columns <= fields | {"_id"}
    assert fields - columns <= {"owner", "comment"}


def test_each_kind_is_there(catalog: Catalog) -> None:
    kinds = {kind for cls in CLASSES.values() for kind in cls.KINDS}
    # An extension needs files, a security label a provider: neither is in the embedded server.
    assert kinds - {ref.kind for ref in catalog.objects} <= {"extension", "security label"}


def test_kind_of_each_ref_is_one_of_its_class(catalog: Catalog) -> None:
    assert all(ref.kind in type(obj).KINDS and ref == obj.ref for ref, obj in catalog.objects.items())


def test_anybody_may_read_it(everything: Database, catalog: Catalog) -> None:
    with everything.connect() as conn:
        theirs = introspect(conn)
    hidden = {ref for ref, obj in catalog.objects.items() if theirs.objects.get(ref) != obj}
    assert {ref.kind for ref in hidden} <= {"user mapping"}


def test_two_readings_are_the_same(everything: Database, catalog: Catalog) -> None:
    with everything.connect(superuser=True) as conn:
        again = introspect(conn)
    assert list(again.objects.items()) == list(catalog.objects.items())
    assert again.depends == catalog.depends


def test_reading_leaves_the_session_as_it_was(everything: Database) -> None:
    settings = "SELECT current_setting('search_path'), current_setting('DateStyle'), current_setting('TimeZone')"
    with everything.connect(autocommit=False) as conn:
        conn.execute("SET search_path = shop, public; SET DateStyle = 'German'")
        before = conn.execute(settings).fetchone()
        introspect(conn)
        assert conn.execute(settings).fetchone() == before
        conn.rollback()


def test_texts_do_not_hang_on_the_session(everything: Database, catalog: Catalog) -> None:
    with everything.connect(superuser=True) as conn:
        conn.execute("SET search_path = shop; SET DateStyle = 'German'; SET TimeZone = 'Asia/Tokyo'")
        assert introspect(conn).objects == catalog.objects


def test_no_secret_is_read(everything: Database) -> None:
    with everything.connect(superuser=True) as conn:
        row = conn.execute(query.document().encode()).fetchone()
    assert row is not None
    assert "very secret" not in row[0] and "very_secret" not in row[0]

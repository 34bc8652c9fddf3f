"""Introspection: each section's columns are its dataclass's fields, all kinds are read, and reading changes nothing."""

from __future__ import annotations

import dataclasses

import pytest

from trueup.catalog.introspect import decode, introspect, query
from trueup.catalog.model import CLASSES, Catalog, Constraint
from trueup.postgres.server import Database, Server


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


def test_what_is_left_out_as_empty_is_empty(everything: Database, server: Server) -> None:
    """Asking first which sections have rows changes nothing but the time."""
    empty = server.create()
    for database in (everything, empty):
        with database.connect(superuser=True) as conn:
            full = conn.execute(query.document().encode()).fetchone()
            found = conn.execute(query.present().encode()).fetchone()
            catalog = introspect(conn)
        assert full is not None and found is not None
        assert dict(decode(full[0]).objects) == dict(catalog.objects)
    empty.drop()
    assert set(found[0].split()) <= {"subscriptions", "settings"}  # these are the cluster's
    assert {"roles", *CLASSES} > set(query.worth_reading("")) >= {"tables", "columns", "functions", "grants"}
    assert set(query.worth_reading(" ".join(CLASSES))) == {"roles", *CLASSES}


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


def test_a_constraint_of_an_expression_alone_has_no_column(server: Server) -> None:
    database = server.create()
    with database.connect() as conn:
        conn.execute("CREATE TABLE t (a int, EXCLUDE USING btree ((a + 0) WITH =), EXCLUDE USING btree (a WITH =))")
        found = [c for c in introspect(conn).of_kind("constraint") if isinstance(c, Constraint)]
    assert sorted(c.columns for c in found) == [(), ("a",)]
    database.drop()


def test_no_secret_is_read(everything: Database) -> None:
    with everything.connect(superuser=True) as conn:
        row = conn.execute(query.document().encode()).fetchone()
    assert row is not None
    assert "very secret" not in row[0] and "very_secret" not in row[0]


# No object of everything.sql has another value than the default here. Those without a mark have a probe in probes.sql.
NOT_SET = {
    "languages": {"trusted"},  # makes no sense for a second name of a language
    "domains": {"collation"},
    "range_types": {"collation", "canonical"},  # a canonical function can be written in C only
    "collations": {"deterministic", "locale", "rules", "version"},  # need ICU, which the embedded server lacks
    "conversions": {"default"},  # there is one for each pair already
    "sequences": {"persistence", "last_value"},
    "tables": {"tablespace"},  # of the cluster
    "columns": {"not_null_valid", "not_null_no_inherit", "not_null_comment"},
    "constraints": {"set_columns", "enforced"},
    "indexes": {"operator_class_options", "tablespace", "valid", "replica_identity"},
    "functions": {"library", "window", "support", "transforms"},  # two of them: in C only
    "aggregates": {"kind", "moving_initial_value"},
    "operators": {"negator", "restrict", "join", "hashes", "merges"},
    "operator_classes": {"default", "storage"},
    "casts": {"method"},
    "transforms": {"to_sql"},
    "materialized_views": {"access_method", "tablespace", "options"},
    "rules": {"enabled"},
    "foreign_data_wrappers": {"handler", "validator"},
    "publications": {"all_sequences", "via_root", "generated_columns"},
    "settings": {"role"},
    "subscriptions": {"connection", "slot", "synchronous_commit"},  # the first: of a scratch database only
}


@pytest.mark.parametrize("section", CLASSES)
def test_each_field_is_read(catalog: Catalog, section: str) -> None:
    """A field that the query gives as a constant would be equal on all sides for ever."""
    cls = CLASSES[section]
    objects = [obj for obj in catalog.objects.values() if isinstance(obj, cls)]
    unset = {
        field.name
        for field in dataclasses.fields(cls)
        if objects and field.name not in {"owner", "comment"} and field.default is not dataclasses.MISSING
        if all(getattr(obj, field.name) == field.default for obj in objects)
    }
    assert unset == NOT_SET.get(section, set())

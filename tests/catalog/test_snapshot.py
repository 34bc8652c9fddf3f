"""Snapshots: what is written is read again, in each wrapping that editors give; what is damaged is told."""

from __future__ import annotations

import contextlib
import csv
import io
import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from trueup.catalog import snapshot
from trueup.catalog.introspect import introspection_query
from trueup.catalog.model import CLASSES, Catalog
from trueup.diff.compare import compare
from trueup.errors import SnapshotError
from trueup.postgres.server import Database

OLD = Path(__file__).with_name("snapshots")


def test_load_of_dump_is_the_same(catalog: Catalog) -> None:
    text = snapshot.dump(catalog)
    loaded = snapshot.load(text)
    assert list(loaded.objects.items()) == list(catalog.objects.items())
    assert dict(loaded.depends) == dict(catalog.depends)
    assert (loaded.roles, loaded.not_captured) == (catalog.roles, catalog.not_captured)
    assert snapshot.dump(loaded) == text
    assert compare(catalog, loaded, strict=True).changes == ()


@pytest.fixture(scope="module")
def pasted(everything: Database) -> str:
    with everything.connect(superuser=True) as conn:
        row = conn.execute(introspection_query().encode()).fetchone()
    assert row is not None
    return str(row[0])


def as_csv(value: str, delimiter: str = ",") -> str:
    out = io.StringIO()
    csv.writer(out, delimiter=delimiter).writerows([["trueup"], [value]])
    return out.getvalue()


WRAPPINGS = {
    "as it is": lambda v: v,
    "with a mark and spaces": lambda v: "\ufeff  " + v + "\n\n",
    "rows of objects": lambda v: json.dumps([{"trueup": json.loads(v)}], indent=2),
    "rows with a text": lambda v: json.dumps([{"trueup": v}]),
    "one row": lambda v: json.dumps({"trueup": v}),
    "rows under a key": lambda v: json.dumps({"rows": [{"trueup": v}], "rowCount": 1}),
    "csv": as_csv,
    "csv with semicolons": lambda v: as_csv(v, ";"),
    "csv of a quoted text": lambda v: as_csv(json.dumps(v)),
    "csv without a header": lambda v: as_csv(v).split("\n", 1)[1],
    "psql": lambda v: f" trueup \n--------\n {v}\n(1 row)\n",
    "utf-16": lambda v: v.encode("utf-16"),
}


@pytest.mark.parametrize("wrapping", WRAPPINGS)
def test_a_pasted_result_is_a_snapshot(pasted: str, catalog: Catalog, wrapping: str) -> None:
    loaded = snapshot.load(WRAPPINGS[wrapping](pasted))
    assert compare(catalog, loaded, strict=True).changes == ()
    assert dict(loaded.depends) == dict(catalog.depends)


@pytest.mark.parametrize("path", sorted(OLD.glob("*.json")), ids=lambda path: path.name)
def test_old_snapshots_load(path: Path) -> None:
    """A snapshot that a release wrote stays here for ever."""
    loaded = snapshot.load(path.read_bytes(), path.name)
    assert set(map(type, loaded.objects.values())) >= {CLASSES["tables"], CLASSES["policies"]}


@pytest.mark.parametrize(
    "text",
    ["", "hello", "[]", "{}", "null", "1", '{"a": 1}', '"', "a,b\n1,2\n", "\x00", '{"trueup_snapshot": "x"}',
     '{"trueup_snapshot": 99}', '{"trueup_introspection": 1}', '{"trueup_snapshot": 1, "objects": {"tables": [{}]}}',
     '{"trueup_snapshot": 1, "objects"'],
)  # fmt: skip
def test_what_is_none_is_refused(text: str) -> None:
    with pytest.raises(SnapshotError) as caught:
        snapshot.load(text, "file.json")
    assert "file.json" in caught.value.message
    assert caught.value.help


@given(st.data())
@settings(max_examples=40, deadline=None)
def test_a_damaged_snapshot_is_refused_or_read(catalog: Catalog, data: st.DataObject) -> None:
    text = snapshot.dump(catalog)
    at = data.draw(st.integers(0, len(text) - 2))
    damaged = text[:at] + data.draw(st.sampled_from(["", "\x00", "}", '"', "null", "[["])) + text[at + 1 :]
    with contextlib.suppress(SnapshotError):
        snapshot.load(damaged if data.draw(st.booleans()) else text[:at])


def test_a_kind_of_a_newer_trueup_is_told() -> None:
    loaded = snapshot.load('{"trueup_snapshot": 1, "server_version": 190000, "objects": {"wonders": [{"ref": 1}]}}')
    assert [entry.what for entry in loaded.not_captured] == ["wonders"]


def test_secrets_are_not_in_it(catalog: Catalog) -> None:
    text = snapshot.dump(catalog)
    assert "very secret" not in text
    assert "very_secret" not in text

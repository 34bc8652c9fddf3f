"""For whom a schema was written, where none of its statements says so."""

from __future__ import annotations

from pathlib import Path

import pytest
from projects import table, write

from trueup.sources.discover import discover
from trueup.sources.hosts import hinted
from trueup.stages.opening import platform_of, sources_of

OPEN = table("a") + "\nALTER TABLE a ENABLE ROW LEVEL SECURITY;\nCREATE POLICY p ON a USING (true);\n"


@pytest.mark.parametrize(
    ("files", "expected"),
    [
        ({"schema.sql": "-- Run this in the Supabase SQL Editor\n" + OPEN}, ("supabase", "a comment in schema.sql")),
        ({"schema.sql": "/* À exécuter dans l'éditeur SQL de\n Supabase */\n" + OPEN}, ("supabase", "a comment")),
        ({"schema.sql": f"-- Banco de dados Supabase\n{OPEN}SELECT '{'x' * 5000}';"}, ("supabase", "a comment")),
        ({"schema.sql": "-- auth.uid() is what Supabase has\n" + OPEN}, None),
        ({"schema.sql": OPEN + "SELECT 'run in the supabase sql editor';"}, None),
        (
            {"schema.sql": OPEN, "web/package.json": '{"dependencies": {"@supabase/supabase-js": "2", "next": "1"}}'},
            ("supabase", "web/package.json needs @supabase/supabase-js"),
        ),
        ({"schema.sql": OPEN, "package.json": '{"dependencies": {"pg": "8"}}'}, None),
        ({"schema.sql": OPEN, "package.json": '{"dependencies": ["@supabase/ssr"]'}, None),
        ({"schema.sql": OPEN, "package.json": '["@supabase/ssr"]'}, None),
    ],
)
def test_a_hint(tmp_path: Path, files: dict[str, str], expected: tuple[str, str] | None) -> None:
    project = discover(write(tmp_path, files))
    found = hinted(tmp_path, sources_of(project))
    if expected is None:
        assert found is None
    else:
        assert found is not None
        assert found[0] == expected[0]
        assert found[1].startswith(expected[1])


def test_what_statements_say_goes_before_a_hint(tmp_path: Path) -> None:
    own = "-- copied from the Supabase SQL editor\nCREATE TABLE auth.users (id uuid);\n" + table("a")
    project = discover(write(tmp_path, {"schema.sql": own}))
    assert platform_of(sources_of(project), None, tmp_path)[0] == "postgres"
    told = discover(write(tmp_path / "b", {"schema.sql": "-- Supabase schema\n" + OPEN}))
    assert platform_of(sources_of(told), None, tmp_path / "b") == ("supabase", ("a comment in schema.sql names it",))
    assert platform_of(sources_of(told), "postgres", tmp_path / "b")[0] == "postgres"


def test_migrations_without_a_version_are_told_by_name(tmp_path: Path) -> None:
    files = {"supabase/schema.sql": table("a"), "supabase/migrations/add-b.sql": table("b")}
    (told,) = [d for d in discover(write(tmp_path, files)).diagnostics if d.code == "unreadable-source"]
    assert "No file in supabase/migrations begins with a version" in told.message
    assert "add-b.sql" in told.message

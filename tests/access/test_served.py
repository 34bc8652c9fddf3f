"""What the API does not serve is told once, and nothing of it as if a request could reach it."""

from __future__ import annotations

from pathlib import Path

import pytest

from trueup.access.examine import AccessOptions, examine
from trueup.pipeline import access
from trueup.postgres.server import Database
from trueup.sources.served import served_schemas

SCHEMA = """
CREATE SCHEMA api; GRANT USAGE ON SCHEMA api TO anon, authenticated, service_role;
CREATE TABLE api.notes (id uuid PRIMARY KEY, author uuid NOT NULL, body text);
GRANT ALL ON api.notes TO anon, authenticated, service_role;
CREATE TABLE public.jobs (id uuid PRIMARY KEY, payload text);
CREATE POLICY f ON storage.objects FOR SELECT USING (true);
"""


def test_only_what_is_served_is_judged(supabase_database: Database) -> None:
    with supabase_database.connect() as conn:
        conn.execute(SCHEMA.encode())
    report = examine(supabase_database, options=AccessOptions(exposed=("api",)))
    told = {(f.severity.value, f.rule, f.ref.schema or f.ref.name[0]) for f in report.findings if f.ref}
    assert ("error", "rls-disabled", "api") in told
    assert {t for t in told if "public" in t} == {("review", "unserved-but-granted", "public")}
    shown = {c.ref.schema for c in report.matrix}
    assert shown == {"api", "storage"}, "files are served by a service of their own"


@pytest.mark.parametrize(
    ("text", "served"),
    [
        ('[api]\nschemas = ["api", "graphql_public"]', ("api", "graphql_public")),
        ('[api]\nschemas = ["public", "graphql_public"]', None),
        ('[api]\nschemas = ["public", "storage", "graphql_public"]', None),
        ("[api]\nport = env(PORT)\nschemas = ['api']", ("api",)),
        ("[api\n", None),
        ("[api]\nschemas = 3", None),
        ("", None),
    ],
)
def test_the_list_counts_where_somebody_chose_it(tmp_path: Path, text: str, served: tuple[str, ...] | None) -> None:
    folder = tmp_path / "supabase" / "migrations"
    folder.mkdir(parents=True)
    (tmp_path / "supabase" / "config.toml").write_text(text)
    assert served_schemas(tmp_path) == served_schemas(tmp_path / "supabase") == served_schemas(folder) == served


def test_what_a_failed_transaction_took_with_it_is_no_all_clear(tmp_path: Path) -> None:
    (tmp_path / "a.sql").write_text("BEGIN;\nCREATE TABLE public.t (id int);\nDROP TABLE public.u;\nCOMMIT;\n")
    report = access(str(tmp_path / "a.sql"), platform="supabase")
    told = [n.reason for n in report.not_evaluated if "4 of 4" in n.what]
    assert len(told) == 1 and told[0].endswith('a.sql:3:1: table "u" does not exist')

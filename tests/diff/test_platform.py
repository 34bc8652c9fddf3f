"""What the platform provides is no difference; what a user changes of it, adds to it or takes away is."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

import pytest

from trueup.catalog import snapshot
from trueup.catalog.baseline import without_platform
from trueup.catalog.introspect import introspect
from trueup.catalog.model import Catalog
from trueup.diff.compare import compare
from trueup.postgres.server import Server

Changed = Callable[[str], Catalog]


@pytest.fixture
def changed(supabase_server: Server) -> Iterator[Changed]:
    made = []

    def run(sql: str) -> Catalog:
        database = supabase_server.create()
        made.append(database)
        with database.connect() as conn:
            conn.execute(sql.encode())
        return database.read_catalog()

    yield run
    for database in made:
        database.drop()


@pytest.mark.parametrize(
    ("sql", "told"),
    [
        ("SELECT 1", set()),
        ("REVOKE USAGE ON SCHEMA public FROM anon", {"removed grant to anon on schema public"}),
        ("COMMENT ON SCHEMA public IS 'ours'", {"changed schema public"}),
        ("ALTER DEFAULT PRIVILEGES IN SCHEMA public REVOKE ALL ON TABLES FROM anon",
         {"removed default privileges public.postgres.tables.anon"}),
        ("CREATE POLICY mine ON storage.objects FOR SELECT USING (true)", {"added policy mine on storage.objects"}),
        ("CREATE TABLE extensions.t (a int)", {"added table extensions.t"}),
        ("CREATE TABLE public.t (a int); ALTER PUBLICATION supabase_realtime ADD TABLE public.t",
         {"added table public.t", "added publication table supabase_realtime.public.t"}),
    ],
)  # fmt: skip
def test_drift_from_the_baseline(changed: Changed, sql: str, told: set[str]) -> None:
    drift = compare(changed("SELECT 1"), changed(sql))
    assert {f"{change.kind} {change.ref}" for change in drift.heads} == told
    back = compare(changed(sql), changed("SELECT 1"))
    assert len(back.heads) == len(drift.heads)


def test_a_hosted_server_of_another_release(supabase_server: Server, changed: Changed) -> None:
    """Its services' tables have other columns, and more of them: nobody here decides on that."""
    database = supabase_server.create()
    with database.connect(superuser=True) as conn:
        conn.execute(
            "ALTER TABLE auth.users ADD COLUMN newer text; CREATE TABLE auth.newest (id int PRIMARY KEY);"
            "ALTER TABLE auth.newest OWNER TO supabase_auth_admin; DROP FUNCTION storage.extension;"
            "SET ROLE postgres; CREATE TABLE public.t (a int); CREATE POLICY mine ON storage.objects USING (true)"
        )
        live = introspect(conn)
    database.drop()
    owners = supabase_server.baseline_roles - {supabase_server.replay_role}
    hosted = without_platform(live, supabase_server.baseline_catalog(), owners)
    assert {str(ref) for ref in hosted.objects if ref.kind in {"table", "policy"}} == {
        "table public.t",
        "policy mine on storage.objects",
    }
    declared = changed("CREATE TABLE public.t (a int); CREATE POLICY mine ON storage.objects USING (true)")
    assert compare(declared, hosted).changes == ()
    assert compare(declared, snapshot.load(snapshot.dump(hosted))).changes == ()
    assert compare(replace(declared, objects={}), hosted).counted

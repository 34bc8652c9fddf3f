"""The example as it is after its mends works, and keeps what it promises: tried on a real server."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple
from uuid import UUID, uuid4

import psycopg
import pytest
from psycopg import errors, sql

from trueup.postgres.server import Database, Server

AFTER = Path(__file__).parents[2] / "examples" / "code-playground" / "after"
ORDER = (
    "001_add_role_to_user_profiles.sql",
    "003_ai_usage_table.sql",
    "002_add_project_access_tokens.sql",
)


class People(NamedTuple):
    """Who acts, and the project that each has."""

    owner: UUID
    other: UUID
    admin: UUID
    private: UUID
    public: UUID


def load(database: Database, *texts: str) -> None:
    """Run each text as one query of an SQL editor."""
    for text in texts:
        with database.connect() as conn:
            conn.execute(text.encode())


@contextmanager
def acting(
    database: Database, role: str, user: UUID | None = None, headers: dict[str, str] | None = None
) -> Iterator[psycopg.Connection]:
    """A request as PostgREST makes it: role, claims and headers for one transaction, which is rolled back."""
    with database.connect(autocommit=False) as conn:
        claims = {"role": role} | ({"sub": str(user)} if user else {})
        conn.execute("SELECT set_config('request.jwt.claims', %s, true)", [json.dumps(claims)])
        conn.execute("SELECT set_config('request.headers', %s, true)", [json.dumps(headers or {})])
        conn.execute(sql.SQL("SET LOCAL ROLE {}").format(sql.Identifier(role)))
        yield conn
        conn.rollback()


def ids(conn: psycopg.Connection, query: str, *values: Any) -> set[Any]:
    """The first column of what this principal sees."""
    return {row[0] for row in conn.execute(query.encode(), values)}


def refused(conn: psycopg.Connection, query: str, *values: Any) -> bool:
    """Whether the server refuses it, for lack of a privilege or by a policy (both are 42501)."""
    try:
        with conn.transaction():
            conn.execute(query.encode(), values)
    except errors.InsufficientPrivilege:
        return True
    return False


@pytest.fixture(scope="module")
def after(supabase_server: Server) -> Iterator[Database]:
    database = supabase_server.create()
    load(database, (AFTER / "database-schema.sql").read_text())
    yield database
    database.drop()


@pytest.fixture(scope="module")
def people(after: Database) -> People:
    owner, other, admin, private, public = (uuid4() for _ in range(5))
    with after.connect(superuser=True) as conn:
        for user in (owner, other, admin):
            conn.execute("INSERT INTO auth.users (id) VALUES (%s)", [user])
        conn.execute("UPDATE public.user_profiles SET role = 'admin' WHERE id = %s", [admin])
        for project, is_public in ((private, False), (public, True)):
            conn.execute(
                "INSERT INTO public.projects (id, user_id, title, is_public) VALUES (%s, %s, 'x', %s)",
                [project, owner, is_public],
            )
            conn.execute(
                "INSERT INTO public.project_commits (project_id, user_id, message) VALUES (%s, %s, 'first')",
                [project, owner],
            )
            conn.execute("INSERT INTO public.project_branches (project_id) VALUES (%s)", [project])
            conn.execute("INSERT INTO public.terminal_sessions (project_id, user_id) VALUES (%s, %s)", [project, owner])
            conn.execute("INSERT INTO public.project_build_configs (project_id) VALUES (%s)", [project])
        for user in (owner, other):
            conn.execute("INSERT INTO public.ai_usage (user_id, model) VALUES (%s, 'm')", [user])
    return People(owner, other, admin, private, public)


def test_fifteen_tables_all_with_row_level_security(after: Database) -> None:
    with after.connect() as conn:
        tables = conn.execute(
            "SELECT relname, relrowsecurity FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind = 'r'"
        ).fetchall()
    assert len(tables) == 15
    assert all(secured for _, secured in tables)


def test_usage_is_read_by_its_user_and_by_admins_alone(after: Database, people: People) -> None:
    query = "SELECT user_id FROM public.ai_usage"
    with acting(after, "authenticated", people.owner) as conn:
        assert ids(conn, query) == {people.owner}
    with acting(after, "authenticated", people.admin) as conn:
        assert ids(conn, query) == {people.owner, people.other}
    with acting(after, "authenticated", uuid4()) as conn:
        assert ids(conn, query) == set()
    with acting(after, "anon") as conn:
        assert refused(conn, query)


def test_usage_is_written_by_the_service_alone(after: Database, people: People) -> None:
    writes = (
        "INSERT INTO public.ai_usage (user_id, model) VALUES (%s, 'm')",
        "UPDATE public.ai_usage SET tokens_used = 0 WHERE user_id = %s",
        "DELETE FROM public.ai_usage WHERE user_id = %s",
    )
    for role, user in (("anon", None), ("authenticated", people.owner), ("authenticated", people.admin)):
        with acting(after, role, user) as conn:
            assert all(refused(conn, write, people.owner) for write in writes)
    with acting(after, "service_role") as conn:
        assert not any(refused(conn, write, people.owner) for write in writes)


@pytest.mark.parametrize("role", ["admin", "moderator"])
def test_nobody_promotes_themselves(after: Database, people: People, role: str) -> None:
    newcomer = uuid4()
    with after.connect(superuser=True) as conn:
        conn.execute("INSERT INTO auth.users (id) VALUES (%s)", [newcomer])
        conn.execute("DELETE FROM public.user_profiles WHERE id = %s", [newcomer])
    with acting(after, "authenticated", people.owner) as conn:
        assert refused(conn, "UPDATE public.user_profiles SET role = %s WHERE id = %s", role, people.owner)
        assert not refused(conn, "UPDATE public.user_profiles SET bio = 'hello' WHERE id = %s", people.owner)
    with acting(after, "authenticated", newcomer) as conn:
        insert = "INSERT INTO public.user_profiles (id, username, role) VALUES (%s, 'newcomer', %s)"
        assert refused(conn, insert, newcomer, role)
        assert not refused(conn, "INSERT INTO public.user_profiles (id, username) VALUES (%s, 'newcomer')", newcomer)
        assert ids(conn, "SELECT role FROM public.user_profiles WHERE id = %s", newcomer) == {"user"}


@pytest.fixture
def token(after: Database, people: People) -> Iterator[str]:
    """A token for the private project, made by its owner; revoked afterwards."""
    call = "SELECT public.{}_project_access_token(%s)"
    settings = "SELECT set_config('request.jwt.claims', %s, false), set_config('role', 'authenticated', false)"
    with after.connect() as conn:
        conn.execute(settings, [json.dumps({"sub": str(people.owner)})])
        row = conn.execute(call.format("generate").encode(), [people.private]).fetchone()
        assert row
        yield row[0]
        conn.execute(call.format("revoke").encode(), [people.private])


def visible(database: Database, token: str | None) -> set[Any]:
    """The projects that a visitor with this token sees, in the table and in the view alike."""
    with acting(database, "anon", headers={"x-project-token": token} if token is not None else None) as conn:
        seen = ids(conn, "SELECT id FROM public.projects")
        assert ids(conn, "SELECT id FROM public.project_details") <= seen
    return seen


def test_a_token_opens_its_project_until_it_is_revoked(after: Database, people: People, token: str) -> None:
    assert visible(after, None) == {people.public}
    assert visible(after, token) == {people.public, people.private}
    with after.connect(superuser=True) as conn:
        conn.execute("UPDATE public.projects SET access_token_hash = NULL WHERE id = %s", [people.private])
    assert visible(after, token) == {people.public}


def test_revoking_and_renewing_are_the_owner_s_alone(after: Database, people: People, token: str) -> None:
    for call in ("generate", "revoke"):
        query = f"SELECT public.{call}_project_access_token(%s)"
        with acting(after, "anon") as conn:
            assert refused(conn, query, people.private)
        with acting(after, "authenticated", people.other) as conn, pytest.raises(errors.RaiseException):
            conn.execute(query.encode(), [people.private])
    assert people.private in visible(after, token)
    with acting(after, "authenticated", people.owner, {"x-project-token": token}) as conn:
        conn.execute("SELECT public.revoke_project_access_token(%s)", [people.private])
        conn.execute("SELECT set_config('request.jwt.claims', '{}', true)")
        assert ids(conn, "SELECT id FROM public.projects") == {people.public}


def test_a_token_only_reads(after: Database, people: People, token: str) -> None:
    header = {"x-project-token": token}
    with acting(after, "anon", headers=header) as conn:
        assert refused(conn, "UPDATE public.projects SET title = 'mine' WHERE id = %s", people.private)
    with acting(after, "authenticated", people.other, header) as conn:
        for write in ("UPDATE public.projects SET title = 'mine'", "DELETE FROM public.projects"):
            assert conn.execute(f"{write} WHERE id = %s".encode(), [people.private]).rowcount == 0
        comment = "INSERT INTO public.comments (project_id, user_id, content) VALUES (%s, %s, 'hi')"
        assert refused(conn, comment, people.private, people.other)


def test_a_token_is_neither_listed_nor_guessed(after: Database, people: People, token: str) -> None:
    """No value that anyone can read, nor what one would derive from a row, opens the project."""
    with after.connect(superuser=True) as conn:
        row = conn.execute("SELECT to_jsonb(p) FROM public.projects p WHERE id = %s", [people.private]).fetchone()
        assert row
        values = [str(value) for value in row[0].values()]
        derived = ids(
            conn,
            "SELECT h FROM unnest(%s::text[]) v, "
            "LATERAL (VALUES (v), (md5(v)), (encode(sha256(convert_to(v, 'UTF8')), 'hex'))) AS t(h)",
            values,
        )
    assert token not in derived
    assert len(token) >= 32
    for guess in sorted(derived | {"", "null"}):
        assert people.private not in visible(after, guess), guess


@pytest.mark.parametrize("table", ["project_commits", "project_branches", "terminal_sessions", "project_build_configs"])
def test_what_belongs_to_a_private_project_is_its_owner_s(
    after: Database, people: People, token: str, table: str
) -> None:
    query = f"SELECT project_id FROM public.{table} WHERE project_id = %s"
    with acting(after, "authenticated", people.owner) as conn:
        assert ids(conn, query, people.private) == {people.private}
    strangers = (("anon", None), ("authenticated", people.other), ("authenticated", people.admin))
    for role, user in strangers:
        with acting(after, role, user, {"x-project-token": token}) as conn:
            assert refused(conn, query, people.private) or ids(conn, query, people.private) == set()
            for write in (f"DELETE FROM public.{table} WHERE project_id = %s",):
                assert (
                    refused(conn, write, people.private) or conn.execute(write.encode(), [people.private]).rowcount == 0
                )


def test_strangers_write_nothing_into_a_private_project(after: Database, people: People, token: str) -> None:
    inserts = {
        "project_commits": "(project_id, user_id, message) VALUES (%(project)s, %(me)s, 'x')",
        "project_branches": "(project_id, name) VALUES (%(project)s, 'x')",
        "terminal_sessions": "(project_id, user_id) VALUES (%(project)s, %(me)s)",
        "project_build_configs": "(project_id) VALUES (%(project)s)",
        "project_likes": "(project_id, user_id) VALUES (%(project)s, %(me)s)",
        "project_views": "(project_id, viewer_id) VALUES (%(project)s, %(me)s)",
        "project_reports": "(project_id, reporter_id, reason) VALUES (%(project)s, %(me)s, 'spam')",
        "project_saves": "(project_id, user_id, code) VALUES (%(project)s, %(me)s, '{}')",
    }
    with acting(after, "authenticated", people.other, {"x-project-token": token}) as conn:
        for table, values in inserts.items():
            with pytest.raises(errors.InsufficientPrivilege), conn.transaction():
                conn.execute(
                    f"INSERT INTO public.{table} {values}".encode(),
                    {"project": people.private, "me": people.other},
                )


def test_counters_and_notices_are_written_by_triggers_alone(after: Database, people: People) -> None:
    with acting(after, "authenticated", people.owner) as conn:
        assert refused(conn, "UPDATE public.projects SET likes_count = 9 WHERE id = %s", people.public)
        assert refused(conn, "UPDATE public.user_profiles SET followers_count = 9 WHERE id = %s", people.owner)
        assert refused(conn, "INSERT INTO public.notifications (user_id, type) VALUES (%s, 'like')", people.other)
        assert refused(
            conn,
            "INSERT INTO public.user_activity (user_id, activity_type) VALUES (%s, 'project_liked')",
            people.other,
        )
    with acting(after, "authenticated", people.other) as conn:
        like = "INSERT INTO public.project_likes (project_id, user_id) VALUES (%s, %s)"
        assert refused(conn, like, people.public, people.owner)
        assert not refused(conn, like, people.public, people.other)
        assert ids(conn, "SELECT likes_count FROM public.projects WHERE id = %s", people.public) == {1}
        comment = "INSERT INTO public.comments (project_id, user_id, content) VALUES (%s, %s, 'hi')"
        assert refused(conn, comment, people.public, people.owner)
        assert not refused(conn, comment, people.public, people.other)
        follow = "INSERT INTO public.user_follows (follower_id, following_id) VALUES (%s, %s)"
        assert refused(conn, follow, people.owner, people.other)
        assert not refused(conn, follow, people.other, people.owner)


def test_nobody_outside_truncates(after: Database) -> None:
    with after.connect() as conn:
        rows = conn.execute(
            "SELECT c.relname FROM pg_class c, unnest(ARRAY['anon', 'authenticated']) AS r "
            "WHERE relnamespace = 'public'::regnamespace AND relkind = 'r' "
            "AND has_table_privilege(r, c.oid, 'TRUNCATE')"
        ).fetchall()
    assert rows == []


def test_schema_and_migrations_can_be_run_again(after: Database) -> None:
    """On the mended database each runs once more, the migrations in the order that the README gives."""
    readme = (AFTER / "database-migrations" / "README.md").read_text()
    assert sorted(ORDER, key=readme.index) == list(ORDER)
    again = after.clone()
    load(again, (AFTER / "database-schema.sql").read_text())
    load(again, *((AFTER / "database-migrations" / name).read_text() for name in ORDER))
    again.drop()


def test_an_audit_finds_no_error() -> None:
    """As a user runs it: with the default --fail-on, an error would end it with 1."""
    command = [sys.executable, "-m", "trueup", "audit", str(AFTER), "--format", "json"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr or done.stdout[-2000:]
    report = json.loads(done.stdout)
    assert [f["message"] for f in report["findings"] if f["severity"] in {"error", "warning"}] == []

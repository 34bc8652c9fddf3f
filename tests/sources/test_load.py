"""Sources by name: files, folders, revisions, servers; and every kind of bad input."""

from __future__ import annotations

import csv
import io
import os
import subprocess
from pathlib import Path

import pytest
from projects import table, write

from trueup.catalog.introspect import introspection_query
from trueup.catalog.snapshot import dump
from trueup.config import Config, Timeouts
from trueup.errors import ConnectionFailed, SourceError, TrueupError, UsageError
from trueup.postgres.server import Database
from trueup.ref import ObjectRef
from trueup.replay.model import Atomicity
from trueup.sources.discover import discover
from trueup.sources.load import load
from trueup.sources.model import Source


def statements(source: Source) -> list[str]:
    return [s.sql for unit in source.units for s in unit.statements]


def git(folder: Path, *arguments: str) -> None:
    identity = ("-c", "user.name=a", "-c", "user.email=a@b", "-c", "commit.gpgsign=false")
    subprocess.run(["git", *identity, *arguments], cwd=folder, check=True, capture_output=True)


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    """A repository whose schema.sql and migrations changed since the first commit."""
    root = write(tmp_path / "repo", {"db/schema.sql": table("old"), "db/migrations/1_a.sql": table("a")})
    git(root, "init", "-q", "-b", "main")
    git(root, "add", ".")
    git(root, "commit", "-q", "-m", "one")
    git(root, "tag", "v1")
    write(root, {"db/schema.sql": table("new"), "db/migrations/2_b.sql": table("b")})
    git(root, "add", ".")
    git(root, "commit", "-q", "-m", "two")
    write(root, {"db/schema.sql": table("uncommitted")})
    return root


@pytest.mark.parametrize(
    ("revision", "name"), [("v1", "old"), ("HEAD", "new"), ("main~1", "old"), ("HEAD^{/one}", "old")]
)
def test_a_file_at_a_revision(repository: Path, revision: str, name: str) -> None:
    source = load(f"git:{revision}:db/schema.sql", root=repository)
    assert f"TABLE {name} " in statements(source)[0]
    assert source.files == (f"git:{revision}:db/schema.sql",)


def test_a_folder_at_a_revision_and_from_a_folder_inside(repository: Path) -> None:
    assert len(load("git:v1:db/migrations", root=repository).migrations) == 1
    assert len(load("git:main:migrations", root=repository / "db").migrations) == 2


@pytest.mark.parametrize(
    "spec",
    ["git:none:db/schema.sql", "git:v1:db/none.sql", "git:--upload-pack=x:db", "git:v1", "git::a", "git:v1:../../x"],
)
def test_a_wrong_revision_or_path_is_an_error(repository: Path, spec: str) -> None:
    with pytest.raises(TrueupError):
        load(spec, root=repository)


def test_outside_a_repository_git_is_an_error(tmp_path: Path) -> None:
    environment = os.environ.copy()
    os.environ["GIT_CEILING_DIRECTORIES"] = str(tmp_path.parent)
    try:
        with pytest.raises(SourceError):
            load("git:HEAD:a.sql", root=write(tmp_path, {"a.sql": table("a")}))
    finally:
        os.environ.clear()
        os.environ.update(environment)


def url(database: Database, user: str = "postgres", password: str = "") -> str:
    secret = f":{password}" if password else ""
    with database.connect() as conn:
        host, port = conn.info.host, conn.info.port
    return f"postgresql://{user}{secret}@/{database.name}?host={host}&port={port}"


def test_a_live_server_is_read_and_nothing_is_written(database: Database) -> None:
    with database.connect() as conn:
        conn.execute("CREATE TABLE public.a (id int)")
    source = load(url(database), side="production", config=Config(timeouts=Timeouts(statement=20)))
    assert source.catalog is not None
    assert ObjectRef("table", "public", ("a",)) in source.catalog.objects
    assert (source.kind, source.label) == ("live server", "live server")
    assert source.not_evaluated == source.catalog.not_captured


def test_a_snapshot_is_a_source_in_every_form(database: Database, tmp_path: Path) -> None:
    """As it is written, and as web editors give the query's result: JSON, CSV, with columns of their own."""
    with database.connect() as conn:
        conn.execute("CREATE TABLE public.a (id int)")
        row = conn.execute(introspection_query().encode()).fetchone()
    assert row is not None
    live = load(url(database)).catalog
    assert live is not None
    extra = io.StringIO()
    csv.writer(extra).writerows([["no", "document"], ["1", row[0]]])
    write(tmp_path, {"own.json": dump(live), "pasted.json": row[0], "download.csv": extra.getvalue()})
    for name in ("own.json", "pasted.json", "download.csv"):
        source = load(name, root=tmp_path)
        assert source.kind == "snapshot"
        assert source.catalog is not None
        assert ObjectRef("table", "public", ("a",)) in source.catalog.objects
    project = discover(write(tmp_path, {"production.json": dump(live), "schema.sql": table("a")}))
    assert project.production is not None
    assert project.production.label == "production.json"


def test_an_environment_variable_names_a_source(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MY_URL", url(database))
    assert load("$MY_URL").kind == load("env:MY_URL").kind == "live server"
    monkeypatch.delenv("MY_URL")
    with pytest.raises(UsageError, match="MY_URL"):
        load("$MY_URL")


@pytest.mark.parametrize(
    "spec",
    [
        "postgresql://u:hunter2@127.0.0.1:1/db",
        "postgresql://u:hunter2@127.0.0.1:none/db",
        "postgresql://u:hun@ter2@127.0.0.1:1/db",
        "postgresql://u:hun/ter2@127.0.0.1:1/db",
        "postgresql://u:hun?ter2@127.0.0.1:1/db",
        "postgresql://u:hun%zzter2@127.0.0.1:1/db",
        "postgresql://u@127.0.0.1:1/db?password=hunter2&x=y",
        "host=127.0.0.1 port=1 password=hunter2",
        "host=127.0.0.1 port=1 password='hunter2",
        "postgresql://hunter2@[::1/db",
    ],
)
def test_no_error_holds_a_password(spec: str) -> None:
    with pytest.raises(SourceError) as caught:
        load(spec, config=Config(timeouts=Timeouts(connect=2)))
    error: BaseException | None = caught.value
    while error is not None:
        assert "ter2" not in str(error)
        error = None if error.__suppress_context__ else error.__context__
    assert "ter2" not in caught.value.help


def test_a_dead_server_and_a_wrong_role_are_connection_failures(database: Database) -> None:
    for spec in ("postgresql://u@127.0.0.1:1/db", url(database, user="nobody_there", password="hunter2")):
        with pytest.raises(ConnectionFailed) as caught:
            load(spec, config=Config(timeouts=Timeouts(connect=2)))
        assert caught.value.help


BAD: dict[str, tuple[str | bytes | None, str]] = {
    "missing.sql": (None, "not there"),
    "empty.sql": (b"", "empty"),
    "blank.sql": (b" \n\t\n", "empty"),
    "binary.sql": (b"\x7fELF\x00\x00\x01", "binary"),
    "custom.dump": (b"PGDMP\x01\x0e", "binary"),
    "zipped.sql": (b"\x1f\x8b\x08\x00abc", "binary"),
    "other.json": ('{"name": "x"}', "other.json"),
    "list.json": ("[]", "list.json"),
    "broken.json": ('{"a": ', "broken.json"),
    "rows.csv": ("id,name\n1,a\n", "rows.csv"),
}


@pytest.mark.parametrize("name", BAD)
def test_bad_files_are_source_errors_that_name_the_file(tmp_path: Path, name: str) -> None:
    content, words = BAD[name]
    if content is not None:
        write(tmp_path, {name: content})
    with pytest.raises(SourceError) as caught:
        load(name, root=tmp_path)
    assert words in caught.value.message
    assert caught.value.origin is not None
    assert name in caught.value.origin.file


def test_a_folder_or_a_pipe_where_a_file_is_meant(tmp_path: Path) -> None:
    (tmp_path / "schema.sql").mkdir()
    with pytest.raises(SourceError, match="No SQL file"):
        load("schema.sql", root=tmp_path)
    os.mkfifo(tmp_path / "pipe.sql")
    with pytest.raises(SourceError, match="no regular file"):
        load("pipe.sql", root=tmp_path)


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_an_unreadable_file_is_a_source_error(tmp_path: Path) -> None:
    write(tmp_path, {"a.sql": table("a")})
    (tmp_path / "a.sql").chmod(0)
    with pytest.raises(SourceError, match="can't be read"):
        load("a.sql", root=tmp_path)


def test_half_a_statement_does_not_lose_the_others(tmp_path: Path) -> None:
    source = load("a.sql", root=write(tmp_path, {"a.sql": table("a") + "CREATE TABLE b (id int"}))
    assert [s.kind for u in source.units for s in u.statements] == ["CreateStmt", "Unparsed"]


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "latin-1"])
def test_other_encodings_are_read(tmp_path: Path, encoding: str) -> None:
    text = "COMMENT ON SCHEMA public IS 'déjà vu';\n"
    source = load("a.sql", root=write(tmp_path, {"a.sql": text.encode(encoding)}))
    assert "déjà vu" in statements(source)[0]


def test_a_file_of_comments_is_told(tmp_path: Path) -> None:
    source = load("a.sql", root=write(tmp_path, {"a.sql": "-- nothing here\n"}))
    assert [d.code for d in source.diagnostics] == ["no-sql"]


def test_includes_stay_inside_the_project(tmp_path: Path) -> None:
    write(tmp_path / "outside", {"x.sql": table("outside")})
    root = write(
        tmp_path / "project",
        {
            "all.sql": "\\i parts/a.sql\n\\i ../outside/x.sql\n\\i /etc/passwd\n",
            "parts/a.sql": "\\ir b.sql\n",
            "parts/b.sql": table("b"),
        },
    )
    source = load("all.sql", root=root)
    assert [s for s in statements(source) if "CREATE" in s] == [table("b").rstrip(";\n")]
    assert sum(d.code == "include-not-followed" for d in source.diagnostics) == 2
    assert source.files == ("all.sql", "parts/a.sql", "parts/b.sql")


def test_placeholders_get_their_values(tmp_path: Path) -> None:
    root = write(tmp_path, {"a.sql": "CREATE TABLE {{schema}}.a (id int);\n"})
    assert "app.a" in statements(load("a.sql", root=root, config=Config(placeholders={"schema": "app"})))[0]
    told = load("a.sql", root=root).diagnostics
    assert [d.code for d in told] == ["placeholder-without-value"]
    assert "schema" in told[0].message


def test_schema_paths_give_the_order(tmp_path: Path) -> None:
    paths = '["./schemas/z.sql", "./schemas/*.sql", "./more/**/*.sql"]'
    files = {
        "supabase/config.toml": f"[db.migrations]\nschema_paths = {paths}\n",
        "supabase/roles.sql": "CREATE ROLE r;",
        **{f"supabase/{name}.sql": table(name.replace("/", "_")) for name in ("schemas/a", "schemas/z", "more/x/y")},
    }
    source = load("supabase/schemas", root=write(tmp_path, files))
    names = ["roles", "schemas/z", "schemas/a", "more/x/y"]
    assert [u.name for u in source.units] == [f"supabase/{name}.sql" for name in names]


def test_a_large_dump_is_read_without_its_rows(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("trueup.sources.tree.MAX_BYTES", 4000)
    rows = "".join(f"{n}\tname {n}\n" for n in range(1000))
    text = "-- PostgreSQL database dump\n" + table("a") + f"COPY a (id, name) FROM stdin;\n{rows}\\.\n" + table("b")
    source = load("dump.sql", root=write(tmp_path, {"dump.sql": text}))
    last = source.units[0].statements[-1]
    assert last.origin.line == text.count("\n")
    assert source.units[0].atomicity is Atomicity.STATEMENT
    with pytest.raises(SourceError, match="too large"):
        load("big.sql", root=write(tmp_path, {"big.sql": table("a") * 200}))


def test_a_project_folder_gives_its_best_side(tmp_path: Path) -> None:
    """``trueup check .`` and ``trueup diff . git:main:.``: the declared schema, else production, else migrations."""
    migrations = {"migrations/1_a.sql": table("a")}
    write(tmp_path / "one", {"schema.sql": table("a"), **migrations})
    write(tmp_path / "two", migrations)
    source = load(".", root=tmp_path / "one")
    assert source.files == ("schema.sql",)
    assert source.diagnostics[0].code == "source-taken"
    assert load("one", root=tmp_path).files == ("one/schema.sql",)
    assert load("one", root=tmp_path, side="pending").files == ("one/migrations/1_a.sql",)
    assert load(".", root=tmp_path / "two").kind == "migrations (numbered)"


def test_a_statement_that_takes_too_long_is_a_connection_failure(database: Database) -> None:
    with pytest.raises(ConnectionFailed) as caught:
        load(url(database), config=Config(timeouts=Timeouts(statement=0.001)))
    assert "statement" in caught.value.help


def test_a_path_outside_the_project_is_shown_as_given(tmp_path: Path) -> None:
    other = write(tmp_path / "other", {"a.sql": table("a"), "m/1_a.sql": table("a")})
    root = write(tmp_path / "project", {})
    root.mkdir(exist_ok=True)
    assert load(f"{other}/a.sql", root=root).files == (f"{other}/a.sql",)
    assert load("../other/a.sql", root=root).files == ("../other/a.sql",)
    assert load("../other/m", root=root).files == ("../other/m/1_a.sql",)


@pytest.mark.parametrize(
    ("config", "last"),
    [
        ("", ["supabase/seed.sql"]),
        ("[db.seed]\nenabled = false\n", []),
        ('[db.seed]\nsql_paths = ["./seeds/*.sql", "./seed.sql"]\n', ["supabase/seeds/a.sql", "supabase/seed.sql"]),
        ("[db]\nseed = 3\n", ["supabase/seed.sql"]),
    ],
)
@pytest.mark.parametrize("folder", ["supabase/migrations", "supabase/schemas"])
def test_seeds_are_run_last(tmp_path: Path, folder: str, config: str, last: list[str]) -> None:
    files = {
        f"{folder}/20240101000000_a.sql": "CREATE TABLE a (id int);",
        "supabase/seed.sql": "INSERT INTO a VALUES (1);",
        "supabase/seeds/a.sql": "INSERT INTO a VALUES (2);",
        "supabase/config.toml": config,
    }
    for name, text in files.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text)
    source = load(folder, root=tmp_path)
    assert [u.name for u in source.units][1:] == last
    assert all(m.up.name not in last for m in source.migrations)
    assert ("seed-last" in {d.code for d in source.diagnostics}) is bool(last)

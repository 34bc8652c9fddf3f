"""Scratch servers and the databases in them."""

from __future__ import annotations

import contextlib
import hashlib
import os
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Self

import psycopg

from trueup import inputs
from trueup.catalog.baseline import without_baseline
from trueup.catalog.introspect import decode, introspect, introspection_query, read_document
from trueup.catalog.model import Catalog
from trueup.errors import ScratchError
from trueup.postgres import cluster, extensions, subscribed
from trueup.postgres.embedded import Embedded
from trueup.postgres.external import External
from trueup.postgres.host import Host
from trueup.postgres.kept import Kept, Sessions
from trueup.postgres.limits import Limits, Watch
from trueup.postgres.platforms.model import Platform, load
from trueup.sqltext import quote

_PATIENCE_SECONDS = 30.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Database:
    """One scratch database."""

    server: Server
    name: str

    def connect(self, *, superuser: bool = False, autocommit: bool = True, **options: Any) -> psycopg.Connection:
        """A connection: as the replay role (not superuser), or as the bootstrap superuser for our own reading.

        The replay role's is always a new one.
        """
        if superuser and autocommit and not options:
            return self.server.session(self.name)
        user = self.server.superuser if superuser else self.server.replay_role
        return self.server.connection(user, self.name, autocommit=autocommit, **options)

    def clone(self) -> Database:
        """A copy (CREATE DATABASE ... TEMPLATE). Nobody may be connected to this one meanwhile."""
        return self.server.create(template=self.name)

    def read_catalog(self) -> Catalog:
        """What it holds, without what the platform provides."""
        with self.connect(superuser=True) as conn:
            catalog = introspect(conn)
            if self.server.shields_superuser:
                catalog = subscribed.told(conn, catalog)
        # Roles are the whole server's; those that come and go with our own work are no part of what was made.
        roles = {name: role for name, role in catalog.roles.items() if name != cluster.PROBER}
        return without_baseline(replace(catalog, roles=roles), self.server.baseline_catalog())

    def drop(self) -> None:
        """Drop it, whoever is connected."""
        self.server.drop_soon(self.name)


class Server:
    """A scratch PostgreSQL. A context manager: it stops on exit. Usable from several threads at once."""

    def __init__(self, platform: Platform, host: Host, limits: Limits) -> None:
        self.platform = platform.name
        self._elevated = platform.elevated
        self.limits = limits
        self._host = host
        self._watch: Watch | None = None
        self._count = 0
        self._lock = threading.RLock()
        self._idle: list[psycopg.Connection] = []
        self._sessions = Sessions()
        self._dropper: ThreadPoolExecutor | None = None
        self._dropping = threading.local()
        self._baseline: Catalog | None = None

    def __enter__(self) -> Self:
        self._host.start()
        self._watch = Watch(self.limits, self.replay_role, self.admin, self._host.data_folder)
        self._watch.start()
        return self

    def __exit__(self, *exc: object) -> None:
        if self._watch is not None:
            self._watch.stop()
        if self._dropper is not None:
            self._dropper.shutdown()
            self._dropper = None
        self._sessions.leave(for_good=True)
        self._close_idle()
        self._host.stop()

    def why_stopped(self, pid: int) -> str | None:
        """Why the limits stopped a statement (57014) or a session (57P01), as half a sentence; None: they did not.

        Args:
            pid: the session's backend process (`connection.info.backend_pid`).
        """
        return self._watch.reason(pid) if self._watch else None

    @property
    def superuser(self) -> str:
        """The bootstrap superuser's name."""
        return self._host.superuser

    @property
    def replay_role(self) -> str:
        """The role that text from files runs as. Not a superuser."""
        return self._host.replay_role

    @property
    def baseline_roles(self) -> frozenset[str]:
        """The names of all roles that are there before any text is run: the platform's and PostgreSQL's own."""
        return cluster.role_names(self._host.baseline_state or self._host.known_state())

    @property
    def baseline(self) -> Database:
        """The database that new ones are copies of: to be copied, never to be connected to."""
        return Database(server=self, name=self._host.baseline_database)

    @property
    def baseline_state(self) -> str:
        """What `cluster_state` was before any text was run."""
        return self._host.baseline_state

    def is_known(self) -> bool:
        """Whether what a new database holds was kept by an earlier run, so that it can be told without starting."""
        kept = self._kept_baseline()
        return kept is not None and kept.is_file() and bool(self._host.known_state())

    def baseline_catalog(self) -> Catalog:
        """What a new database holds: all that the platform provides. Read once, and kept across runs."""
        with self._lock:
            if self._baseline is None:
                self._baseline = decode(self._baseline_document())
            return self._baseline

    def _baseline_document(self) -> bytes:
        kept = self._kept_baseline()
        if kept is not None and kept.is_file():
            return kept.read_bytes()
        database = self.create()
        with contextlib.closing(database.connect(superuser=True)) as conn:
            document = read_document(conn)
        database.drop()
        if kept is not None:
            # Under another name first: two runs may write at the same time, and a third may read.
            part = kept.with_name(f"{kept.name}.{os.getpid()}")
            part.write_bytes(document)
            part.replace(kept)
        return document

    def _kept_baseline(self) -> Path | None:
        digest = hashlib.sha256(introspection_query().encode()).hexdigest()[:16]
        return self._host.folder / f"baseline-{digest}.json" if self._host.folder else None

    @property
    def shims(self) -> frozenset[str]:
        """The extensions that are shims here; none on a server that the user named."""
        return frozenset(extensions.shims()) if isinstance(self._host, Embedded) else frozenset()

    @property
    def elevated(self) -> frozenset[str]:
        """What the platform lets its users do that is a superuser's; nothing on a server that the user named."""
        return self._elevated if isinstance(self._host, Embedded) else frozenset()

    @property
    def shields_superuser(self) -> bool:
        """Whether event triggers of a text are kept from running in the superuser's sessions and scripts.

        The embedded server does (event_triggers is off there); of one that the user named nobody knows what its
        extensions' scripts do.
        """
        return isinstance(self._host, Embedded)

    def is_running(self) -> bool:
        """Whether the server answers; False after it was killed or ended by a statement."""
        return self._host.is_running()

    def restart(self) -> None:
        """Start the server again after it died. Databases are as their last commit left them."""
        inputs.spoil("the scratch server died")
        self._sessions.leave()
        with self._lock:
            self._close_idle()
            self._host.restart()

    def connection(self, user: str, dbname: str, *, autocommit: bool = True, **options: Any) -> Kept:
        """A new connection as `user`. Use `Database.connect` for text from files.

        Raises:
            ScratchError: the server can't be reached.
        """
        self._await_drops()
        if user == self.superuser and isinstance(self._host, Embedded):
            # What text from files has hung on events must not run with our rights, nor what it has put into public
            # that is nearer to a call of ours than PostgreSQL's own function or operator (CVE-2018-1058).
            options["options"] = f"-c event_triggers=off -c search_path= {options.get('options', '')}".strip()
        parameters = {**self._host.parameters(user), "dbname": dbname, "autocommit": autocommit, **options}
        try:
            return Kept.connect(**parameters)
        except psycopg.OperationalError as error:
            raise ScratchError(f"the scratch server can't be reached: {error}") from error

    def session(self, dbname: str) -> psycopg.Connection:
        """A superuser's session as if it were new, for trueup's own statements only; it is kept when it is closed."""
        if not isinstance(self._host, Embedded):
            return self.connection(self.superuser, dbname)
        self._await_drops()
        return self._sessions.take(dbname) or self._sessions.lend(self.connection(self.superuser, dbname), dbname)

    def admin(self, dbname: str = "postgres") -> psycopg.Connection:
        """A superuser's connection, for trueup's own statements only; never for text from a file."""
        return self.connection(self.superuser, dbname)

    def create(self, template: str | None = None) -> Database:
        """A new database: a copy of `template`, or of the platform's baseline."""
        with self._lock:
            self._count += 1
            name = f"{self._host.prefix}{self._count}"
        strategy = self._host.copy_strategy
        statement = (
            f"CREATE DATABASE {quote.identifier(name)} OWNER {quote.identifier(self.replay_role)} "
            f"TEMPLATE {quote.identifier(template or self._host.baseline_database)} "
            # A template can't be dropped, not even by its owner: text that names another run's database does no harm.
            "IS_TEMPLATE true" + (f" STRATEGY {strategy}" if strategy else "")
        )
        with self._control() as conn:
            if template is not None:
                self._sessions.leave(template)
                cluster.await_leaving(conn, template)
            _patiently(lambda: conn.execute(statement.encode()))
            if template is not None and self.shields_superuser:
                subscribed.copy(conn, template, name)
        return Database(server=self, name=name)

    def drop(self, name: str) -> None:
        """Drop a database, whoever is connected."""
        self._sessions.leave(name)
        _patiently(lambda: self._drop(name))

    def drop_soon(self, name: str) -> None:
        """Drop a database while the caller goes on; it is gone before the caller's next connection.

        One that can't be dropped, for the server died, is removed at the end or at the next start.
        """
        self._sessions.leave(name)
        with self._lock:
            self._dropper = self._dropper or ThreadPoolExecutor(max_workers=1, thread_name_prefix="trueup-drop")
            job = self._dropper.submit(self._drop_if_it_can, name)
        vars(self._dropping).setdefault("jobs", []).append(job)

    def template(self, key: str, build: Callable[[Database], None]) -> str:
        """The name of a template database for `key` (a content hash); `build` fills it the first time only.

        It is kept across runs, within a bound on disk (least recently used goes first), unless building it changed
        what all databases share (roles, memberships, role settings): that would be missing next time.
        """
        return self._host.templates().get(self, key, build)

    def kept(self, key: str) -> str | None:
        """The name of the template under `key`, if there is one."""
        return self._host.templates().find(self, key)

    def keep(self, key: str, database: Database) -> None:
        """Make a copy of a database a template under `key`; nobody may be connected to it. See `template`."""
        self._host.templates().keep(self, key, database)

    def rename(self, name: str, new: str) -> None:
        """Give a database another name; nobody may be connected to it."""
        self._sessions.leave(name)
        with self._control() as conn:
            cluster.await_leaving(conn, name)
            conn.execute(f"ALTER DATABASE {quote.identifier(name)} RENAME TO {quote.identifier(new)}".encode())

    def execute(self, statement: str) -> None:
        """Run one of our own statements as the superuser, outside every scratch database."""
        self._await_drops()
        with self._control() as conn:
            conn.execute(statement.encode())

    def cluster_state(self) -> str:
        """Roles, memberships and settings of roles: what all databases share, as text that is equal when they are."""
        self._await_drops()
        with self._control() as conn:
            return cluster.state(conn)

    def size(self, name: str) -> int:
        """How many bytes a database takes on disk."""
        with self._control() as conn:
            row = conn.execute("SELECT pg_database_size(%s)", (name,)).fetchone()
        return int(row[0]) if row else 0

    def _drop(self, name: str) -> None:
        with self._control() as conn:
            if self.shields_superuser:
                subscribed.forget(conn, name)
            cluster.drop_database(conn, name)

    def _drop_if_it_can(self, name: str) -> None:
        with contextlib.suppress(psycopg.Error, ScratchError):
            self.drop(name)

    def _await_drops(self) -> None:
        """Until what this thread has had dropped is gone: what depended there on a role is in nobody's way then."""
        jobs: list[Future[None]] = vars(self._dropping).get("jobs", [])
        while jobs:
            jobs.pop().result()

    @contextlib.contextmanager
    def _control(self) -> Iterator[psycopg.Connection]:
        """A superuser's connection outside every scratch database: two sides may copy a database at the same time."""
        with self._lock:
            conn = self._idle.pop() if self._idle else None
        if conn is None or conn.closed:
            conn = self.admin()
        try:
            yield conn
        finally:
            with self._lock:
                self._idle.append(conn)

    def _close_idle(self) -> None:
        with self._lock:
            while self._idle:
                self._idle.pop().close()


def _patiently(work: Callable[[], object]) -> None:
    """Do it again while a session that was closed or ended is still on its way out of the database.

    The server itself waits five seconds for that (CountOtherDBBackends), which a busy machine can take.
    """
    deadline = time.monotonic() + _PATIENCE_SECONDS
    while True:
        try:
            work()
            return
        except psycopg.errors.ObjectInUse:
            if time.monotonic() > deadline:
                raise


def start(platform: str = "postgres", *, scratch_url: str | None = None, limits: Limits | None = None) -> Server:
    """A scratch server for a platform (a name of `platforms.names()`): use it in a ``with`` block.

    Args:
        platform: whose baseline a new database has.
        scratch_url: a server to use instead of the embedded one. Databases, and roles of the platform that are
            missing, are
            made there and removed at the end.

        limits: bounds on what text from files may take.

    Raises:
        UsageError: there is no such platform.
        ScratchError: on entering the block: the server can't be started or reached.
    """
    description = load(platform)
    host: Host = External(description, scratch_url) if scratch_url else Embedded(description)
    return Server(description, host, limits or Limits())

"""One postmaster: started, watched over, stopped. Whatever ends us, kill -9 included, ends it too."""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping
from pathlib import Path

from trueup.errors import ScratchError
from trueup.postgres.account import Account
from trueup.postgres.binaries import Binaries

_SOCKET_LIMIT = 103  # sun_path is 104 bytes on macOS and 108 on Linux, its closing zero included
_SOCKET_NAME = ".s.PGSQL.5432"
_START_SECONDS = 60
_STOP_SECONDS = 10
_MEMORY = 4 * 2**30  # address space of each server process, the shared memory included
_FILE = 2 * 2**30

# The watchdog's whole work: wait until the other end of its input closes, which our death does, then end the server.
_WATCHDOG = 'read -r line; kill -QUIT "$0" 2>/dev/null'

_SETTINGS: Mapping[str, str] = {
    "listen_addresses": "",
    "unix_socket_permissions": "0700",
    # What survives a crash of the machine is made again; nothing here is worth waiting for a disk.
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "wal_level": "minimal",
    "max_wal_senders": "0",
    "max_replication_slots": "0",
    "max_wal_size": "1GB",
    "checkpoint_timeout": "1h",
    "autovacuum": "off",
    # Fewer processes to start and to wake up.
    "io_method": "sync",
    "max_logical_replication_workers": "0",
    "max_parallel_workers": "0",
    "max_parallel_workers_per_gather": "0",
    "max_worker_processes": "0",
    "huge_pages": "off",
    # In the data directory, where a killed server's segments are found and removed at the next start.
    "dynamic_shared_memory_type": "mmap",
    "jit": "off",
    # Bounds for what untrusted text can take.
    "max_connections": "60",
    "shared_buffers": "128MB",
    "work_mem": "16MB",
    "maintenance_work_mem": "64MB",
    "temp_file_limit": "1GB",
    "max_stack_depth": "2MB",
    "max_locks_per_transaction": "512",
    "max_prepared_transactions": "0",
    "max_notify_queue_pages": "4096",
    # Results that do not hang on where and when.
    "timezone": "UTC",
    "log_timezone": "UTC",
    "datestyle": "ISO, MDY",
    "lc_messages": "C",
    "log_min_messages": "fatal",
    "log_checkpoints": "off",
}


class Postmaster:
    """A running server on a data directory."""

    def __init__(self, binaries: Binaries, account: Account, data: Path, settings: Mapping[str, str]) -> None:
        self._binaries = binaries
        self._account = account
        self._data = data
        self._settings = {**_SETTINGS, **settings}
        self._server: subprocess.Popen[bytes] | None = None
        self._watchdog: subprocess.Popen[bytes] | None = None
        self.socket_dir = socket_folder(account)
        self._log = self.socket_dir / "log"

    def start(self) -> None:
        """Start it and wait until it takes connections.

        Raises:
            ScratchError: it does not; the message ends with its log's last lines.
        """
        end_orphan(self._data)
        arguments = [str(self._binaries.program("postgres")), "-D", str(self._data), "-k", str(self.socket_dir)]
        for key, value in self._settings.items():
            arguments += ["-c", f"{key}={value}"]
        environment = {"PATH": os.environ.get("PATH", os.defpath), "LC_ALL": "C", "TZ": "UTC"}
        with self._log.open("wb") as log:
            self._server = subprocess.Popen(
                arguments,
                cwd="/",
                env=environment,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
                **self._account.popen,
            )
        self._bound_memory()
        self._watchdog = subprocess.Popen(
            ["/bin/sh", "-c", _WATCHDOG, str(self._server.pid)],
            cwd="/",
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
        self._wait_until_ready()

    def _bound_memory(self) -> None:
        if sys.platform != "linux" or self._server is None:
            return
        import resource

        with contextlib.suppress(OSError, ValueError):
            resource.prlimit(self._server.pid, resource.RLIMIT_AS, (_MEMORY, _MEMORY))
            # Its own files are cut into pieces of 1 GB; this is for a log that text from files has it write.
            resource.prlimit(self._server.pid, resource.RLIMIT_FSIZE, (_FILE, _FILE))

    def _wait_until_ready(self) -> None:
        deadline = time.monotonic() + _START_SECONDS
        while time.monotonic() < deadline:
            if self._server is None or self._server.poll() is not None:
                break
            if is_ready(self._data):
                return
            time.sleep(0.002)
        log = self.log_tail()
        self.stop()
        raise ScratchError(f"the scratch server did not start: {log or 'it says nothing'}")

    def is_running(self) -> bool:
        """Whether the postmaster lives."""
        return self._server is not None and self._server.poll() is None

    def log_tail(self) -> str:
        """The last lines of the server's log, without paths of ours."""
        with contextlib.suppress(OSError):
            lines = self._log.read_text(errors="replace").splitlines()[-5:]
            return " · ".join(lines).replace(str(self._data), "the data directory")
        return ""

    def stop(self) -> None:
        """End it: at once if it obeys, by force if not. Its files stay good for the next start."""
        if self._watchdog is not None:
            self._watchdog.kill()
            if self._watchdog.stdin:
                self._watchdog.stdin.close()
            self._watchdog.wait()
        if self._server is not None and self._server.poll() is None:
            for sign in (signal.SIGINT, signal.SIGQUIT, signal.SIGKILL):
                self._server.send_signal(sign)
                try:
                    self._server.wait(_STOP_SECONDS)
                    break
                except subprocess.TimeoutExpired:
                    continue
        self._server = self._watchdog = None
        shutil.rmtree(self.socket_dir, ignore_errors=True)


def socket_folder(account: Account) -> Path:
    """A new folder for the socket, short enough for a socket's path, that only the server's account and we enter.

    Raises:
        ScratchError: no folder is short enough and writable.
    """
    for parent in (os.environ.get("XDG_RUNTIME_DIR", ""), "/tmp", tempfile.gettempdir(), "/var/tmp", "/dev/shm"):
        if not parent or len(os.fsencode(parent)) + len("/trueup-XXXXXXXX/") + len(_SOCKET_NAME) > _SOCKET_LIMIT:
            continue
        if not account.can_read(Path(parent)):
            continue
        with contextlib.suppress(OSError):
            folder = Path(tempfile.mkdtemp(prefix="trueup-", dir=parent))
            account.own(folder)
            return folder
    raise ScratchError(
        "no folder for the scratch server's socket: /tmp, /var/tmp and TMPDIR are not writable or too long",
        help="Set TMPDIR to a short, writable folder, or name a server with --scratch URL.",
    )


def is_ready(data: Path) -> bool:
    """Whether the data directory's postmaster takes connections (the eighth line of postmaster.pid)."""
    try:
        lines = (data / "postmaster.pid").read_text().splitlines()
    except OSError:
        return False
    return len(lines) > 7 and lines[7].strip() == "ready"


def end_orphan(data: Path) -> None:
    """End a server that a killed run left on this data directory, and wait until it is gone.

    The caller holds the directory's lock, so no living run uses it.
    """
    file = data / "postmaster.pid"
    deadline = time.monotonic() + _STOP_SECONDS
    started = time.monotonic()
    while (pid := _orphan(file, data)) is not None:
        waited = time.monotonic() - started
        # Its watchdog is ending it already; only if that takes long do we help.
        if waited > 0.5:
            with contextlib.suppress(OSError):
                os.kill(pid, signal.SIGKILL if waited > _STOP_SECONDS / 2 else signal.SIGQUIT)
        if time.monotonic() > deadline:
            raise ScratchError(f"a scratch server of an earlier run (process {pid}) does not end")
        time.sleep(0.02)
    with contextlib.suppress(OSError):
        file.unlink()


def _orphan(file: Path, data: Path) -> int | None:
    try:
        pid = int(file.read_text().splitlines()[0])
        os.kill(pid, 0)
    except (OSError, ValueError, IndexError):
        return None
    try:
        command = Path(f"/proc/{pid}/cmdline").read_bytes()
    except OSError:
        return pid if not Path("/proc/self").exists() else None
    return pid if os.fsencode(data) in command else None  # the number may be another process's by now

"""The cached data directories: one pristine cluster per platform and version, and slots copied from it, one per run.

    <cache>/<platform>-<fingerprint>/pristine/          initdb, roles and baseline: made once, never run on
                                    /slot-0/ slot-0.lock  a run holds a slot's lock as long as it lives

A lock is the kernel's (flock): a killed run holds none. A slot that is damaged is copied again; a pristine cluster
that is damaged is made again. Anything about another version has another fingerprint, and is removed when nobody used
it for a while.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import subprocess
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from trueup import cachedir
from trueup.errors import ScratchError
from trueup.postgres import memory
from trueup.postgres.account import Account

_SLOTS = 64
_KEPT_SLOTS = 3
_UNUSED_SECONDS = 14 * 86400


def home(account: Account) -> Path:
    """The folder for all caches: the user's, or the next best that is ours, writable and readable for the server.

    Raises:
        ScratchError: there is none.
    """
    for path in cachedir.usable():
        if account.can_read(path):
            return path
    raise ScratchError(
        "no folder for the scratch server's files: the cache and the temporary folder are not writable",
        help="Set TRUEUP_CACHE_DIR to a writable folder that is yours, or name a server with --scratch URL.",
    )


class Lock:
    """An exclusive lock on a file; the kernel lets go of it when we die."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._file = -1

    def acquire(self, *, wait: bool, touch: bool = True) -> bool:
        """Take it; False if somebody else has it and we are not to wait. `touch` marks what it guards as used."""
        import fcntl

        self._file = os.open(self._path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        try:
            fcntl.flock(self._file, fcntl.LOCK_EX | (0 if wait else fcntl.LOCK_NB))
        except OSError:
            os.close(self._file)
            self._file = -1
            return False
        if touch:
            os.utime(self._path)
        return True

    def release(self) -> None:
        """Let go of it."""
        if self._file >= 0:
            os.close(self._file)
            self._file = -1


class Store:
    """The caches of one platform and version."""

    def __init__(self, folder: Path, account: Account) -> None:
        self.folder = folder
        self._account = account
        folder.mkdir(parents=True, exist_ok=True, mode=0o755)

    @property
    def pristine(self) -> Path:
        """The folder of the pristine cluster."""
        return self.folder / "pristine"

    def ensure_pristine(self, build: Callable[[Path], None], *, again: bool = False) -> None:
        """Have the pristine cluster made by `build` (into the folder it is given), unless it is there."""
        if self.pristine.is_dir() and not again:
            return
        lock = Lock(self.folder / "pristine.lock")
        lock.acquire(wait=True)
        try:
            if self.pristine.is_dir() and not again:
                return
            with contextlib.suppress(FileNotFoundError):
                remove(self.pristine)
            partial = Path(tempfile.mkdtemp(prefix="building-", dir=self.folder))
            partial.chmod(0o755)
            try:
                build(partial)
                partial.rename(self.pristine)
            finally:
                shutil.rmtree(partial, ignore_errors=True)
        finally:
            lock.release()

    def slot(self) -> Slot:
        """A slot that no other run has."""
        for number in range(_SLOTS):
            lock = Lock(self.folder / f"slot-{number}.lock")
            if lock.acquire(wait=False):
                return Slot(self, number, lock)
        raise ScratchError(f"{_SLOTS} runs use the scratch cache at once")

    def copy_pristine(self, target: Path) -> None:
        """Copy the pristine cluster's data to `target`, as the server's account, sharing blocks where the disk can."""
        remove(target.parent)
        target.parent.mkdir(parents=True)
        self._account.own(target.parent)
        command = ["cp", "-a", str(self.pristine / "data"), str(target)]
        done = subprocess.run(command, capture_output=True, check=False, cwd="/", **self._account.popen)
        if done.returncode:
            remove(target.parent)
            raise ScratchError(
                f"the scratch server's files can't be copied: {done.stderr.decode(errors='replace').strip()}"
            )


class Slot:
    """A data directory that this run alone uses, until `release`."""

    def __init__(self, store: Store, number: int, lock: Lock) -> None:
        self._store = store
        self._number = number
        self._lock = lock
        self.folder = (memory.place(store.folder) or store.folder) / f"slot-{number}"
        self.data = self.folder / "data"

    def fill(self, *, again: bool = False) -> None:
        """Have the data directory there: kept from an earlier run, or a fresh copy of the pristine one."""
        if again or not (self.data / "PG_VERSION").is_file():
            self._store.copy_pristine(self.data)

    def release(self) -> None:
        """Let others have it. Slots beyond the first few are removed, so that one busy hour does not fill the disk."""
        if self._number >= _KEPT_SLOTS:
            remove(self.folder)
        self._lock.release()


def remove(folder: Path) -> None:
    """Remove a folder if it is there; what can't be removed is left."""
    shutil.rmtree(folder, ignore_errors=True)


def prune(cache: Path, used: Path) -> None:
    """Remove what nobody needs: stores of other versions, unused for two weeks; what lies in memory, for an hour."""
    for place, store in memory.left_over(used):
        _remove_unless_locked(store, place)
    with contextlib.suppress(OSError):
        for folder in cache.iterdir():
            locks = list(folder.glob("*.lock")) if folder.is_dir() and folder != used else []
            if locks and time.time() - max(lock.stat().st_mtime for lock in locks) > _UNUSED_SECONDS:
                _remove_unless_locked(folder, folder)


def _remove_unless_locked(store: Path, folder: Path) -> None:
    held = []
    with contextlib.suppress(OSError):
        for path in store.glob("*.lock"):
            lock = Lock(path)
            if not lock.acquire(wait=False, touch=False):
                break
            held.append(lock)
        else:
            remove(folder)
    for lock in held:
        lock.release()

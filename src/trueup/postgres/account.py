"""Under which account the server's processes run, and what that account can read.

PostgreSQL refuses to run as root. Then the server runs as ``nobody``, which may not read root's home: paths are
judged here, and what must be readable is copied to where it is.
"""

from __future__ import annotations

import os
import stat
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from trueup.errors import ScratchError


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """An operating-system account. ``uid`` is None where the server runs as we do."""

    uid: int | None = None
    gid: int | None = None

    @property
    def popen(self) -> dict[str, Any]:
        """Keyword arguments for subprocess that make a child run as this account."""
        if self.uid is None:
            return {}
        return {"user": self.uid, "group": self.gid, "extra_groups": []}

    def own(self, path: Path) -> None:
        """Give a file or a folder, and what is in it, to this account."""
        if self.uid is None or self.gid is None:
            return
        os.chown(path, self.uid, self.gid)
        for folder, names, files in os.walk(path):
            for name in (*names, *files):
                os.chown(Path(folder, name), self.uid, self.gid, follow_symlinks=False)

    def can_read(self, path: Path) -> bool:
        """Whether the account reaches `path` by the permission bits of every folder on the way."""
        if self.uid is None:
            return os.access(path, os.R_OK)
        return all(self._passes(part) for part in (path, *path.parents))

    def _passes(self, path: Path) -> bool:
        try:
            info = path.stat()
        except OSError:
            return False
        bits = stat.S_IRUSR | (stat.S_IXUSR if stat.S_ISDIR(info.st_mode) else 0)
        if stat.S_ISDIR(info.st_mode):
            bits = stat.S_IXUSR
        if info.st_uid == self.uid:
            return info.st_mode & bits == bits
        if info.st_gid == self.gid:
            return info.st_mode & (bits >> 3) == bits >> 3
        return info.st_mode & (bits >> 6) == bits >> 6


def current() -> Account:
    """The account for the server: our own, or ``nobody`` if we are root.

    Raises:
        ScratchError: we are root, and the system has no account ``nobody``.
    """
    if os.name == "nt" or os.geteuid() != 0:
        return Account()
    import pwd

    try:
        entry = pwd.getpwnam("nobody")
    except KeyError:
        raise ScratchError(
            "PostgreSQL does not run as root, and this system has no account 'nobody' to run it as",
            help="Run trueup as an ordinary user, or name a server with --scratch URL.",
        ) from None
    return Account(uid=entry.pw_uid, gid=entry.pw_gid)

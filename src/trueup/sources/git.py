"""A revision of a git repository as a tree of files: `git:REV:path`.

Only `rev-parse`, `ls-tree` and `cat-file` are run. They read objects: no hook, filter or external diff of the
repository is run by them, and no text from outside is ever taken for an option.
"""

from __future__ import annotations

import os
import subprocess
from dataclasses import dataclass, field
from pathlib import Path

from trueup.diagnostic import Diagnostic
from trueup.errors import SourceError, UsageError
from trueup.origin import Origin
from trueup.sources.tree import MAX_BYTES, Children, index, missing, skipped

_TIMEOUT = 60


@dataclass(slots=True)
class GitTree:
    """The files of one commit.

    Args:
        repository: a folder in the work tree, or a bare repository.
        revision: as the user gave it.
    """

    repository: Path
    revision: str
    diagnostics: list[Diagnostic] = field(default_factory=list)
    _blobs: dict[str, tuple[str, int]] | None = None
    _index: dict[str, Children] | None = None

    @property
    def place(self) -> str:
        """See `Tree`."""
        return ""

    def blobs(self) -> dict[str, tuple[str, int]]:
        """Path to (object, size) of every regular file; links and submodules are left out."""
        if self._blobs is None:
            commit = _run(self.repository, "rev-parse", "--verify", "--quiet", "--end-of-options", self._tree())
            listing = _run(self.repository, "ls-tree", "-r", "-z", "-l", "--full-tree", commit.decode().strip())
            self._blobs = dict(_entries(listing))
        return self._blobs

    def _tree(self) -> str:
        if self.revision.startswith("-") or not self.revision:
            raise UsageError(f"{self.revision!r} is no revision", help="Write git:REV:path, e.g. git:main:schema.sql.")
        return f"{self.revision}^{{tree}}"

    def files(self) -> tuple[str, ...]:
        """See `Tree`."""
        return tuple(sorted(p for p in self.blobs() if not any(skipped(part) for part in p.split("/")[:-1])))

    def children(self, folder: str) -> Children:
        """See `Tree`."""
        if self._index is None:
            self._index = index(self.files())
        return self._index.get(folder, Children())

    def is_file(self, path: str) -> bool:
        """See `Tree`."""
        return path in self.blobs()

    def is_folder(self, path: str) -> bool:
        """See `Tree`."""
        return not path or any(p.startswith(f"{path}/") for p in self.blobs())

    def display(self, path: str) -> str:
        """See `Tree`."""
        return f"git:{self.revision}:{path}"

    def read(self, path: str) -> bytes:
        """See `Tree`."""
        shown = self.display(path)
        if path not in self.blobs():
            if self.is_folder(path):
                raise SourceError(f"{shown} is a folder, and a file is needed here", origin=Origin(file=shown))
            raise missing(shown, tuple(self.display(p) for p in self.blobs()))
        blob, size = self.blobs()[path]
        if size > MAX_BYTES:
            raise SourceError(f"{shown} is too large: {size:,} bytes", origin=Origin(file=shown))
        return _run(self.repository, "cat-file", "blob", blob)


def _entries(listing: bytes) -> list[tuple[str, tuple[str, int]]]:
    r"""``mode type object size\tpath``, ended by NUL (git-ls-tree, "Output format"); 120000 is a link."""
    found = []
    for entry in listing.split(b"\0"):
        if not entry:
            continue
        head, _, name = entry.partition(b"\t")
        mode, kind, blob, size = head.split()
        if kind == b"blob" and mode != b"120000":
            found.append((name.decode("utf-8", "surrogateescape"), (blob.decode(), int(size))))
    return found


def top_level(folder: Path) -> Path:
    """The root of the work tree that holds `folder`; `folder` itself for a bare repository."""
    shown = _run(folder, "rev-parse", "--show-toplevel", bare_ok=True).decode().strip()
    return Path(shown) if shown else folder


def _run(repository: Path, *arguments: str, bare_ok: bool = False) -> bytes:
    """Run git and give its output; its own message is the error's."""
    environment = {k: v for k, v in os.environ.items() if not k.startswith("GIT_")}
    environment |= {"GIT_OPTIONAL_LOCKS": "0", "GIT_TERMINAL_PROMPT": "0", "LC_ALL": "C", "GIT_NO_LAZY_FETCH": "1"}
    command = ["git", "-c", "core.fsmonitor=false", *arguments]
    try:
        done = subprocess.run(
            command, cwd=repository, env=environment, capture_output=True, timeout=_TIMEOUT, check=False
        )
    except FileNotFoundError:
        raise SourceError("git is not installed, and git:REV:path needs it") from None
    except subprocess.TimeoutExpired:
        raise SourceError(f"git {arguments[0]} did not answer within {_TIMEOUT} seconds") from None
    if done.returncode:
        message = done.stderr.decode("utf-8", "replace").strip()
        if bare_ok and "work tree" in message:
            return b""
        if "not a git repository" in message:
            raise SourceError("This folder is in no git repository, so git:REV:path can't be read")
        if arguments[0] == "rev-parse":
            revision = arguments[-1].removesuffix("^{tree}")
            raise SourceError(f"git knows no revision {revision!r}", help="See `git log --oneline` and `git branch`.")
        raise SourceError(f"git {arguments[0]} failed: {message.splitlines()[0] if message else 'no message'}")
    return done.stdout

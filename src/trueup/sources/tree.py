"""Where files come from: a folder on disk or a revision in git, seen alike.

Paths inside a tree are relative to its root and use ``/``; `display` gives them as the user would write them.
"""

from __future__ import annotations

import os
import stat
from collections import deque
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import Protocol

from trueup import inputs
from trueup.diagnostic import Diagnostic, Level
from trueup.errors import SourceError
from trueup.origin import Origin

# Folders that hold other people's files, or files that were made from others.
SKIPPED_FOLDERS = frozenset(
    """node_modules vendor bower_components venv env virtualenv site-packages __pycache__ dist build out target coverage
    tmp temp logs Pods DerivedData bin obj""".split()  # noqa: SIM905
)
MAX_FILES = 50_000
MAX_BYTES = 256 * 1024 * 1024


class Tree(Protocol):
    """Files by relative path."""

    diagnostics: list[Diagnostic]

    @property
    def place(self) -> str:
        """The root's own path, for the sake of its name; ``""`` where it has none."""
        ...

    def files(self) -> tuple[str, ...]:
        """Every file that may matter, sorted; skipped folders, hidden ones and links that lead outside left out."""
        ...

    def read(self, path: str) -> bytes:
        """A file's bytes; raises `SourceError` where it can't be read."""
        ...

    def is_file(self, path: str) -> bool:
        """Whether there is a regular file that may be read."""
        ...

    def is_folder(self, path: str) -> bool:
        """Whether there is a folder; ``""`` is the root."""
        ...

    def display(self, path: str) -> str:
        """The path as the user would write it."""
        ...

    def children(self, folder: str) -> Children:
        """What `folder` holds."""
        ...


@dataclass(frozen=True, slots=True)
class Children:
    """The names of a folder's files, and of its folders that hold a file somewhere below; both sorted."""

    files: tuple[str, ...] = ()
    folders: tuple[str, ...] = ()


def index(paths: tuple[str, ...]) -> dict[str, Children]:
    """Every folder of these paths, with what it holds."""
    files: dict[str, list[str]] = {"": []}
    folders: dict[str, set[str]] = {"": set()}
    for path in paths:
        folder, _, name = path.rpartition("/")
        files.setdefault(folder, []).append(name)
        while folder:
            parent, _, inner = folder.rpartition("/")
            folders.setdefault(parent, set()).add(inner)
            folder = parent
    return {
        folder: Children(tuple(sorted(files.get(folder, ()))), tuple(sorted(folders.get(folder, ()))))
        for folder in sorted(files.keys() | folders.keys())
    }


def under(tree: Tree, folder: str) -> tuple[str, ...]:
    """The files below `folder`, at any depth, relative to the tree's root."""
    prefix = f"{folder}/" if folder else ""
    return tuple(path for path in tree.files() if path.startswith(prefix))


def directly_in(tree: Tree, folder: str) -> tuple[str, ...]:
    """The names of the files in `folder` itself, sorted."""
    return tree.children(folder).files


def subfolders(tree: Tree, folder: str) -> tuple[str, ...]:
    """The names of the folders in `folder` that hold a file somewhere below, sorted."""
    return tree.children(folder).folders


def normal(path: str) -> str | None:
    """`path` without ``.`` and ``..``; None if it leaves the root."""
    parts: list[str] = []
    for part in PurePosixPath(path.replace("\\", "/")).parts:
        if part == "..":
            if not parts:
                return None
            parts.pop()
        elif part == "/" or (len(part) == 2 and part[1] == ":"):
            return None
        elif part != ".":
            parts.append(part)
    return "/".join(parts)


def missing(path: str, names: tuple[str, ...]) -> SourceError:
    """The error for a file that is not there, with the name that was probably meant."""
    from rapidfuzz import fuzz, process

    near = process.extractOne(path, names, scorer=fuzz.ratio, score_cutoff=70)
    return SourceError(
        f"{path} is not there",
        help=f"Did you mean {near[0]}?" if near else "Check the path; it is relative to the project.",
        origin=Origin(file=path),
    )


def skipped(name: str) -> bool:
    """Whether a folder of this name is passed over."""
    return name.startswith(".") or name in SKIPPED_FOLDERS


@dataclass(slots=True)
class DiskTree:
    """A folder. Links are followed only where they stay inside it.

    Args:
        root: the folder.
        prefix: what stands before a path when it is shown.
    """

    root: Path
    prefix: str = ""
    diagnostics: list[Diagnostic] = field(default_factory=list)
    _files: tuple[str, ...] | None = None
    _index: dict[str, Children] | None = None

    @property
    def place(self) -> str:
        """See `Tree`."""
        return self.root.resolve().as_posix()

    def files(self) -> tuple[str, ...]:
        """See `Tree`."""
        if self._files is None:
            self._files = tuple(sorted(self._walk()))
        return self._files

    def children(self, folder: str) -> Children:
        """See `Tree`."""
        if self._index is None:
            self._index = index(self.files())
        return self._index.get(folder, Children())

    def _walk(self) -> list[str]:
        found: list[str] = []
        waiting = deque([""])  # outer folders first, so that what is left out of a huge tree is deep down
        while waiting:
            folder = waiting.popleft()
            try:
                with os.scandir(self.root / folder) as listing:
                    entries = sorted(listing, key=lambda entry: entry.name)
            except OSError as error:
                self._tell("unreadable-folder", f"this folder can't be read: {error.strerror}", folder, "")
                continue
            for entry in entries:
                path = f"{folder}/{entry.name}" if folder else entry.name
                if entry.is_dir(follow_symlinks=False):
                    if not skipped(entry.name):
                        waiting.append(path)
                elif not entry.name.startswith(".") and self._usable(entry, path):
                    found.append(path)
            if len(found) > MAX_FILES:
                told = f"the folder holds more than {MAX_FILES:,} files; the rest was not looked at"
                self._tell("too-many-files", told, folder, "Name the sources with --declared and --production.")
                break
        return found

    def _usable(self, entry: os.DirEntry[str], path: str) -> bool:
        """Whether it is a regular file; a link to a folder is not followed, what it leads to has a name of its own."""
        if not entry.is_symlink():
            return entry.is_file()
        folder = entry.is_dir()
        if not folder and not _regular(self.root / path):
            return False
        inside = (self.root / path).resolve().is_relative_to(self.root.resolve())
        if not inside and (path.lower().endswith(".sql") or (folder and not skipped(entry.name))):
            self._tell("link-outside", "this link leads out of the project and was not followed", path, "")
        return inside and not folder

    def _tell(self, code: str, message: str, path: str, help: str) -> None:
        at = Origin(file=self.display(path))
        self.diagnostics.append(Diagnostic(code=code, message=message, origin=at, help=help, level=Level.WARNING))

    def is_file(self, path: str) -> bool:
        """See `Tree`."""
        full = self.root / path
        inputs.touched(full)
        return self._known(path) or (_regular(full) and full.resolve().is_relative_to(self.root.resolve()))

    def _known(self, path: str) -> bool:
        """Whether the walk, which leaves out what leads outside, has found this file."""
        folder, _, name = path.rpartition("/")
        return self._files is not None and name in self.children(folder).files

    def is_folder(self, path: str) -> bool:
        """See `Tree`."""
        inputs.touched(self.root / path)
        return (self.root / path).is_dir()

    def display(self, path: str) -> str:
        """See `Tree`."""
        return f"{self.prefix}{path}"

    def read(self, path: str) -> bytes:
        """See `Tree`."""
        full, shown = self.root / path, self.display(path)
        inputs.touched(full)
        at = Origin(file=shown)
        if not self._known(path):
            self._check(path)
        try:
            if full.stat().st_size > MAX_BYTES:
                return _without_rows(full, shown)
            return full.read_bytes()
        except OSError as error:
            raise SourceError(f"{shown} can't be read: {error.strerror}", origin=at) from None

    def _check(self, path: str) -> None:
        """Refuse what is no file inside the root, each with its reason."""
        full, shown = self.root / path, self.display(path)
        at = Origin(file=shown)
        if full.is_dir():
            raise SourceError(f"{shown} is a folder, and a file is needed here", origin=at)
        if not full.exists() and not full.is_symlink():
            folder = "/".join(path.split("/")[:-1])
            names = tuple(self.display(f"{folder}/{n}" if folder else n) for n in directly_in(self, folder))
            raise missing(shown, names)
        if not full.resolve().is_relative_to(self.root.resolve()):
            raise SourceError(
                f"{shown} is a link that leads out of the project", help="Name the file itself.", origin=at
            )
        if not _regular(full):
            raise SourceError(f"{shown} is no regular file", origin=at)


@dataclass(slots=True)
class SubTree:
    """A folder of another tree as a tree of its own: nothing above it is seen.

    Args:
        tree: the other one.
        folder: the folder in it; ``""`` is its root.
    """

    tree: Tree
    folder: str
    diagnostics: list[Diagnostic] = field(default_factory=list)

    @property
    def place(self) -> str:
        """See `Tree`."""
        return place_of(self.tree, self.folder)

    def inner(self, path: str) -> str:
        """A path of this tree as one of the other."""
        return f"{self.folder}/{path}".strip("/")

    def files(self) -> tuple[str, ...]:
        """See `Tree`."""
        start = len(self.folder) + 1 if self.folder else 0
        return tuple(path[start:] for path in under(self.tree, self.folder))

    def children(self, folder: str) -> Children:
        """See `Tree`."""
        return self.tree.children(self.inner(folder))

    def is_file(self, path: str) -> bool:
        """See `Tree`."""
        return self.tree.is_file(self.inner(path))

    def is_folder(self, path: str) -> bool:
        """See `Tree`."""
        return self.tree.is_folder(self.inner(path))

    def display(self, path: str) -> str:
        """See `Tree`."""
        return self.tree.display(self.inner(path))

    def read(self, path: str) -> bytes:
        """See `Tree`."""
        return self.tree.read(self.inner(path))


def place_of(tree: Tree, folder: str) -> str:
    """A folder's path with the names above it, so that the root has a name too."""
    return f"{tree.place}/{folder}".rstrip("/")


def _regular(path: Path) -> bool:
    try:
        return stat.S_ISREG(path.stat().st_mode)
    except OSError:
        return False


def _without_rows(path: Path, shown: str) -> bytes:
    r"""A large dump without its rows, which are empty lines instead, so that places still hold.

    pg_dump writes ``COPY ... FROM stdin;`` on one line and ends the rows with ``\.`` (manual, COPY, "File Formats").
    """
    kept: list[bytes] = []
    size, copying = 0, False
    with path.open("rb") as file:
        for line in file:
            ends = line.rstrip(b"\r\n") == b"\\."
            kept.append(b"\n" if copying and not ends else line)
            size += len(kept[-1])
            copying = not ends if copying else line.startswith(b"COPY ") and line.rstrip().endswith(b"FROM stdin;")
            if size > MAX_BYTES:
                raise SourceError(
                    f"{shown} is too large: over {MAX_BYTES // 1024**2} MB without the rows of COPY",
                    help="Use pg_dump --schema-only.",
                    origin=Origin(file=shown),
                )
    return b"".join(kept)

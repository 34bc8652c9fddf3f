"""One source by its name: a file, a folder, a server, a snapshot, `git:REV:path`."""

from __future__ import annotations

import os
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

from trueup.config import Config
from trueup.diagnostic import Diagnostic
from trueup.errors import SourceError, UsageError
from trueup.origin import Origin
from trueup.sources.candidates import candidates
from trueup.sources.describe import read_file, read_files, read_folder, read_migrations_folder
from trueup.sources.git import GitTree, top_level
from trueup.sources.layouts import tool_of
from trueup.sources.live import is_connection, read_live
from trueup.sources.model import Source
from trueup.sources.places import names_migrations
from trueup.sources.reader import Reader
from trueup.sources.scout import SURE, Candidate
from trueup.sources.snapshots import is_snapshot, read_snapshot
from trueup.sources.tree import DiskTree, SubTree, Tree, missing, normal, place_of

_SCHEMAS = frozenset({"schemas", "schema"})


def load(
    spec: str,
    *,
    root: Path | None = None,
    side: str = "",
    config: Config | None = None,
    may_be_empty: bool = False,
    use: bool = True,
) -> Source:
    """The source that `spec` names.

    Args:
        spec: a path, ``postgresql://...``, ``$NAME`` (an environment variable that holds one of these),
            ``git:REV:path``.
        root: the folder that a relative path is relative to; by default the current one.
        side: ``declared``, ``production``, ``pending`` or ``""``.
        config: placeholders and time limits.
        may_be_empty: a file with nothing in it (``/dev/null`` too) describes an empty database, and that is told.
        use: ask a live server what it counts about its own use as well.

    Raises:
        SourceError: it is missing, empty, binary, unreadable, no snapshot, or the server can't be read.
        UsageError: the name makes no sense.
    """
    root, config = root or Path(), config or Config()
    spec = expand(spec)
    if is_connection(spec):
        return read_live(spec, side, config.timeouts, use=use)
    if may_be_empty and spec == os.devnull:
        return Source(label=spec, kind="empty", side=side)
    tree, path = locate(spec, root)
    return load_path(tree, path, side=side, config=config, may_be_empty=may_be_empty)


def load_both(before: str, after: str, config: Config) -> tuple[Source, Source]:
    """Two sources for a comparison; two servers are read at the same time.

    Raises: as `load`; where both can't be read, the first one's reason.
    """
    if not (is_connection(expand(before)) and is_connection(expand(after))):
        one, two = (load(spec, config=config, may_be_empty=True, use=False) for spec in (before, after))
        return one, two
    with ThreadPoolExecutor(max_workers=2) as pool:
        first, second = (pool.submit(load, spec, config=config, use=False) for spec in (before, after))
        return first.result(), second.result()


def expand(spec: str) -> str:
    """`spec`, or what the environment variable that it names holds.

    Raises:
        UsageError: the variable is not set. Its value is never shown.
    """
    name = (
        spec[1:].strip("{}") if spec.startswith("$") else spec.removeprefix("env:") if spec.startswith("env:") else ""
    )
    if not name:
        return spec
    value = os.environ.get(name, "")
    if not value:
        raise UsageError(f"The environment variable {name} is not set", help=f"Set {name}, or name a source.")
    return value


def locate(spec: str, root: Path) -> tuple[Tree, str]:
    """The tree that holds `spec`, and its path there."""
    if spec.startswith("git:"):
        return _in_git(spec, root)
    given = root / spec
    inside = normal(spec)
    if inside is not None and not Path(spec).is_absolute():
        return DiskTree(root=root), inside
    if given.resolve().is_relative_to(root.resolve()) and not given.is_symlink():
        return DiskTree(root=root), given.resolve().relative_to(root.resolve()).as_posix().removeprefix(".")
    if given.is_dir():
        return DiskTree(root=given, prefix=f"{spec.rstrip('/')}/"), ""
    parent = spec.rpartition("/")[0]
    return DiskTree(root=given.parent, prefix=f"{parent}/" if parent else ""), given.name


def _in_git(spec: str, root: Path) -> tuple[Tree, str]:
    """``git:REV:path``: the path is relative to `root`, as all others are; ``git:REV:`` is `root` itself."""
    _, revision, *rest = spec.split(":", 2)
    if not rest:
        raise UsageError(f"{spec} names no path", help="Write git:REV:path, e.g. git:main:schema.sql.")
    if not root.is_dir():
        raise missing(str(root), ())
    top = top_level(root)
    resolved = root.resolve()
    base = resolved.relative_to(top.resolve()).as_posix() if resolved.is_relative_to(top.resolve()) else ""
    inner = normal(f"{'' if base == '.' else base}/{rest[0]}".lstrip("/"))
    if inner is None:
        raise UsageError(f"{spec} leads out of the repository")
    return GitTree(repository=root, revision=revision), inner


def load_path(tree: Tree, path: str, *, side: str, config: Config, may_be_empty: bool = False) -> Source:
    """A file or folder of a tree as a source; see `load`."""
    reader = Reader(tree, config)
    if tree.is_folder(path) and not tree.is_file(path):
        return _folder(reader, path, side)
    if path.rpartition("/")[2] == "sqitch.plan":
        found = read_migrations_folder(reader, path.rpartition("/")[0], side)
        if found is not None:
            return found
    if is_snapshot(path, reader.text(path)):
        return read_snapshot(reader, path, side)
    return read_file(reader, path, side, may_be_empty=may_be_empty)


def load_candidate(tree: Tree, candidate: Candidate, *, side: str, config: Config) -> Source:
    """What discovery found, as a source; see `load`."""
    reader = Reader(tree, config)
    if candidate.files:
        return read_files(reader, candidate.files, side)
    if candidate.side == "pending":
        return _migrations(reader, candidate.path, side)
    if tree.is_folder(candidate.path):
        return read_folder(reader, candidate.path, side)
    return load_path(tree, candidate.path, side=side, config=config)


def _folder(reader: Reader, path: str, side: str) -> Source:
    """A folder that the user named: of migrations, of a schema, or of a project with something of the kind in it."""
    name = place_of(reader.tree, path).rpartition("/")[2]
    tool = tool_of(reader.tree, path)
    if name not in _SCHEMAS:
        if tool and (names_migrations(name) or tool not in {"named", "numbered"}):
            return _migrations(reader, path, side)
        if best := _best(SubTree(reader.tree, path), side):
            source = load_candidate(reader.tree, best, side=side, config=reader.config)
            if best.path == path and not best.files:
                return source
            shown = reader.tree.display(path) or "."
            told = f"{source.label or '.'} was taken from {shown}: {best.why}"
            found = Diagnostic(code="source-taken", message=told, origin=Origin(file=source.label or "."))
            return replace(source, diagnostics=(found, *source.diagnostics))
    if side == "pending":
        return _migrations(reader, path, side)
    return read_folder(reader, path, side)


def _migrations(reader: Reader, path: str, side: str) -> Source:
    found = read_migrations_folder(reader, path, side)
    if found is None:
        shown = reader.tree.display(path) or "."
        raise SourceError(f"No migration is in {shown}", help="Name the folder itself.", origin=Origin(file=shown))
    return found


def _best(inside: SubTree, side: str) -> Candidate | None:
    """The best thing in a folder: of the side that is asked for, or declared before production before migrations."""
    found = [c for c in candidates(inside) if c.eligible and c.rank >= SURE]
    for wanted in (side,) if side else ("declared", "production", "pending"):
        for candidate in found:
            if candidate.side == wanted:
                files = tuple(inside.inner(path) for path in candidate.files)
                return replace(candidate, path=inside.inner(candidate.path), files=files)
    return None

"""One source by its path: a file or a folder, on disk or in a commit."""

from __future__ import annotations

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
from trueup.sources.model import Source
from trueup.sources.places import names_migrations
from trueup.sources.reader import Reader
from trueup.sources.scout import SURE, Candidate
from trueup.sources.snapshots import is_snapshot, read_snapshot
from trueup.sources.tree import DiskTree, SubTree, Tree, directly_in, missing, normal, place_of

_NAMED = 3  # files that are named where many are meant
_NAMED = 3  # files that are named where many are meant
_SCHEMAS = frozenset({"schemas", "schema"})


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
    """A file or folder of a tree as a source; see `trueup.sources.load`."""
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
    """What discovery found, as a source; see `trueup.sources.load`."""
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
        message, help_ = _why_none(reader, path, shown)
        raise SourceError(message, help=help_, origin=Origin(file=shown))
    return found


def _why_none(reader: Reader, path: str, shown: str) -> tuple[str, str]:
    """What is wrong with a folder in which its tool sees no migration, and what to do."""
    scripts = [name for name in directly_in(reader.tree, path) if name.lower().endswith(".sql")]
    if not scripts:
        return f"No migration is in {shown}", "Name the folder itself."
    named = ", ".join(scripts[:_NAMED]) + (" ..." if len(scripts) > _NAMED else "")
    told = f"No file in {shown} begins with a version, so that its tool runs none of them: {named}"
    return told, "Begin each name with a version (20240131120000_...), in the order in which they were run."


def _best(inside: SubTree, side: str) -> Candidate | None:
    """The best thing in a folder: of the side that is asked for, or declared before production before migrations."""
    found = [c for c in candidates(inside) if c.eligible and c.rank >= SURE]
    for wanted in (side,) if side else ("declared", "production", "pending"):
        for candidate in found:
            if candidate.side == wanted:
                files = tuple(inside.inner(path) for path in candidate.files)
                return replace(candidate, path=inside.inner(candidate.path), files=files)
    return None

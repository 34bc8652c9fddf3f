"""What says for whom a schema was written where none of its statements does: its comments, and the project's packages.

A schema that leans on nothing of its host (no `auth.uid()`, no role) is often the most open one there: it must not be
judged as if nobody could reach it.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from pathlib import Path

import postgast

from trueup.errors import SourceError
from trueup.postgres.platforms.model import load, names
from trueup.sources.model import Source
from trueup.sources.tree import DiskTree

# A comment counts where it says what is done with the text, not where it merely speaks of the host.
_ABOUT_THE_TEXT = re.compile(r"\b(sql|schema|schéma|esquema|database|datenbank|banco|base|run|execute|dashboard)", re.I)
_HEAD = 4_000
_MANIFESTS = 12


def hinted(root: Path, sources: Iterable[Source]) -> tuple[str, str] | None:
    """A platform, and what speaks for it: ``("supabase", "a comment in schema.sql names it")``; None for no hint.

    Args:
        root: the project's folder.
        sources: what was read of it; those that lie in no folder give no hint.
    """
    tree = DiskTree(root=root)
    sources = tuple(sources)
    hosts = [name for name in names() if load(name).marks.packages]
    for file in (file for source in sources for file in source.files):
        comments = _comments(_text(tree, file))
        for host in hosts:
            if any(host in said.lower() and _ABOUT_THE_TEXT.search(said) for said in comments):
                return host, f"a comment in {file} names it"
    if not any(source.files for source in sources):
        return None
    manifests = [path for path in tree.files() if path.rpartition("/")[2] == "package.json"]
    for path in sorted(manifests, key=lambda path: (path.count("/"), path))[:_MANIFESTS]:
        needed = _needed(_text(tree, path))
        for host in hosts:
            for package in sorted(needed):
                if package.startswith(load(host).marks.packages):
                    return host, f"{path} needs {package}"
    return None


def _text(tree: DiskTree, path: str) -> str:
    try:
        return tree.read(path).decode("utf-8", errors="replace")
    except (SourceError, OSError):
        return ""


def _comments(text: str) -> list[str]:
    """The comments at the head of a text."""
    head = text[:_HEAD]
    for cut in (head, head.partition(";")[0]):  # the first may end inside a quoted text
        try:
            tokens = postgast.scan(cut).tokens
        except postgast.PgQueryError:
            continue
        data = cut.encode()
        found = (data[token.start : token.end].decode(errors="replace") for token in tokens)
        return [said for said in found if said.startswith(("--", "/*"))]
    return []


def _needed(text: str) -> frozenset[str]:
    """The packages that a package.json names."""
    try:
        manifest = json.loads(text)
    except ValueError:
        return frozenset()
    groups = [manifest.get(k) for k in ("dependencies", "devDependencies")] if isinstance(manifest, dict) else []
    return frozenset(name for group in groups if isinstance(group, dict) for name in group)

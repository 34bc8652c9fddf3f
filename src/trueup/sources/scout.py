"""A tree with what was found out about it so far, and what could be a side of the project."""

from __future__ import annotations

from dataclasses import dataclass

from trueup.sources.look import Look, look
from trueup.sources.places import is_below
from trueup.sources.tree import Tree

SURE = 30  # below this rank a file is taken only where there is nothing else
MAX_LOOKS = 150


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """A file or folder that could be a side.

    Args:
        path: in the tree; ``""`` is the root.
        side: ``declared``, ``production``, ``pending`` or ``""``.
        rank: how sure.
        why: the reason for taking it.
        home: the folder of the project that it belongs to.
        why_not: the reason for not taking it, or ``""``.
        files: where only some files of the folder `path` are meant, these, in order.
        dump: whether it is a dump, which can be either side.
        tell: whether the report should say that it was passed over.
    """

    path: str
    side: str
    rank: int
    why: str
    home: str
    why_not: str = ""
    files: tuple[str, ...] = ()
    dump: bool = False
    tell: bool = True

    @property
    def eligible(self) -> bool:
        """Whether it may be taken without being named."""
        return bool(self.side) and not self.why_not


class Scout:
    """A tree whose SQL files are looked at once each.

    Args:
        tree: where they are.
    """

    def __init__(self, tree: Tree) -> None:
        self.tree = tree
        self.scripts = tuple(p for p in tree.files() if p.lower().endswith((".sql", ".psql", ".pgsql")))
        self._looks: dict[str, Look] = {}

    def look(self, path: str) -> Look:
        """What the file at `path` seems to be."""
        if path not in self._looks:
            self._looks[path] = look(self.tree, path)
        return self._looks[path]

    def folders(self) -> list[str]:
        """The folders with SQL files somewhere below, outer ones first."""
        found = {""}
        for path in self.scripts:
            folder = path.rpartition("/")[0]
            while folder:
                found.add(folder)
                folder = folder.rpartition("/")[0]
        return sorted(found, key=lambda f: (f.count("/") + bool(f), f))

    def below(self, folder: str) -> list[str]:
        """The SQL files in a folder, at any depth."""
        return [p for p in self.scripts if not folder or is_below(p, folder)]

"""Everything in a tree that could be a side of the project, best first: `candidates`."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace

from trueup.sources.migration_folders import claimed_by, migration_folders
from trueup.sources.places import is_aside
from trueup.sources.schema_files import loose_files, saved_catalogs, schema_folders
from trueup.sources.scout import SURE, Candidate, Scout
from trueup.sources.tree import Tree, under


def candidates(tree: Tree) -> list[Candidate]:
    """All candidates of a tree, those that may be taken first, by how sure they are."""
    scout = Scout(tree)
    pending = migration_folders(scout)
    claimed = {path for c in pending for path in claimed_by(tree, c)}
    schemas = schema_folders(scout, [c.path for c in pending], claimed)
    claimed |= {path for c in schemas for path in under(tree, c.path)}
    loose = loose_files(scout, claimed, pending + schemas) + saved_catalogs(tree, claimed)
    return _at_home(pending + schemas + loose)


def _at_home(found: list[Candidate]) -> list[Candidate]:
    """Leave out what belongs to another project inside this one, and what stands aside (examples, tests)."""
    if any(c.eligible and c.rank >= SURE for c in found):
        found = [replace(c, why_not=c.why, tell=False) if c.eligible and c.rank < SURE else c for c in found]
    sides: dict[str, set[str]] = defaultdict(set)
    best: dict[str, int] = defaultdict(int)
    for candidate in found:
        if candidate.eligible and candidate.rank >= SURE:
            sides[candidate.home].add(candidate.side)
            best[candidate.home] = max(best[candidate.home], candidate.rank)
    if not sides:
        return sorted(found, key=_order)
    main = min(
        sides, key=lambda home: (is_aside(home), -len(sides[home]), home.count("/") + bool(home), -best[home], home)
    )
    result = []
    for candidate in found:
        home = candidate.home
        if candidate.eligible and home != main:
            tell = candidate.rank >= 60
            if is_aside(home) and not is_aside(main):
                candidate = replace(candidate, why_not=f"it stands aside, in {home}", tell=tell)
            elif len(sides[home]) > 1 or candidate.side in sides[main]:
                whose = f"the project in {home}" if home else "the folder above"
                candidate = replace(candidate, why_not=f"it belongs to {whose}", tell=tell)
        result.append(candidate)
    return sorted(result, key=_order)


def _order(candidate: Candidate) -> tuple[bool, int, int, str]:
    depth = candidate.path.count("/") + bool(candidate.path)
    return (not candidate.eligible, -candidate.rank, depth, candidate.path)

"""Finds the files and folders that describe a schema or show production."""

from __future__ import annotations

import re
from dataclasses import replace

from trueup.errors import SourceError
from trueup.sources.layouts import natural
from trueup.sources.look import Look, names_production, one_off, words_of
from trueup.sources.places import home_of, is_aside, is_below, names_schema, out_of_use
from trueup.sources.scout import MAX_LOOKS, SURE, Candidate, Scout
from trueup.sources.tree import Tree, place_of

_LOOSE_FOLDER = frozenset({"sql", "database", "db", "sqls", "scripts", "supabase", "postgres", "postgresql"})
_WHOLE = 80  # from this rank on a file is a schema of its own, which other schema files may add to
# In which order pieces of a schema can be run, where nothing says so: what the later ones need comes first.
_ORDER = (
    "schema schemas structure database setup init main",
    "extensions extension roles",
    "types type enums enum domains",
    "tables table",
    "functions function",
    "constraints keys",
    "views view",
    "indexes index indices",
    "triggers trigger",
    "rls policies policy",
    "grants grant permissions",
)
_RANKS = {word: number for number, words in enumerate(_ORDER) for word in words.split()}


def schema_folders(scout: Scout, migrations: list[str], claimed: set[str]) -> list[Candidate]:
    """Folders whose files together are a schema: those named so first, then those full of DDL scripts."""
    found: list[Candidate] = []
    folders = scout.folders()
    for judge in (_named_schema, _loose_schema):
        for folder in folders[1:]:
            if judge is _loose_schema and is_aside(folder):
                continue
            own = scout.below(folder)
            apart = not any(is_below(folder, c.path) or is_below(c.path, folder) or folder == c.path for c in found)
            if apart and not any(p in claimed for p in own) and not any(is_below(m, folder) for m in migrations):
                verdict = judge(scout, folder, own)
                if verdict is not None:
                    rank, why = verdict
                    home, why_not = home_of(f"{folder}/x"), out_of_use(folder)
                    found.append(
                        Candidate(path=folder, side="declared", rank=rank, why=why, home=home, why_not=why_not)
                    )
    return found


def _named_schema(scout: Scout, folder: str, own: list[str]) -> tuple[int, str] | None:
    name = folder.rpartition("/")[2].lower()
    if place_of(scout.tree, folder).endswith("/supabase/schemas"):
        return 92, "the declarative schemas of Supabase"
    return (65, f"a folder named {name}, with {len(own)} SQL files") if names_schema(name) else None


def _loose_schema(scout: Scout, folder: str, own: list[str]) -> tuple[int, str] | None:
    if folder.rpartition("/")[2].lower() not in _LOOSE_FOLDER or len(own) < 2:
        return None
    seen = [scout.look(p) for p in own[:MAX_LOOKS]]
    makers = [s for s in seen if s.makes and s.side]
    whole = [s for s in seen if s.rank >= 60]
    if len(makers) < 2 or len(whole) == 1 or any(names_production(p) for p in own) or not _disjoint(makers):
        return None  # one of its files is the schema, or they are versions of one
    return 45, f"{len(makers)} of its {len(own)} SQL files create things"


def loose_files(scout: Scout, claimed: set[str], found: list[Candidate]) -> list[Candidate]:
    """Files outside the folders. Tests and one-off scripts are read only where there is nothing else."""
    paths = [p for p in scout.scripts if p not in claimed]
    paths.sort(key=lambda p: (p.count("/"), p))
    unlikely = [p for p in paths if one_off(p) or is_aside(p.rpartition("/")[0])]
    skipped = set(unlikely)
    likely = [_of_look(scout.look(p)) for p in [p for p in paths if p not in skipped][:MAX_LOOKS]]
    if not any(c.eligible and c.rank >= SURE for c in found + likely):
        return likely + [_of_look(scout.look(p)) for p in unlikely[:MAX_LOOKS]]
    return _together(scout, likely) + [
        Candidate(path=p, side="", rank=0, why="", home=home_of(p), why_not="it is a test or a script", tell=False)
        for p in unlikely
    ]


def _of_look(seen: Look) -> Candidate:
    return Candidate(
        path=seen.path,
        side=seen.side,
        rank=seen.rank,
        why=seen.why,
        home=home_of(seen.path),
        why_not=out_of_use(seen.path) or ("" if seen.side else seen.why),
        dump=seen.dump,
        tell=names_production(seen.path) or seen.rank >= 60,
    )


def _together(scout: Scout, loose: list[Candidate]) -> list[Candidate]:
    """Files beside each other that create different tables are one schema; one candidate stands for them.

    A file that is a whole schema takes in only what calls itself a schema too.
    """
    declared = [c for c in loose if c.eligible and c.side == "declared" and not c.dump]
    result = list(loose)
    for folder in sorted({c.path.rpartition("/")[0] for c in declared}):
        own = [c for c in declared if c.path.rpartition("/")[0] == folder]
        best = max(own, key=lambda c: c.rank)
        pieces = [c for c in own if c.rank >= (70 if best.rank >= _WHOLE else 1)]
        if best.rank < SURE or len(pieces) < 2 or not _disjoint([scout.look(c.path) for c in pieces]):
            continue
        files = tuple(sorted((c.path for c in pieces), key=lambda p: (p != best.path, piece_order(p))))
        why = f"{len(files)} files beside each other, which create different tables"
        result = [
            replace(c, why_not="it is taken with the files beside it", tell=False) if c in pieces else c for c in result
        ]
        result.append(replace(best, path=folder, files=files, why=why))
    return result


def _disjoint(looks: list[Look]) -> bool:
    """Whether no two of them create a table of one name."""
    tables = [table for seen in looks for table in seen.tables]
    return len(tables) == len(set(tables))


def piece_order(path: str) -> tuple[object, ...]:
    """A sort key for pieces of a schema: by number where they are numbered, else by what they hold, then by name."""
    name = path.rpartition("/")[2]
    if name[:1].isdigit():
        return (0, 0, natural(name))
    ranks = [_RANKS[word] for word in words_of(path) if word in _RANKS]
    return (1, max(ranks) if ranks else 3.5, natural(name))


def saved_catalogs(tree: Tree, claimed: set[str]) -> list[Candidate]:
    """JSON or CSV files that a snapshot's query gave: by their name, and by what they begin with."""
    found = []
    for path in tree.files():
        name = path.rpartition("/")[2].lower()
        if not name.endswith((".json", ".csv")) or path in claimed or path.count("/") > 4:
            continue
        if not (names_production(path) or re.search(r"snapshot|catalog|trueup|introspect", name)):
            continue
        try:
            head = tree.read(path)[:4000]
        except SourceError:
            continue
        if b"trueup" in head:
            home = home_of(path)
            found.append(Candidate(path=path, side="production", rank=88, why="it is a snapshot", home=home))
    return found

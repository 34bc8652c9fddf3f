"""Finds the folders that hold migrations: by their tool's layout, by their names, by annotations in their files."""

from __future__ import annotations

from trueup.config import Config
from trueup.errors import SourceError
from trueup.sources import markers
from trueup.sources.layouts import is_numbered, tool_of
from trueup.sources.places import home_of, is_aside, is_below, names_migrations, names_schema, out_of_use
from trueup.sources.reader import Reader
from trueup.sources.scout import Candidate, Scout
from trueup.sources.sqitch import top_folder
from trueup.sources.tree import Tree, directly_in, place_of
from trueup.sqltext.decode import decode

# Tools whose layout alone tells them.
_STRONG = frozenset(
    {"sqitch", "graphile-migrate", "drizzle", "prisma", "hasura", "diesel", "flyway", "up and down files"}
)
# Tools that keep each migration in a folder of its own, and what its files are called.
_FOLDERED = {"prisma": {"migration.sql"}, "diesel": {"up.sql", "down.sql"}, "hasura": {"up.sql", "down.sql"}}
_PARTS = frozenset({"down", "rollback", "rollbacks", "revert", "undo", "verify", "deploy"})


def migration_folders(scout: Scout) -> list[Candidate]:
    """Every folder of migrations that lies in no other."""
    tree = scout.tree
    found: list[Candidate] = []
    for folder in scout.folders():
        if any(is_below(folder, c.path) for c in found) or folder.rpartition("/")[2].lower() in _PARTS:
            continue
        tool = tool_of(tree, folder)
        candidate = _judged(scout, folder, tool) if tool else None
        if candidate is not None:
            found.append(candidate)
    return found


def claimed_by(tree: Tree, candidate: Candidate) -> set[str]:
    """The files that belong to a folder of migrations: all below it, or for the root those directly in it.

    A sqitch plan claims its scripts wherever sqitch.conf says that they are.
    """
    files = tree.files()
    own = {p for p in files if (is_below(p, candidate.path) if candidate.path else "/" not in p)}
    if not candidate.path:
        parts_of = _FOLDERED.get(tool_of(tree, "") or "", set())
        own |= {p for p in files if p.count("/") == 1 and p.rpartition("/")[2] in parts_of}
    if tree.is_file(f"{candidate.path}/sqitch.plan".lstrip("/")):
        top = top_folder(Reader(tree, Config()), candidate.path)
        parts = tuple(f"{top}/{part}/".lstrip("/") for part in ("deploy", "revert", "verify"))
        own = {p for p in (own if candidate.path else files) if p.startswith(parts) or p.endswith("sqitch.plan")}
    return own


def _judged(scout: Scout, folder: str, tool: str) -> Candidate | None:
    scripts = [n for n in directly_in(scout.tree, folder) if n.lower().endswith(".sql")]
    parts = folder.split("/")[-2:] if folder else [place_of(scout.tree, "").rpartition("/")[2]]
    named = any(names_migrations(part) for part in parts)
    if tool == "supabase":
        rank, why = 95, "supabase/migrations, by file name as the Supabase CLI runs them"
    elif tool in _STRONG and (tool != "up and down files" or named or len(scripts) > 1):
        rank, why = 90 if named or tool == "sqitch" else 70, f"its layout is that of {tool}"
    elif named and scripts:
        rank, why = 80, f"its name, and {len(scripts)} SQL file{'s' * (len(scripts) != 1)} in it"
    elif annotation := _annotated(scout.tree, folder, scripts):
        rank, why = 75, f"its files are annotated for {annotation}"
    elif _is_series(folder, scripts):
        rank, why = 55, f"its {len(scripts)} SQL files are numbered"
    else:
        return None
    home, why_not = home_of(f"{folder}/x"), out_of_use(folder)
    return Candidate(path=folder, side="pending", rank=rank, why=why, home=home, why_not=why_not)


def _is_series(folder: str, scripts: list[str]) -> bool:
    """Whether the scripts of a folder are a series: at least four fifths numbered, and not the parts of a schema."""
    numbered = [name for name in scripts if is_numbered(name)]
    enough = len(numbered) > 1 and len(numbered) * 5 >= len(scripts) * 4
    return enough and not names_schema(folder.rpartition("/")[2]) and not is_aside(folder)


def _annotated(tree: Tree, folder: str, scripts: list[str]) -> str | None:
    """The tool whose annotations the first script carries."""
    for name in scripts[:1]:
        try:
            text, _ = decode(tree.read(f"{folder}/{name}" if folder else name), name)
        except SourceError:
            continue
        parts = markers.divide(text[:20_000], plain_words=False)
        if parts is not None:
            return parts.tool
    return None

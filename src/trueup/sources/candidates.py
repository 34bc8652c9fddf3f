"""Everything in a tree that could be a side of the project, best first: `candidates`."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass, replace

from trueup.config import Config
from trueup.errors import SourceError
from trueup.sources import markers
from trueup.sources.layouts import tool_of
from trueup.sources.look import Look, look, names_production, one_off
from trueup.sources.reader import Reader
from trueup.sources.sqitch import top_folder
from trueup.sources.tree import Tree, directly_in, under
from trueup.sqltext.decode import decode

# Folders that say where a thing is kept and not whose it is: they are taken off to find a candidate's home.
_GENERIC = frozenset(
    """db database databases supabase sql prisma schemas schema postgres postgresql pg migrations migration migrate
    scripts resources main src sqls drizzle hasura priv repo initdb docker-entrypoint-initdb.d data ddl flyway
    metadata default""".split()  # noqa: SIM905
)
_ASIDE = frozenset(
    """examples example samples sample test tests testdata test-data fixtures fixture docs doc demo demos benchmarks
    bench templates template e2e spec specs __tests__ testing integration playground snippets""".split()  # noqa: SIM905
)
_OLD = re.compile(
    r"(?:^|[._-])(?:archived?|old|backups?|bak|deprecated|legacy|unused|obsolete|disabled)(?:$|[._-])", re.I
)
_MIGRATIONS = re.compile(
    r"migrat|(?:^|[-_.])(?:versions?|patches|upgrades?|deltas?|changesets?|evolutions|changelogs?|updates?)$", re.I
)
_SCHEMA_FOLDER = frozenset(
    {"schemas", "schema", "ddl", "declarative", "initdb", "docker-entrypoint-initdb.d", "tables"}
)
_LOOSE_FOLDER = frozenset({"sql", "database", "db", "sqls", "scripts", "supabase", "postgres", "postgresql"})
_STRONG = frozenset(
    {"sqitch", "graphile-migrate", "drizzle", "prisma", "hasura", "diesel", "flyway", "up and down files"}
)
_MAX_LOOKS = 300
_SURE = 30  # below it a file is taken only where there is nothing else


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
        dump: whether it is a dump, which can be either side.
        tell: whether the report should say that it was passed over.
    """

    path: str
    side: str
    rank: int
    why: str
    home: str
    why_not: str = ""
    dump: bool = False
    tell: bool = True

    @property
    def eligible(self) -> bool:
        """Whether it may be taken without being named."""
        return bool(self.side) and not self.why_not


class _Scout:
    """A tree with what was found out about its SQL files, each looked at once."""

    def __init__(self, tree: Tree) -> None:
        self.tree = tree
        self.scripts = tuple(p for p in tree.files() if p.lower().endswith((".sql", ".psql", ".pgsql")))
        self._looks: dict[str, Look] = {}

    def look(self, path: str) -> Look:
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
        return [p for p in self.scripts if _below(p, folder) or not folder]


def candidates(tree: Tree) -> list[Candidate]:
    """All candidates of a tree, those that may be taken first, by how sure they are."""
    scout = _Scout(tree)
    pending = _migration_folders(scout)
    folders = [c.path for c in pending]
    inside = tuple(f"{f}/" if f else "" for f in folders)
    claimed = {p for p in tree.files() if any(p.startswith(i) and (i or "/" not in p) for i in inside)}
    claimed |= {p for c in pending for p in _sqitch_scripts(tree, c)}
    schemas = _schema_folders(scout, folders, claimed)
    claimed |= {p for c in schemas for p in under(tree, c.path)}
    loose = _loose_files(scout, claimed, pending + schemas)
    loose += _saved_catalogs(tree, claimed)
    return _at_home(pending + schemas + loose)


def home_of(path: str) -> str:
    """The folder of the project that a path belongs to: without the folders that only say what is kept there."""
    parts = path.split("/")[:-1]
    while parts and (parts[-1].lower() in _GENERIC or _MIGRATIONS.search(parts[-1])):
        parts.pop()
    return "/".join(parts)


def _migration_folders(scout: _Scout) -> list[Candidate]:
    tree = scout.tree
    found: list[Candidate] = []
    for folder in scout.folders():
        if any(_below(folder, c.path) for c in found) or _is_way_back(folder):
            continue
        tool = tool_of(tree, folder)
        if tool is None:
            continue
        if candidate := _migrations(tree, folder, tool):
            found.append(candidate)
    return found


def _below(folder: str, other: str) -> bool:
    return folder.startswith(f"{other}/") if other else False


def _is_way_back(folder: str) -> bool:
    return folder.rpartition("/")[2].lower() in {"down", "rollback", "rollbacks", "revert", "undo", "verify", "deploy"}


def _migrations(tree: Tree, folder: str, tool: str) -> Candidate | None:
    scripts = [n for n in directly_in(tree, folder) if n.lower().endswith(".sql")]
    named = any(_MIGRATIONS.search(part) for part in folder.split("/")[-2:])
    if tool == "supabase":
        rank, why = 95, "supabase/migrations, by file name as the Supabase CLI runs them"
    elif tool in _STRONG and (tool != "up and down files" or named or len(scripts) > 1):
        rank, why = 90 if named or tool == "sqitch" else 70, f"its files are laid out as {tool} has them"
    elif named and scripts:
        rank, why = 80, f"its name, and {len(scripts)} SQL file{'s' * (len(scripts) != 1)} in it"
    elif annotation := _annotated(tree, folder, scripts):
        rank, why = 75, f"its files are annotated for {annotation}"
    else:
        return None
    return Candidate(path=folder, side="pending", rank=rank, why=why, home=home_of(f"{folder}/x"), why_not=_old(folder))


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


def _sqitch_scripts(tree: Tree, candidate: Candidate) -> list[str]:
    """A plan claims the scripts of its folder, wherever sqitch.conf says that they are."""
    if not tree.is_file(f"{candidate.path}/sqitch.plan".lstrip("/")):
        return []
    top = top_folder(Reader(tree, Config()), candidate.path)
    parts = tuple(f"{top}/{part}/".lstrip("/") for part in ("deploy", "revert", "verify"))
    return [p for p in tree.files() if p.startswith(parts)]


def _old(path: str) -> str:
    old = next((part for part in path.split("/") if _OLD.search(part.rsplit(".", 1)[0])), None)
    return f"{old} says that it is out of use" if old else ""


def _schema_folders(scout: _Scout, migrations: list[str], claimed: set[str]) -> list[Candidate]:
    """Folders whose files together are a schema: those named so first, then those full of DDL scripts."""
    found: list[Candidate] = []
    folders = scout.folders()[1:]
    for judge in (_named_schema, _loose_schema):
        for folder in folders:
            own = scout.below(folder)
            apart = not any(_below(folder, c.path) or _below(c.path, folder) or folder == c.path for c in found)
            if apart and not any(p in claimed for p in own) and not any(_below(m, folder) for m in migrations):
                verdict = judge(scout, folder, own)
                if verdict is not None:
                    rank, why = verdict
                    home = home_of(f"{folder}/x")
                    found.append(
                        Candidate(path=folder, side="declared", rank=rank, why=why, home=home, why_not=_old(folder))
                    )
    return found


def _named_schema(scout: _Scout, folder: str, own: list[str]) -> tuple[int, str] | None:
    name = folder.rpartition("/")[2].lower()
    if f"/{folder}".endswith("/supabase/schemas"):
        return 92, "the declarative schemas of Supabase"
    return (65, f"a folder named {name}, with {len(own)} SQL files") if name in _SCHEMA_FOLDER else None


def _loose_schema(scout: _Scout, folder: str, own: list[str]) -> tuple[int, str] | None:
    if folder.rpartition("/")[2].lower() not in _LOOSE_FOLDER or len(own) < 2:
        return None
    makers = _makers(scout, own)
    whole = [p for p in own if scout.look(p).rank >= 60]
    if makers < 2 or len(whole) == 1 or any(names_production(p) for p in own):
        return None  # one of its files is the schema
    return 45, f"{makers} of its {len(own)} SQL files create things"


def _makers(scout: _Scout, paths: list[str]) -> int:
    return sum(bool(seen.makes and seen.side) for seen in (scout.look(p) for p in paths[:_MAX_LOOKS]))


def _loose_files(scout: _Scout, claimed: set[str], found: list[Candidate]) -> list[Candidate]:
    """Files outside the folders. Tests and one-off scripts are read only where there is nothing else."""
    paths = [p for p in scout.scripts if p not in claimed]
    paths.sort(key=lambda p: (p.count("/"), p))
    unlikely = [p for p in paths if one_off(p) or _aside(p.rpartition("/")[0])]
    likely = [_of_look(scout.look(p)) for p in sorted(set(paths) - set(unlikely))[:_MAX_LOOKS]]
    if any(c.eligible and c.rank >= _SURE for c in found + likely):
        return likely + [
            Candidate(path=p, side="", rank=0, why="", home=home_of(p), why_not="it is a test or a script", tell=False)
            for p in unlikely
        ]
    return likely + [_of_look(scout.look(p)) for p in unlikely[:_MAX_LOOKS]]


def _of_look(seen: Look) -> Candidate:
    side = seen.side
    why_not = _old(seen.path) or ("" if side else seen.why)
    return Candidate(
        path=seen.path,
        side=side,
        rank=seen.rank,
        why=seen.why,
        home=home_of(seen.path),
        why_not=why_not,
        dump=seen.dump,
        tell=names_production(seen.path) or seen.rank >= 60,
    )


def _saved_catalogs(tree: Tree, claimed: set[str]) -> list[Candidate]:
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
            found.append(
                Candidate(path=path, side="production", rank=88, why="it is a snapshot", home=home_of(path), why_not="")
            )
    return found


def _at_home(found: list[Candidate]) -> list[Candidate]:
    """Leave out what belongs to another project inside this one, and what stands aside (examples, tests)."""
    if any(c.eligible and c.rank >= _SURE for c in found):
        found = [replace(c, why_not=c.why, tell=False) if c.eligible and c.rank < _SURE else c for c in found]
    sides: dict[str, set[str]] = defaultdict(set)
    best: dict[str, int] = defaultdict(int)
    for candidate in found:
        if candidate.eligible and candidate.rank >= _SURE:
            sides[candidate.home].add(candidate.side)
            best[candidate.home] = max(best[candidate.home], candidate.rank)
    if not sides:
        return sorted(found, key=_order)
    main = min(
        sides, key=lambda home: (_aside(home), -len(sides[home]), home.count("/") + bool(home), -best[home], home)
    )
    result = []
    for candidate in found:
        home = candidate.home
        if candidate.eligible and home != main:
            tell = candidate.rank >= 60
            if _aside(home) and not _aside(main):
                candidate = replace(candidate, why_not=f"it stands aside, in {home}", tell=tell)
            elif len(sides[home]) > 1 or candidate.side in sides[main]:
                whose = f"the project in {home}" if home else "the folder above"
                candidate = replace(candidate, why_not=f"it belongs to {whose}", tell=tell)
        result.append(candidate)
    return sorted(result, key=_order)


def _aside(home: str) -> bool:
    return any(part.lower() in _ASIDE for part in home.split("/"))


def _order(candidate: Candidate) -> tuple[bool, int, int, str]:
    depth = candidate.path.count("/") + bool(candidate.path)
    return (not candidate.eligible, -candidate.rank, depth, candidate.path)

"""What kind of migrations a folder holds, and in which order its own tool runs them: `read_migrations`.

A layout is told by the files' names first (each tool has its own), then by annotations in them.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from pathlib import PurePosixPath

from trueup.diagnostic import Level
from trueup.errors import SourceError
from trueup.origin import Origin
from trueup.replay.model import Atomicity, Migration
from trueup.sources import markers
from trueup.sources.entry import Entry, told
from trueup.sources.flyway import REPEATABLE, VERSIONED, flyway_entries
from trueup.sources.graphile import graphile_entries
from trueup.sources.reader import Reader
from trueup.sources.sqitch import read_sqitch
from trueup.sources.tree import Tree, directly_in, place_of, subfolders

_DIRECTION = re.compile(
    r"(?P<stem>.+?)[._-](?P<way>up|down|do|undo|rollback|revert|apply|deploy)(?P<rest>\.[\w-]+)?\.sql", re.IGNORECASE
)
_BACK = frozenset({"down", "undo", "rollback", "revert"})
_NUMBERED = re.compile(
    r"[vV]?(?P<version>\d+(?:[._]\d+)*)(?:[_\-. ]+|(?=[A-Za-z]))(?P<name>.*)\.sql|(?P<only>\d+)\.sql"
)
_NOT_A_MIGRATION = re.compile(
    r"(?:^|[._-])(?:seeds?|test|tests|verify|fixtures?|sample|example|schema|structure|dump)s?(?:[._-]|$)",
    re.IGNORECASE,
)
_WHOLE = "one transaction per migration"


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """The migrations of a folder.

    Args:
        tool: ``supabase``, ``flyway``, ``dbmate`` ... ``numbered``.
        migrations: in the tool's own order.
        semantics: how the tool runs them, for the report.
    """

    tool: str
    migrations: tuple[Migration, ...]
    semantics: str = _WHOLE


def tool_of(tree: Tree, folder: str) -> str | None:
    """Which tool's migrations a folder holds, told by names alone; None if it holds none."""
    if tree.is_file(_join(folder, "sqitch.plan")):
        return "sqitch"
    names = directly_in(tree, folder)
    scripts = [n for n in names if n.lower().endswith(".sql")]
    inner = subfolders(tree, folder)
    if "committed" in inner and any(p.endswith(".sql") for p in directly_in(tree, _join(folder, "committed"))):
        return "graphile-migrate"
    if tree.is_file(_join(folder, "meta/_journal.json")) and scripts:
        return "drizzle"
    if nested := _nested_tool(tree, folder, inner):
        return nested
    if not scripts:
        return None
    if any(VERSIONED.fullmatch(n) or REPEATABLE.fullmatch(n) for n in scripts):
        return "flyway"
    if any((m := _DIRECTION.fullmatch(n)) and m["way"].lower() in {"up", "do"} for n in scripts):
        return "up and down files"
    if place_of(tree, folder).endswith("/supabase/migrations"):
        return "supabase"
    return "numbered" if any(_NUMBERED.fullmatch(n) for n in scripts) else "named"


def _nested_tool(tree: Tree, folder: str, inner: tuple[str, ...]) -> str | None:
    """Tools that keep each migration in a folder of its own."""
    if any(tree.is_file(_join(folder, f"{name}/migration.sql")) for name in inner):
        prisma = tree.is_file(_join(folder, "migration_lock.toml")) or place_of(tree, folder).endswith(
            "/prisma/migrations"
        )
        drizzle = any(tree.is_file(_join(folder, f"{name}/snapshot.json")) for name in inner)
        return "drizzle" if drizzle and not prisma else "prisma"
    if any(tree.is_file(_join(folder, f"{name}/up.sql")) for name in inner):
        hasura = any(tree.is_file(_join(folder, part)) for part in ("../config.yaml", "../../config.yaml"))
        digits = all(re.match(r"\d{10,14}_", name) for name in inner)
        return "hasura" if hasura or (digits and all(re.match(r"\d{13}_", name) for name in inner)) else "diesel"
    if place_of(tree, folder).rpartition("/")[2] != "migrations":
        return None
    for name in inner:  # Hasura has a folder per database between
        deeper = _join(folder, name)
        if any(tree.is_file(_join(deeper, f"{n}/up.sql")) for n in subfolders(tree, deeper)):
            return "hasura"
    return None


def read_migrations(reader: Reader, folder: str) -> Found | None:
    """The migrations in `folder`, read and in order; None if it holds none.

    Raises:
        SourceError: a plan or journal that the tool itself needs can't be read.
    """
    tool = tool_of(reader.tree, folder)
    if tool is None:
        return None
    if tool == "sqitch":
        return Found(
            tool="sqitch",
            migrations=read_sqitch(reader, folder),
            semantics="as psql runs a script, which opens its own transactions",
        )
    entries = _ENTRIES[tool](reader, folder)
    if tool in {"numbered", "named", "supabase"}:
        entries = _without_strangers(reader, folder, entries, tool)
    found = tuple(_migration(reader, entry, tool) for entry in entries)
    tools = {m.tool for m in found} - {tool}
    if tool in {"numbered", "named"} and len(tools) == 1:
        tool = tools.pop()
        found = tuple(replace(m, tool=tool) for m in found)
    _tell_twice(reader, found)
    return Found(tool=tool, migrations=found)


def _migration(reader: Reader, entry: Entry, tool: str) -> Migration:
    try:
        text = reader.text(entry.up)
    except SourceError:
        text = ""  # told by the unit
    parts = markers.divide(text) if tool not in {"supabase", "prisma", "flyway", "drizzle"} else None
    if parts is None:
        whole = Atomicity.UNIT if markers.in_transaction(text) else Atomicity.STATEMENT
        down = reader.unit(entry.down, atomicity=Atomicity.UNIT) if entry.down else None
        up = reader.unit(entry.up, name=entry.name, atomicity=whole)
        return Migration(version=entry.version, name=entry.name, up=up, down=down, tool=tool, text=text)
    how = Atomicity.UNIT if parts.transaction else Atomicity.STATEMENT
    up = reader.unit(entry.up, name=entry.name, atomicity=how, start=parts.up[0], end=parts.up[1])
    back = (
        reader.unit(entry.up, name=f"{entry.name} (down)", atomicity=how, start=parts.down[0], end=parts.down[1])
        if parts.down
        else None
    )
    return Migration(version=entry.version, name=entry.name, up=up, down=back, tool=parts.tool, text=text)


def _join(folder: str, name: str) -> str:
    joined = PurePosixPath(folder, name)
    parts: list[str] = []
    for part in joined.parts:
        if part == ".." and parts:
            parts.pop()
        elif part != ".":
            parts.append(part)
    return "/".join(parts)


def _scripts(reader: Reader, folder: str) -> list[str]:
    return [n for n in directly_in(reader.tree, folder) if n.lower().endswith(".sql")]


def is_numbered(name: str) -> bool:
    """Whether a file's name begins with a version."""
    return _NUMBERED.fullmatch(name) is not None


def natural(text: str) -> tuple[tuple[int, int, str], ...]:
    """A sort key that takes runs of digits for numbers: ``2_x`` before ``10_x``."""
    parts = re.findall(r"\d+|\D+", text)
    return tuple((0, int(p), p) if p.isdigit() else (1, 0, p.lower()) for p in parts)


def _numbered(reader: Reader, folder: str) -> list[Entry]:
    """By number, as every runner without a stricter rule does; then by name."""
    names = _scripts(reader, folder)
    entries = [Entry(version=_version(n), name=n, up=_join(folder, n)) for n in sorted(names, key=natural)]
    numbered = [e.name for e in entries if _NUMBERED.fullmatch(e.name)]
    if numbered != sorted(numbered):
        message = "the numbers and the names give two orders; they are taken by number"
        help = "Give all numbers the same width, so that every tool takes the same order."
        reader.diagnostics.append(told("order-by-number", message, reader.tree.display(folder), help))
    return entries


def _supabase(reader: Reader, folder: str) -> list[Entry]:
    """By file name; the CLI takes ``<digits>_name.sql`` only (supabase/cli, pkg/migration/file.go)."""
    entries = []
    for name in sorted(_scripts(reader, folder)):
        if re.fullmatch(r"\d+_.*\.sql", name):
            entries.append(Entry(version=name.split("_", 1)[0], name=name, up=_join(folder, name)))
        else:
            message = f"{name} is not run: its name is not <timestamp>_name.sql"
            reader.diagnostics.append(told("not-a-migration", message, reader.tree.display(_join(folder, name))))
    return entries


def _up_and_down(reader: Reader, folder: str) -> list[Entry]:
    """golang-migrate, sqlx, postgrator and others: ``1_x.up.sql`` and ``1_x.down.sql``; by number."""
    ups: dict[str, str] = {}
    downs: dict[str, str] = {}
    for name in _scripts(reader, folder):
        match = _DIRECTION.fullmatch(name)
        key = f"{match['stem']}{match['rest'] or ''}" if match else name.rsplit(".", 1)[0]
        target = downs if match and match["way"].lower() in _BACK else ups
        target[key] = name
    for key in sorted(downs.keys() - ups.keys()):
        message = f"{downs[key]} leads back, and nothing leads forward"
        reader.diagnostics.append(told("down-without-up", message, reader.tree.display(_join(folder, downs[key]))))
    return [
        Entry(
            version=_version(name),
            name=name,
            up=_join(folder, name),
            down=_join(folder, downs[key]) if key in downs else None,
        )
        for key, name in sorted(ups.items(), key=lambda item: natural(item[0]))
    ]


def _prisma(reader: Reader, folder: str) -> list[Entry]:
    """By folder name."""
    return [
        Entry(version=name.split("_", 1)[0], name=name, up=_join(folder, f"{name}/migration.sql"))
        for name in subfolders(reader.tree, folder)
        if reader.tree.is_file(_join(folder, f"{name}/migration.sql"))
    ]


def _up_sql(reader: Reader, folder: str, key: Callable[[str], object]) -> list[Entry]:
    names = [n for n in subfolders(reader.tree, folder) if reader.tree.is_file(_join(folder, f"{n}/up.sql"))]
    return [
        Entry(
            version=name.split("_", 1)[0],
            name=name,
            up=_join(folder, f"{name}/up.sql"),
            down=_join(folder, f"{name}/down.sql") if reader.tree.is_file(_join(folder, f"{name}/down.sql")) else None,
        )
        for name in sorted(names, key=key)  # type: ignore[arg-type]
    ]


def _diesel(reader: Reader, folder: str) -> list[Entry]:
    """By the part before the first ``_``, dashes taken out (diesel_migrations, `version_from_path`)."""
    return _up_sql(reader, folder, lambda name: (name.split("_", 1)[0].replace("-", ""), name))


def _hasura(reader: Reader, folder: str) -> list[Entry]:
    """By number; each database has a folder of its own."""
    found = _up_sql(reader, folder, natural)
    for name in subfolders(reader.tree, folder):
        if not reader.tree.is_file(_join(folder, f"{name}/up.sql")):
            found += _up_sql(reader, _join(folder, name), natural)
    return found


def _drizzle(reader: Reader, folder: str) -> list[Entry]:
    """As the journal lists them; as folders in later versions."""
    journal = _join(folder, "meta/_journal.json")
    if not reader.tree.is_file(journal):
        return _prisma(reader, folder)
    try:
        tags = [str(entry["tag"]) for entry in json.loads(reader.text(journal))["entries"]]
    except (ValueError, KeyError, TypeError):
        shown = reader.tree.display(journal)
        raise SourceError(f"{shown} is no drizzle journal", origin=Origin(file=shown)) from None
    listed = {f"{tag}.sql" for tag in tags}
    if len(listed & set(_scripts(reader, folder))) * 2 < len(_scripts(reader, folder)):
        message = "drizzle's journal lists few of the files here; they are taken by number instead"
        shown = reader.tree.display(journal)
        reader.diagnostics.append(told("journal-not-kept", message, shown, level=Level.WARNING))
        return _numbered(reader, folder)
    for name in sorted(set(_scripts(reader, folder)) - listed):
        message = f"{name} is not run: the journal does not list it"
        reader.diagnostics.append(told("not-a-migration", message, reader.tree.display(_join(folder, name))))
    return [Entry(version=_version(f"{t}.sql"), name=f"{t}.sql", up=_join(folder, f"{t}.sql")) for t in tags]


_ENTRIES: dict[str, Callable[[Reader, str], list[Entry]]] = {
    "numbered": _numbered,
    "named": _numbered,
    "supabase": _supabase,
    "flyway": flyway_entries,
    "up and down files": _up_and_down,
    "prisma": _prisma,
    "diesel": _diesel,
    "hasura": _hasura,
    "graphile-migrate": graphile_entries,
    "drizzle": _drizzle,
}


def _version(name: str) -> str:
    match = _NUMBERED.fullmatch(name) or re.match(r"(?P<version>\d+)(?P<only>)", name)
    return (match["version"] or match["only"] or "") if match else ""


def _without_strangers(reader: Reader, folder: str, entries: list[Entry], tool: str) -> list[Entry]:
    """Leave out what stands beside numbered migrations and is none: seeds, dumps, ways back."""
    if tool == "supabase" or not any(e.version for e in entries):
        return entries
    kept = []
    downs = {_stem(e.name): e for e in entries if (m := _DIRECTION.fullmatch(e.name)) and m["way"].lower() in _BACK}
    backs = {e.name for e in downs.values()}
    forward = {_stem(e.name) for e in entries if e.name not in backs}
    for entry in entries:
        if entry.name in backs:
            if _stem(entry.name) not in forward:
                message = (
                    f"{entry.name} leads back by its name, and nothing leads forward: it was taken for no migration"
                )
                reader.diagnostics.append(told("down-without-up", message, reader.tree.display(entry.up)))
            continue
        if not entry.version and _NOT_A_MIGRATION.search(entry.name.rsplit(".", 1)[0]):
            message = f"{entry.name} stands beside the migrations and was taken for none"
            reader.diagnostics.append(told("not-a-migration", message, reader.tree.display(entry.up)))
            continue
        back = downs.get(_stem(entry.name))
        kept.append(replace(entry, down=back.up) if back else entry)
    return kept


def _stem(name: str) -> str:
    match = _DIRECTION.fullmatch(name)
    return match["stem"] if match else name.rsplit(".", 1)[0]


def _tell_twice(reader: Reader, found: Iterable[Migration]) -> None:
    """Two migrations of one version: most tools record one of them and never run the other."""
    seen: dict[str, Migration] = {}
    for migration in found:
        version = migration.version
        if version and version in seen:
            message = f"{migration.name} has the same version as {seen[version].name}"
            help = "Most tools record a version once and would never run the second; give it a version of its own."
            reader.diagnostics.append(told("version-twice", message, migration.up.origin.file, help, Level.WARNING))
        seen.setdefault(version, migration)

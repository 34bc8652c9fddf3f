"""One file or folder as a `Source`: a schema file, a dump, saved queries, a folder of SQL, migrations."""

from __future__ import annotations

import re
import tomllib
from dataclasses import replace
from fnmatch import fnmatchcase
from typing import Any

from trueup.diagnostic import Diagnostic, Level
from trueup.errors import SourceError
from trueup.origin import Origin
from trueup.replay.model import Atomicity, Migration, Unit
from trueup.sources import markers
from trueup.sources.layouts import Found, read_migrations
from trueup.sources.model import Source
from trueup.sources.reader import Reader
from trueup.sources.schema_files import piece_order
from trueup.sources.seeds import DEFAULT, seed_patterns, seed_units
from trueup.sources.tree import under
from trueup.sqltext.headings import query_number
from trueup.sqltext.model import SqlText, Statement

STATEMENTS = "statement by statement"
QUERIES = "one transaction per query"


def read_file(reader: Reader, path: str, side: str, *, may_be_empty: bool = False) -> Source:
    """A SQL file: saved queries where its headings number them (or, on production's side, where prose divides it);
    what alembic wrote; a dump; else a schema file. With nothing in it: an error, unless it `may_be_empty`.

    Raises:
        SourceError: the file is missing, empty, binary, a folder or unreadable.
    """
    text, shown = reader.text(path), reader.tree.display(path)
    if not text.strip() and not may_be_empty:
        raise SourceError(f"{shown} is empty", help="Name a file with SQL in it.", origin=Origin(file=shown))
    if revisions := markers.upgrades(text):
        return _finish(reader, shown, side, _upgrades(reader, path, revisions))
    dump = markers.is_dump(text)
    if not dump:
        read = reader.sql(path, sections=True)
        if holds_queries(read, side):
            return _finish(reader, shown, side, _queries(read))
        units = (Unit(name=shown, origin=Origin(file=shown, line=1, column=1), statements=_plain(read)),)
    else:
        units = (reader.unit(path),)
    if not any(s.kind != "NotSql" for s in units[0].statements):
        reader.diagnostics.append(
            Diagnostic(code="no-sql", message=f"{shown} holds no SQL", origin=Origin(file=shown), level=Level.WARNING)
        )
    kind = "dump" if dump else "sql file"
    return _finish(reader, shown, side, Source(label=shown, kind=kind, units=units, semantics=STATEMENTS))


def holds_queries(read: SqlText, side: str) -> bool:
    """Whether a text that was divided at its headings holds several queries that were run on their own."""
    numbered = sum(query_number(section.title) is not None for section in read.sections)
    if numbered >= 2:
        return True
    prose = sum(s.kind == "NotSql" and s.note == "prose" for s in read.statements)
    return side == "production" and len(read.sections) > 1 and (numbered > 0 or prose >= 2)


def _plain(read: SqlText) -> tuple[Statement, ...]:
    """The statements of a text that is no set of queries: their origins name no section."""
    return tuple(replace(s, origin=replace(s.origin, section=None)) for s in read.statements)


def _queries(read: SqlText) -> Source:
    units = tuple(
        Unit(
            name=section.name,
            title=section.title,
            origin=section.origin,
            statements=section.statements,
            atomicity=Atomicity.UNIT,
        )
        for section in read.sections
    )
    return Source(label=read.file, kind="saved queries", units=units, semantics=QUERIES)


def _upgrades(reader: Reader, path: str, revisions: tuple[tuple[str, int, int], ...]) -> Source:
    """What ``alembic upgrade --sql`` wrote: a migration for each revision."""
    migrations = tuple(
        Migration(
            version=revision,
            name=revision,
            up=reader.unit(path, name=revision, atomicity=Atomicity.UNIT, start=start, end=end),
            tool="alembic",
        )
        for revision, start, end in revisions
    )
    return _of_migrations(reader, path, Found(tool="alembic", migrations=migrations))


def _finish(reader: Reader, shown: str, side: str, source: Source) -> Source:
    return replace(
        source,
        label=shown,
        side=side,
        files=tuple(reader.read_files),
        diagnostics=_folded((*reader.tree.diagnostics, *reader.diagnostics)),
    )


def _folded(told: tuple[Diagnostic, ...]) -> tuple[Diagnostic, ...]:
    """What is told of many places alike is told once, of the first, with their number."""
    places: dict[tuple[str, str], list[Diagnostic]] = {}
    for diagnostic in dict.fromkeys(told):
        places.setdefault((diagnostic.code, diagnostic.message), []).append(diagnostic)
    return tuple(
        replace(same[0], message=f"{same[0].message} ({len(same)} places)") if len(same) > 1 else same[0]
        for same in places.values()
    )


def _of_migrations(reader: Reader, folder: str, found: Found) -> Source:
    return Source(
        label=reader.tree.display(folder),
        kind=f"migrations ({found.tool})",
        units=(*(m.up for m in found.migrations), *_seeds(reader, folder, found.tool == "supabase")),
        migrations=found.migrations,
        semantics=found.semantics,
    )


def read_migrations_folder(reader: Reader, folder: str, side: str) -> Source | None:
    """A folder of migrations, in its tool's order; None if it holds none."""
    found = read_migrations(reader, folder)
    if found is None or not found.migrations:
        return None
    return _finish(reader, reader.tree.display(folder), side, _of_migrations(reader, folder, found))


def read_folder(reader: Reader, folder: str, side: str) -> Source:
    """A folder of SQL files that together are one schema: in the order of supabase/config.toml, or by name.

    Raises:
        SourceError: no SQL file is in it.
    """
    shown = reader.tree.display(folder) or "."
    paths = schema_paths(reader, folder)
    if not paths:
        raise SourceError(f"No SQL file is in {shown}", origin=Origin(file=shown))
    units = tuple(reader.unit(path) for path in paths)
    units += _seeds(reader, folder, folder.rpartition("/")[2] == "schemas")
    return _finish(
        reader,
        shown,
        side,
        Source(label=shown, kind="sql folder", units=units, semantics=f"file by file, {STATEMENTS}"),
    )


def read_files(reader: Reader, paths: tuple[str, ...], side: str) -> Source:
    """Some files that together are one schema, in this order."""
    shown = [reader.tree.display(path) for path in paths]
    label = ", ".join(shown[:2]) + (f" and {len(shown) - 2} more" if len(shown) > 2 else "")
    units = tuple(reader.unit(path) for path in paths)
    told = f"the order of these files is not written anywhere; they are run as: {', '.join(shown)}"
    reader.diagnostics.append(Diagnostic(code="order-guessed", message=told, origin=Origin(file=shown[0])))
    semantics = f"file by file, {STATEMENTS}"
    return _finish(reader, label, side, Source(label=label, kind="sql files", units=units, semantics=semantics))


def schema_paths(reader: Reader, folder: str) -> list[str]:
    """The files of a schema folder, in order; `supabase/roles.sql` first (supabase/cli, `db start`)."""
    paths = [p for p in under(reader.tree, folder) if p.lower().endswith(".sql")]
    paths.sort(key=lambda p: tuple(piece_order(part) for part in p.split("/")))
    parent = folder.rpartition("/")[0]
    if folder.rpartition("/")[2] != "schemas" or not reader.tree.is_file(_join(parent, "config.toml")):
        return paths
    if patterns := _configured(reader, _join(parent, "config.toml")):
        paths = _matching(reader, parent, patterns)
    else:
        paths.sort()
    roles = _join(parent, "roles.sql")
    return ([roles] if reader.tree.is_file(roles) else []) + paths


def _configured(reader: Reader, path: str) -> list[str]:
    """``[db.migrations] schema_paths`` of supabase/config.toml (supabase/cli, pkg/config/db.go)."""
    document = _config(reader, path)
    try:
        paths = document.get("db", {}).get("migrations", {}).get("schema_paths", [])
    except AttributeError:
        return []
    return [p for p in paths if isinstance(p, str)] if isinstance(paths, list) else []


def _config(reader: Reader, path: str) -> dict[str, Any]:
    try:
        return tomllib.loads(without_templates(reader.text(path)))
    except (tomllib.TOMLDecodeError, SourceError):
        shown = reader.tree.display(path)
        told = f"{shown} can't be read as TOML; the schema files are taken by name"
        reader.diagnostics.append(
            Diagnostic(code="unreadable-config", message=told, origin=Origin(file=shown), level=Level.WARNING)
        )
        return {}


def _seeds(reader: Reader, folder: str, supabase: bool) -> tuple[Unit, ...]:
    """The seeds beside a Supabase project's migrations or schemas, which are run last."""
    parent = folder.rpartition("/")[0]
    settings = _join(parent, "config.toml")
    if not supabase or not parent:
        return ()
    document = _config(reader, settings) if reader.tree.is_file(settings) else {}
    try:
        patterns = seed_patterns(document)
    except AttributeError:
        patterns = DEFAULT
    wanted = [_join(parent, pattern.removeprefix("./")) for pattern in patterns]
    known = [p for p in reader.tree.files() if p.lower().endswith(".sql")]
    return seed_units(reader, list(dict.fromkeys(p for w in wanted for p in sorted(known) if _globbed(p, w))))


def without_templates(text: str) -> str:
    """Values such as ``env(NAME)`` are quoted in the CLI's template; some write them bare."""
    return re.sub(r"=\s*env\(([A-Za-z_]\w*)\)", r'= "env(\1)"', text)


def _matching(reader: Reader, base: str, patterns: list[str]) -> list[str]:
    """The files that the globs name, in the globs' order and by name within one, each once."""
    chosen: dict[str, None] = {}
    for pattern in patterns:
        wanted = _join(base, pattern.removeprefix("./"))
        matches = [p for p in reader.tree.files() if p.lower().endswith(".sql") and _globbed(p, wanted)]
        if not matches:
            told = f"schema_paths names {pattern}, and no file is there"
            at = Origin(file=reader.tree.display(_join(base, "config.toml")))
            reader.diagnostics.append(
                Diagnostic(code="schema-path-empty", message=told, origin=at, level=Level.WARNING)
            )
        chosen |= dict.fromkeys(sorted(matches))
    return list(chosen)


def _globbed(path: str, pattern: str) -> bool:
    """Whether a path matches a glob in which ``*`` stays within one folder and ``**`` does not."""
    return _match(path.split("/"), pattern.split("/"))


def _match(parts: list[str], patterns: list[str]) -> bool:
    if not patterns:
        return not parts
    if patterns[0] == "**":
        return _match(parts, patterns[1:]) or (bool(parts) and _match(parts[1:], patterns))
    return bool(parts) and fnmatchcase(parts[0], patterns[0]) and _match(parts[1:], patterns[1:])


def _join(folder: str, name: str) -> str:
    return f"{folder}/{name}" if folder else name

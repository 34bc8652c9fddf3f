"""Finds what describes a database in a project folder: `discover`. What was taken for what is told, with the reason."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from trueup.config import Config
from trueup.diagnostic import Diagnostic, Level
from trueup.errors import SourceError, UsageError
from trueup.origin import Origin
from trueup.sources.candidates import candidates
from trueup.sources.live import is_connection, shown
from trueup.sources.load import expand, load
from trueup.sources.model import Project, Source
from trueup.sources.paths import load_candidate
from trueup.sources.scout import Candidate
from trueup.sources.tree import DiskTree, Tree, under

SIDES = ("declared", "production", "pending")
_FLAG = {"declared": "--declared", "production": "--production", "pending": "--migrations"}


def discover(
    path: str | Path,
    config: Config | None = None,
    *,
    declared: str | None = None,
    production: str | None = None,
    migrations: str | None = None,
) -> Project:
    """The sides that were found in a folder, or the one source that `path` names.

    Args:
        path: a folder, or a source as `load.load` takes it.
        config: what it says about the sides goes before what is found.
        declared, production, migrations: go before the configuration; relative to the current folder if they are
            there, else to `path`.

    Raises:
        SourceError: nothing was found, or what was named is missing or can't be read.
        UsageError: one source was named for two sides.
    """
    config = config or Config()
    name = str(path)
    named = {"declared": declared, "production": production, "pending": migrations}
    if is_connection(expand(name)) or name.startswith("git:") or not Path(name).is_dir():
        return _single(name, named, config)
    root = Path(name)
    sources, told = _named(root, config, named)
    tree = DiskTree(root=root)
    chosen, rest = _found(tree, {s: source.label for s, source in sources.items()})
    for side, candidate in chosen.items():
        if side not in sources:
            source, problem = _loaded(tree, candidate, side, config)
            told += problem
            if source is not None:
                sources[side] = replace(source, why=candidate.why)
    read = {file for source in sources.values() for file in source.files}
    rest = [c for c in rest if tree.display(c.path) not in read]  # a seed, an included file
    notes = [_passed_over(tree, c, chosen) for c in rest if c.tell] + _others(tree, [c for c in rest if not c.tell])
    if not sources:
        raise nothing_found(tree, name, notes)
    _tell_missing(told, sources)
    listed = tuple(dict.fromkeys((*_taken(sources), *told, *notes, *tree.diagnostics)))
    scripts = (p for p in tree.files() if p.lower().endswith(".sql") and tree.display(p) not in read)
    return _project(name, sources, listed, tuple(sorted(scripts)))


def _project(
    name: str, sides: Mapping[str, Source], told: tuple[Diagnostic, ...], left_out: tuple[str, ...] = ()
) -> Project:
    declared, production, pending = (sides.get(side) for side in SIDES)
    return Project(
        name=name,
        declared=declared,
        production=production,
        pending=pending,
        diagnostics=told,
        left_out=left_out,
    )


def named_sides(project: Project) -> dict[str, str]:
    """The sides of a project as the configuration names them; a side that one name can't give is left out."""
    sides = {"declared": project.declared, "production": project.production, "migrations": project.pending}
    return {
        key: source.label or "."
        for key, source in sides.items()
        if source is not None and source.kind not in {"sql files", "live server"}
    }


def _single(spec: str, named: Mapping[str, str | None], config: Config) -> Project:
    """One source as a project of its own; its kind tells its side."""
    root = Path()
    source = load(spec, root=root, config=config)
    by_kind = {"saved queries": "production", "live server": "production", "snapshot": "production"}
    side = "pending" if source.migrations else by_kind.get(source.kind, "declared")
    sources = {side: replace(source, side=side, why="it was named")}
    for other, value in named.items():
        if value is not None:
            sources[other] = replace(load(value, root=root, side=other, config=config), why=f"{_FLAG[other]} names it")
    _unlike(sources)
    return _project(shown(spec), sources, _taken(sources))


def _named(root: Path, config: Config, named: Mapping[str, str | None]) -> tuple[dict[str, Source], list[Diagnostic]]:
    """The sides that flags or the configuration name."""
    configured = {"declared": config.declared, "production": config.production, "pending": config.migrations}
    sources: dict[str, Source] = {}
    for side in SIDES:
        flag, entry = named[side], configured[side]
        if flag is not None:
            here = is_connection(expand(flag)) or flag.startswith("git:") or Path(flag).exists()
            base = Path() if here and not _within(root, flag) else root
            spec = _relative(root, flag) if base is root else flag
            sources[side] = replace(load(spec, root=base, side=side, config=config), why=f"{_FLAG[side]} names it")
        elif entry is not None:
            base = config.folder if config.file else root
            base = root if base.resolve() == root.resolve() else base
            sources[side] = replace(load(entry, root=base, side=side, config=config), why=f"{config.file} names it")
    _unlike(sources)
    return sources, []


def _within(root: Path, flag: str) -> bool:
    """Whether a path that is there from here lies in the project, or is there only from the project."""
    if is_connection(expand(flag)) or flag.startswith("git:"):
        return False
    return not Path(flag).exists() or Path(flag).resolve().is_relative_to(root.resolve())


def _relative(root: Path, flag: str) -> str:
    given = Path(flag)
    if given.exists() and given.resolve().is_relative_to(root.resolve()) and not given.is_symlink():
        return given.resolve().relative_to(root.resolve()).as_posix()
    return flag


def _unlike(sources: Mapping[str, Source]) -> None:
    """One file can't be two sides: a comparison of a thing with itself proves nothing."""
    seen: dict[str, str] = {}
    for side, source in sources.items():
        for file in source.files or (source.label,) if source.kind != "live server" else ():
            if file in seen and seen[file] != side:
                raise UsageError(
                    f"{file} can't be both {seen[file]} and {side}",
                    help=f"Name another source with {_FLAG[side]}.",
                    origin=Origin(file=file),
                )
            seen[file] = side


def _found(tree: Tree, taken: Mapping[str, str]) -> tuple[dict[str, Candidate], list[Candidate]]:
    """The best candidate for each side that is still open, and the others."""
    all_found = candidates(tree)
    chosen: dict[str, Candidate] = {}
    used = {label.rstrip("/") for label in taken.values()}
    for side in SIDES:
        if side in taken:
            continue
        for candidate in all_found:
            if candidate.side == side and candidate.eligible and candidate.path.rstrip("/") not in used:
                chosen[side] = candidate
                used.add(candidate.path)
                break
    beside = "declared" in taken or ("declared" in chosen and not chosen["declared"].dump)
    if beside and not {"production"} & (chosen.keys() | taken.keys()) and (dump := _dump(all_found, used)):
        chosen["production"] = dump
        used.add(dump.path)
    used |= {path for candidate in chosen.values() for path in candidate.files}
    return chosen, [c for c in all_found if c.path not in used]


def _dump(found: list[Candidate], used: set[str]) -> Candidate | None:
    """A dump beside a declared schema shows the server that it was taken from."""
    for candidate in found:
        if candidate.dump and candidate.eligible and candidate.path not in used:
            return replace(candidate, side="production", why="it is a dump by pg_dump, beside a declared schema")
    return None


def _others(tree: Tree, rest: list[Candidate]) -> list[Diagnostic]:
    """Scripts that describe no database (tests, seeds, one-off scripts), in one line."""
    if not rest:
        return []
    names = [tree.display(c.path) or "." for c in rest]
    shown = ", ".join(names[:3]) + (f" and {len(names) - 3} more" if len(names) > 3 else "")
    s = "s" * (len(names) != 1)
    return [
        Diagnostic(
            code="scripts-left-out",
            message=f"{len(names)} SQL file{s} or folder{s} that describe no whole database were left out: {shown}",
            help="Name one with --declared, --production or --migrations to use it.",
        )
    ]


def _passed_over(tree: Tree, candidate: Candidate, chosen: Mapping[str, Candidate]) -> Diagnostic:
    other = chosen.get(candidate.side)
    before = ", ".join(other.files) or tree.display(other.path) or "." if other else ""
    go = "go" if other and len(other.files) > 1 else "goes"
    reason = candidate.why_not or (f"{before} {go} before it" if before else candidate.why)
    return Diagnostic(
        code="passed-over",
        message=f"{tree.display(candidate.path) or '.'} was left out: {reason}",
        origin=Origin(file=tree.display(candidate.path) or "."),
        help=f"Name it with {_FLAG[candidate.side]} to use it." if candidate.side in _FLAG else "",
    )


def _loaded(tree: Tree, candidate: Candidate, side: str, config: Config) -> tuple[Source | None, list[Diagnostic]]:
    """The candidate's source; one that can't be read is told, and the others go on."""
    try:
        return load_candidate(tree, candidate, side=side, config=config), []
    except SourceError as error:
        told = Diagnostic(
            code="unreadable-source",
            message=error.message,
            origin=error.origin or Origin(file=tree.display(candidate.path)),
            help=error.help,
            level=Level.ERROR,
        )
        return None, [told]


def _taken(sources: Mapping[str, Source]) -> tuple[Diagnostic, ...]:
    return tuple(
        Diagnostic(
            code="source-taken",
            message=f"{side}: {sources[side].label} ({sources[side].kind}): {sources[side].why}",
            origin=Origin(file=sources[side].label),
        )
        for side in SIDES
        if side in sources
    )


def _tell_missing(told: list[Diagnostic], sources: Mapping[str, Source]) -> None:
    what = {
        "declared": "no declared schema was found",
        "production": "nothing was found that shows production",
        "pending": "no folder of migrations was found",
    }
    for side in SIDES:
        if side not in sources:
            told.append(
                Diagnostic(code="side-missing", message=what[side], help=f"Name it with {_FLAG[side]} if there is one.")
            )


def no_migrations(path: str) -> SourceError:
    """The error for a project in which no migrations are to be found that are SQL, with what is there instead."""
    names = {f.rpartition("/")[2] for f in under(DiskTree(root=Path(path)), "")} if Path(path).is_dir() else set()
    hint = next((text for file, text in _HINTS.items() if file in names), "")
    if not hint and any(name.endswith((".py", ".js", ".ts", ".rb")) for name in names):
        hint = "Migrations that are programs are not read: have their tool print the SQL, and name that."
    return SourceError(
        f"No migrations were found in {path}: no SQL file in a layout of a migration tool",
        help=hint or "Name the folder that holds them: trueup migrations FOLDER.",
        origin=Origin(file=path),
    )


_HINTS = {
    "schema.prisma": "Prisma's schema is there: run `prisma migrate diff --from-empty --to-schema-datamodel "
    "prisma/schema.prisma --script > schema.sql`.",
    "alembic.ini": "Alembic's migrations are Python: run `alembic upgrade head --sql > schema.sql`.",
    "manage.py": "Django's migrations are Python: take a dump with `pg_dump --schema-only`.",
    "Gemfile": "Rails keeps schema.rb: set `config.active_record.schema_format = :sql`, or take a dump.",
    "drizzle.config.ts": "Drizzle is there: run `drizzle-kit generate`.",
}


def nothing_found(tree: Tree, name: str, notes: list[Diagnostic]) -> SourceError:
    """The error for a folder without any description, with what is there instead."""
    files = under(tree, "")
    names = {f.rpartition("/")[2] for f in files}
    hint = next((text for file, text in _HINTS.items() if file in names), "")
    if notes:
        hint = hint or f"{notes[0].message}. {notes[0].help}"
    return SourceError(
        f"Nothing in {name} describes a PostgreSQL database: no .sql file, no migrations folder, no snapshot",
        help=hint or "Name a source: --declared FILE, --production postgresql://..., --migrations FOLDER.",
        origin=Origin(file=name),
    )

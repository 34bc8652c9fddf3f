"""What a migration tool recorded in production, held against the files. Pure.

Which tables there are, and what their columns hold: `trueup.catalog.applied`. What is really there: `truth`.
"""

from __future__ import annotations

import hashlib
import zlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from trueup.catalog.model import AppliedMigration
from trueup.finding import Evidence, Finding, Severity
from trueup.migrations.runners import keeps_history
from trueup.migrations.tokens import tokens
from trueup.replay.model import Migration

Recorded = AppliedMigration

# A layout whose tool keeps a table of its own; the others share ``schema_migrations``, or are run by hand.
_OWN_TABLE = frozenset({"supabase", "flyway", "prisma", "goose", "sqitch", "drizzle", "diesel"})
_BY_NAME = frozenset({"prisma", "sqitch", "node"})


def by_tool(migrations: Sequence[Migration], applied: Iterable[Recorded]) -> dict[str, tuple[Recorded, ...]]:
    """The rows that speak of these migrations, by tool: those of their own tool's table where it has one.

    A database can hold the tables of tools that were used before, or of another program; rows of another tool count
    only where the folder's own tool has none, and where at least one of them is a file of the folder.
    """
    found: dict[str, list[Recorded]] = {}
    for row in applied:
        found.setdefault(row.tool, []).append(row)
    if "drizzle" in found:
        found["drizzle"] = _by_place(migrations, found["drizzle"])
    own = {m.tool for m in migrations} & _OWN_TABLE & set(found)
    if own:
        return {tool: tuple(found[tool]) for tool in sorted(own)}
    return {tool: tuple(rows) for tool, rows in found.items() if split(migrations, rows, tool).applied}


def _by_place(migrations: Sequence[Migration], rows: Sequence[Recorded]) -> list[Recorded]:
    """Drizzle's rows, which hold a checksum only, as rows of files: one without its file is of the file at its place.

    Drizzle adds a row for each file in the journal's order and never runs what is older than the newest row
    (drizzle-orm, ``PgDialect.migrate``), so a file that was edited keeps its place.
    """
    own = [key(m, "drizzle") for m in migrations]
    sums = [checksums(m.text, "drizzle") for m in migrations]
    known = {row.version for row in rows}
    found = []
    for place, row in enumerate(rows):
        same = next((own[n] for n, forms in enumerate(sums) if row.version in forms), "")
        if not same and place < len(own) and not known & set(sums[place]):
            same = own[place]
        found.append(replace(row, version=same or row.version))
    return found


def flyway_checksum(text: str) -> int:
    """Flyway's checksum: CRC-32 over the lines without their ends, as a signed 32-bit number; a BOM is left out."""
    crc = 0
    for line in text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n").split("\n"):
        crc = zlib.crc32(line.encode(), crc)
    return crc - (1 << 32) if crc >= 1 << 31 else crc


_DIGESTS = {"prisma": "sha256", "drizzle": "sha256", "sqitch": "sha1", "sqlx": "sha384"}


def checksums(text: str, tool: str) -> tuple[str, ...]:
    """The checksums that a tool would give a file of this text, "" for the tools that have none.

    Several, because a text was decoded: which line ends and whether a byte order mark was in the file is not told.
    """
    if tool == "flyway":
        return (str(flyway_checksum(text)),)
    if tool not in _DIGESTS:
        return ()
    lines = text.removeprefix("\ufeff").replace("\r\n", "\n")
    forms = dict.fromkeys([text, lines, lines.replace("\n", "\r\n"), "\ufeff" + lines])
    return tuple(hashlib.new(_DIGESTS[tool], form.encode()).hexdigest() for form in forms)


def key(migration: Migration, tool: str) -> str:
    """What the history table calls this migration."""
    if tool == "drizzle":
        return checksums(migration.text, tool)[0] if migration.text else ""
    if tool == "node":
        return migration.name.removesuffix(".sql")
    if (
        tool == "diesel"
    ):  # what stands before the first underscore, without dashes (diesel_migrations, `version_from_string`)
        return migration.version.replace("-", "")
    return migration.name if tool in _BY_NAME else migration.version


def _normal(version: str) -> str:
    """Versions compare without leading zeros and with dots for underscores, as Flyway and goose compare numbers."""
    parts = version.replace("_", ".").split(".")
    return ".".join(p.lstrip("0") or "0" if p.isdigit() else p for p in parts)


@dataclass(frozen=True, slots=True, kw_only=True)
class Split:
    """Migrations by what the history says: `applied` and `pending`, each in the tool's own order."""

    applied: tuple[Migration, ...]
    pending: tuple[Migration, ...]


def split(migrations: Sequence[Migration], recorded: Sequence[Recorded], tool: str) -> Split:
    """Which migrations are recorded as applied; a row that stands for all up to it does so for those that sort so."""
    versions = {_normal(r.version) for r in recorded if r.success and r.version}
    bounds = [_sortable(r.version) for r in recorded if r.up_to and r.success]
    bounds += [_before(r.version) for r in recorded if r.up_to and not r.success]
    repeated = _repeated(recorded) if tool == "flyway" else {}

    def is_applied(migration: Migration) -> bool:
        own = key(migration, tool)
        if not own:
            return repeated.get(migration.name.lower(), "") in checksums(migration.text, tool)
        return _normal(own) in versions or any(_sortable(migration.version) <= bound for bound in bounds)

    applied = {m.name for m in migrations if is_applied(m)}
    if tool == "alembic" and all(m.tool == "alembic" or m.version.isdigit() for m in migrations):
        # It keeps the newest revision only, which stands for all before it where the folder tells their order.
        last = max((n for n, m in enumerate(migrations) if m.name in applied), default=-1)
        applied |= {m.name for m in migrations[: last + 1]}
    return Split(
        applied=tuple(m for m in migrations if m.name in applied),
        pending=tuple(m for m in migrations if m.name not in applied),
    )


def _repeated(recorded: Sequence[Recorded]) -> Mapping[str, str]:
    """Flyway's repeatable migrations by script, each with the checksum of its last run."""
    return {r.name.lower(): r.checksum for r in recorded if not r.version and r.success}


_Sortable = tuple[tuple[int, int, str], ...]


def _sortable(version: str) -> _Sortable:
    parts = version.replace("_", ".").split(".")
    return tuple((0, int(p), "") if p.isdigit() else (1, 0, p) for p in parts)


def _before(version: str) -> _Sortable:
    """What sorts right before a version that failed."""
    return _sortable(str(int(version) - 1)) if version.isdigit() else ()


def told_of(migrations: Sequence[Migration], applied: Mapping[str, Sequence[Recorded]]) -> frozenset[str]:
    """The migrations of which a history says anything, if only that they failed."""
    versions = {tool: {_normal(r.version) for r in rows} for tool, rows in applied.items()}
    return frozenset(m.name for m in migrations for tool in versions if _normal(key(m, tool)) in versions[tool])


def check(migrations: Sequence[Migration], recorded: Sequence[Recorded], tool: str) -> tuple[Finding, ...]:
    """Hold recorded rows against the files.

    Args:
        migrations: all files, in the tool's own order.
        recorded: the rows of the history table.
        tool: whose table it is (see `trueup.catalog.applied`), "" for none.
    """
    # Of two files with one version, the first; what Flyway repeats has none.
    by_version = {_normal(k): m for m in reversed(migrations) if (k := key(m, tool))}
    findings = [*_two_files(migrations, tool)]
    for row in recorded:
        migration = by_version.get(_normal(row.version))
        if not row.success:
            findings.append(_failed(row, migration))
        elif migration is not None:
            findings.extend(_edited(row, migration, tool))
        elif row.version and not row.up_to and tool != "alembic":
            findings.append(_no_file(row, _renamed(row, migrations, recorded, tool)))
    findings.extend(_out_of_order(migrations, recorded, tool))
    return tuple(findings)


def _two_files(migrations: Sequence[Migration], tool: str) -> Iterable[Finding]:
    by_version: dict[str, list[Migration]] = {}
    for migration in migrations:
        if migration.version and key(migration, tool):  # Flyway's repeatable ones have none
            by_version.setdefault(_normal(key(migration, tool)), []).append(migration)
    for first, *others in by_version.values():
        if others:
            names = ", ".join(m.name for m in (first, *others[:-1]))
            own = keeps_history(first.tool)  # of files run by hand, nobody knows whether anything goes by their numbers
            then = "the tool runs" if own else "what goes by versions runs"
            yield Finding(
                rule="duplicate-migration-version",
                severity=Severity.ERROR if own or tool else Severity.WARNING,
                message=f"{names} and {others[-1].name} have the same version "
                f"{key(first, tool)}: {then} one of them and takes the rest for applied, or stops.",
                help="Give each of the later ones a version of its own.",
                origin=others[0].up.origin,
                side="pending",
                subject=f"{first.name} {others[0].name}",
            )


def _failed(row: Recorded, migration: Migration | None) -> Finding:
    return Finding(
        rule="failed-migration-recorded",
        severity=Severity.ERROR,
        message=f"Production records migration {row.name or row.version} as failed or unfinished: "
        "its tool refuses to go on until that is resolved.",
        help="Look at what it left behind, then mark it as resolved with the tool's own command.",
        origin=migration.up.origin if migration is not None else None,
        side="production",
        subject=row.version,
    )


def _renamed(
    row: Recorded, migrations: Sequence[Migration], recorded: Sequence[Recorded], tool: str
) -> Migration | None:
    """The file that a row without one is about under another version: of the same text, or else of the same name."""
    others = split(migrations, recorded, tool).pending
    if row.statements:
        same = [m for m in others if not _statement_difference(row.statements, m)]
    elif row.checksum:
        same = [m for m in others if m.text and row.checksum in checksums(m.text, tool)]
    else:
        same = []
    words = row.name.removesuffix(".sql").removeprefix(f"{row.version}_").lower()
    named = [m for m in others if words and _bare_name(m) == words]
    return next(iter(same or named), None)


def _bare_name(migration: Migration) -> str:
    """A file's name without its version and its ending."""
    name = migration.name.removesuffix(".sql").removesuffix(".up")
    return name.removeprefix(migration.version).lstrip("_-.").lower()


def _no_file(row: Recorded, renamed: Migration | None) -> Finding:
    name = f" ({row.name})" if row.name and row.name != row.version else ""
    if renamed is not None:
        return Finding(
            rule="migration-renamed-after-applied",
            severity=Severity.WARNING,
            message=f"Production records migration {row.version}{name}, whose file is {renamed.name} now: its tool "
            "takes that for a new migration and will run it again.",
            help="Give the file its old name back, or record the new version as applied with the tool's own command.",
            origin=renamed.up.origin,
            side="pending",
            subject=row.version,
        )
    return Finding(
        rule="recorded-migration-without-file",
        severity=Severity.WARNING,
        message=f"Production records migration {row.version}{name}, and no file of the folder has that version: "
        "the folder can't make this database again.",
        help="Bring the file back from another branch, or record the difference in a baseline.",
        side="production",
        subject=row.version,
    )


def _edited(row: Recorded, migration: Migration, tool: str) -> Iterable[Finding]:
    shown = _difference(row, migration, tool)
    if shown:
        yield Finding(
            rule="migration-edited-after-applied",
            severity=Severity.WARNING,
            message=f"{migration.name} was changed after it had been applied: what production ran is not what the "
            "file says, and the change will never run there.",
            help="Put the file back as it was, and make the change in a new migration.",
            origin=migration.up.origin,
            side="pending",
            evidence=(Evidence(kind="text", text=shown),),
            subject=migration.name,
        )


def _difference(row: Recorded, migration: Migration, tool: str) -> str:
    """How the file differs from what was recorded, or ""."""
    if row.statements:
        return _statement_difference(row.statements, migration)
    if not row.checksum or not migration.text or row.up_to:
        return ""
    actual = checksums(migration.text, tool)
    return (
        "" if not actual or row.checksum in actual else f"recorded checksum {row.checksum}, the file's is {actual[0]}"
    )


def _statement_difference(recorded: Sequence[str], migration: Migration) -> str:
    """Compare token by token: comments, spaces and closing semicolons don't count."""
    before = [_tokens(s) for s in recorded]
    after = [_tokens(s.sql) for s in migration.up.statements]
    before, after = [t for t in before if t], [t for t in after if t]
    if [t for s in before for t in s] == [t for s in after for t in s]:
        return ""
    for number, (old, new) in enumerate(zip(before, after, strict=False), 1):
        if old != new:
            return f"statement {number} was {_short(old)} and is now {_short(new)}"
    return f"it had {len(before)} statements and now has {len(after)}"


def _short(tokens: Sequence[str]) -> str:
    text = " ".join(tokens)
    return f"`{text if len(text) <= 100 else text[:99] + '…'}`"


def _tokens(sql: str) -> tuple[str, ...]:
    return tuple(text for text in tokens(sql) if text != ";")


def _out_of_order(migrations: Sequence[Migration], recorded: Sequence[Recorded], tool: str) -> Iterable[Finding]:
    if tool in {"", "alembic", "drizzle", "sqitch"}:
        return
    parts = split(migrations, recorded, tool)
    if not parts.applied:
        return
    newest = max(parts.applied, key=lambda m: _sortable(m.version))
    for migration in parts.pending:
        if migration.version and _sortable(migration.version) < _sortable(newest.version):
            yield Finding(
                rule="migration-sorts-before-applied",
                severity=Severity.WARNING,
                message=f"{migration.name} is not applied and sorts before {newest.name}, which is: {_says(tool)}.",
                help="Rename it so that it sorts after the newest applied one, if nothing ran it elsewhere.",
                origin=migration.up.origin,
                side="pending",
                subject=migration.name,
            )


def _says(tool: str) -> str:
    return {
        "supabase": "`supabase db push` stops and asks for --include-all",
        "flyway": "Flyway leaves it out, and validate fails, unless outOfOrder is set",
        "goose": "goose stops, unless it is told -allow-missing",
        "sqlx": "`sqlx migrate run` runs it after migrations that were written later",
    }.get(tool, "the tool runs it after migrations that were written later")

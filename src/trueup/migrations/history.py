"""What a migration tool recorded in production, held against the files and against what is really there. Pure.

The tables and what each of them records:

Supabase CLI, ``supabase_migrations.schema_migrations``: version, statements, name.
dbmate, Rails, golang-migrate, ``schema_migrations``: version.
Flyway, ``flyway_schema_history``: version, success, checksum (CRC-32 over the lines of the file).
Prisma, ``_prisma_migrations``: finished_at, rolled_back_at, checksum (SHA-256 of the file).
goose, ``goose_db_version``: version_id, is_applied. sqitch, ``sqitch.changes``. Alembic, ``alembic_version``.
"""

from __future__ import annotations

import hashlib
import zlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from trueup.catalog.model import AppliedMigration
from trueup.finding import Evidence, Finding, Severity
from trueup.migrations.tokens import tokens
from trueup.replay.model import Migration

TABLES: dict[str, tuple[str, str]] = {
    "supabase": ("supabase_migrations", "schema_migrations"),
    "schema_migrations": ("public", "schema_migrations"),
    "flyway": ("public", "flyway_schema_history"),
    "prisma": ("public", "_prisma_migrations"),
    "goose": ("public", "goose_db_version"),
    "sqitch": ("sqitch", "changes"),
    "alembic": ("public", "alembic_version"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Recorded:
    """One row of a history table.

    Args:
        version: what the tool sorts by; for Prisma and sqitch the name.
        name: the migration's name or description, "" where the tool keeps none.
        success: False for a row that says that it failed, or was rolled back.
        checksum: as stored, "" where there is none.
        statements: the statements as stored (Supabase), or ().
        baseline: Flyway's BASELINE row, or Prisma's row that was marked as applied by hand.
    """

    version: str
    name: str = ""
    success: bool = True
    checksum: str = ""
    statements: tuple[str, ...] = ()
    baseline: bool = False


def from_catalog(applied: Iterable[AppliedMigration]) -> dict[str, tuple[Recorded, ...]]:
    """The rows that the introspection brought along (version and name only), by tool."""
    found: dict[str, list[Recorded]] = {}
    for row in applied:
        found.setdefault(row.tool, []).append(Recorded(version=row.version, name=row.name))
    return {tool: tuple(rows) for tool, rows in found.items()}


def read_rows(tool: str, rows: Iterable[Mapping[str, Any]]) -> tuple[Recorded, ...]:
    """The rows of a history table, as a driver gives them, in one form.

    Args:
        tool: a key of `TABLES`.
        rows: column name to value.
    """
    readers = {"flyway": _flyway, "prisma": _prisma, "sqitch": _sqitch, "alembic": _alembic}
    if tool == "goose":
        return _goose(rows)
    return tuple(readers.get(tool, _plain)(row) for row in rows)


def _plain(row: Mapping[str, Any]) -> Recorded:
    statements = row.get("statements") or ()
    return Recorded(
        version=str(row.get("version", "")),
        name=str(row.get("name") or ""),
        success=not row.get("dirty", False),
        statements=tuple(str(s) for s in statements),
    )


def _flyway(row: Mapping[str, Any]) -> Recorded:
    return Recorded(
        version=str(row.get("version") or ""),
        name=str(row.get("script") or row.get("description") or ""),
        success=bool(row.get("success", True)),
        checksum="" if row.get("checksum") is None else str(row["checksum"]),
        baseline=str(row.get("type", "")).upper() == "BASELINE",
    )


def _prisma(row: Mapping[str, Any]) -> Recorded:
    name = str(row.get("migration_name", ""))
    return Recorded(
        version=name,
        name=name,
        success=row.get("finished_at") is not None and row.get("rolled_back_at") is None,
        checksum=str(row.get("checksum") or ""),
        baseline=row.get("applied_steps_count") == 0 and row.get("finished_at") is not None,
    )


def _sqitch(row: Mapping[str, Any]) -> Recorded:
    name = str(row.get("change", ""))
    return Recorded(version=name, name=name)


def _alembic(row: Mapping[str, Any]) -> Recorded:
    return Recorded(version=str(row.get("version_num", "")))


def _goose(rows: Iterable[Mapping[str, Any]]) -> tuple[Recorded, ...]:
    """The last row of a version counts (a down run adds a row with is_applied false); version 0 is goose's own."""
    last: dict[str, bool] = {}
    for row in rows:
        last[str(row.get("version_id", ""))] = bool(row.get("is_applied", True))
    return tuple(Recorded(version=version) for version, applied in last.items() if applied and version != "0")


def flyway_checksum(text: str) -> int:
    """Flyway's checksum: CRC-32 over the lines without their ends, as a signed 32-bit number; a BOM is left out."""
    crc = 0
    for line in text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n").split("\n"):
        crc = zlib.crc32(line.encode(), crc)
    return crc - (1 << 32) if crc >= 1 << 31 else crc


def prisma_checksum(data: bytes) -> str:
    """Prisma's checksum: SHA-256 of ``migration.sql``, in hexadecimal."""
    return hashlib.sha256(data).hexdigest()


def key(migration: Migration, tool: str) -> str:
    """What the history table calls this migration."""
    if tool in {"prisma", "sqitch"}:
        return migration.name
    return migration.version


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
    """Which migrations are recorded as applied; a baseline row stands for all that sort up to it."""
    versions = {_normal(r.version) for r in recorded if r.success}
    baselines = [_sortable(r.version) for r in recorded if r.baseline and tool == "flyway"]
    applied = {
        m.name
        for m in migrations
        if _normal(key(m, tool)) in versions or any(_sortable(m.version) <= b for b in baselines)
    }
    return Split(
        applied=tuple(m for m in migrations if m.name in applied),
        pending=tuple(m for m in migrations if m.name not in applied),
    )


def _sortable(version: str) -> tuple[tuple[int, int, str], ...]:
    parts = version.replace("_", ".").split(".")
    return tuple((0, int(p), "") if p.isdigit() else (1, 0, p) for p in parts)


def check(
    migrations: Sequence[Migration],
    recorded: Sequence[Recorded],
    tool: str,
    *,
    texts: Mapping[str, str] | None = None,
) -> tuple[Finding, ...]:
    """Hold recorded rows against the files.

    Args:
        migrations: all files, in the tool's own order.
        recorded: the rows of the history table.
        tool: a key of `TABLES`.
        texts: name to the file's text, for the tools that record a checksum.
    """
    by_version = {_normal(key(m, tool)): m for m in migrations}
    findings = [*_two_files(migrations, tool)]
    for row in recorded:
        migration = by_version.get(_normal(row.version))
        if not row.success:
            findings.append(_failed(row))
        elif migration is None and not row.baseline and row.version:
            findings.append(_no_file(row))
        elif migration is not None:
            findings.extend(_edited(row, migration, tool, (texts or {}).get(migration.name)))
    findings.extend(_out_of_order(migrations, recorded, tool))
    return tuple(findings)


def _two_files(migrations: Sequence[Migration], tool: str) -> Iterable[Finding]:
    seen: dict[str, Migration] = {}
    for migration in migrations:
        if not migration.version:  # Flyway's repeatable ones
            continue
        version = _normal(key(migration, tool))
        first = seen.setdefault(version, migration)
        if first is not migration:
            yield Finding(
                rule="duplicate-migration-version",
                severity=Severity.ERROR,
                message=f"{first.name} and {migration.name} have the same version {key(migration, tool)}: "
                "the tool runs one of them and takes the other for applied, or stops.",
                help="Give the later one a version of its own.",
                origin=migration.up.origin,
                side="pending",
                subject=f"{first.name} {migration.name}",
            )


def _failed(row: Recorded) -> Finding:
    return Finding(
        rule="failed-migration-recorded",
        severity=Severity.ERROR,
        message=f"Production records migration {row.name or row.version} as failed or unfinished: "
        "its tool refuses to go on until that is resolved.",
        help="Look at what it left behind, then mark it as resolved with the tool's own command.",
        side="production",
        subject=row.version,
    )


def _no_file(row: Recorded) -> Finding:
    name = f" ({row.name})" if row.name and row.name != row.version else ""
    return Finding(
        rule="recorded-migration-without-file",
        severity=Severity.WARNING,
        message=f"Production records migration {row.version}{name}, and no file of the folder has that version: "
        "the folder can't make this database again.",
        help="Bring the file back from another branch, or record the difference in a baseline.",
        side="production",
        subject=row.version,
    )


def _edited(row: Recorded, migration: Migration, tool: str, text: str | None) -> Iterable[Finding]:
    shown = _difference(row, migration, tool, text)
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


def _difference(row: Recorded, migration: Migration, tool: str, text: str | None) -> str:
    """How the file differs from what was recorded, or ""."""
    if row.statements:
        return _statement_difference(row.statements, migration)
    if not row.checksum or text is None or row.baseline:
        return ""
    if tool == "flyway":
        actual = str(flyway_checksum(text))
    elif tool == "prisma":
        actual = prisma_checksum(text.encode())
    else:
        return ""
    return "" if actual == row.checksum else f"recorded checksum {row.checksum}, the file's is {actual}"


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
    if tool not in {"supabase", "schema_migrations", "flyway", "goose"}:
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
    }.get(tool, "the tool runs it after migrations that were written later")

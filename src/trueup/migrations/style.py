"""How a folder names its migrations and opens their transactions, so that a new one looks like its neighbours. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from trueup.replay.model import Migration
from trueup.step import Step

_STAMP = "%Y%m%d%H%M%S"
_DASHED = "%Y-%m-%d-%H%M%S"  # diesel's


def slug(name: str) -> str:
    """A name as part of a file name: lower case, words joined by ``_``."""
    words = "".join(c if c.isalnum() else " " for c in name.lower()).split()
    return "_".join(words) or "migration"


def next_version(migrations: Sequence[Migration], version: str = "") -> str:
    """A version that sorts behind all: the given one, or one more than the last (one second more for a time stamp)."""
    if version:
        return version
    last = max((m.version for m in migrations if m.version.isdigit()), key=lambda v: (int(v), v), default="0")
    if len(last) == len("20240101120000"):
        try:
            return (datetime.strptime(last, _STAMP) + timedelta(seconds=1)).strftime(_STAMP)
        except ValueError:
            pass
    dashed = [m.version for m in migrations if m.version.count("-") == 3 and m.version.replace("-", "").isdigit()]
    if last == "0" and dashed:
        try:
            return (datetime.strptime(max(dashed), _DASHED) + timedelta(seconds=1)).strftime(_DASHED)
        except ValueError:
            pass
    dotted = [m.version for m in migrations if m.version and not m.version.isdigit()]
    if last == "0" and dotted:
        parts = max(dotted, key=_numbers).replace("_", ".").split(".")
        return ".".join([*parts[:-1], str(int(parts[-1]) + 1)]) if parts[-1].isdigit() else f"{parts[0]}_1"
    return str(int(last) + 1).zfill(len(last) if migrations else 3)


def _numbers(version: str) -> tuple[int, ...]:
    return tuple(int(p) if p.isdigit() else 0 for p in version.replace("_", ".").split("."))


def files(
    tool: str,
    migrations: Sequence[Migration],
    name: str,
    up: Sequence[Step],
    down: Sequence[Step] | None,
    *,
    version: str = "",
    header: str = "",
) -> Mapping[str, str]:
    """A new migration as its folder would have it.

    Args:
        tool: the folder's tool.
        migrations: what is there, in order; for the version and the folder.
        name: what it is about.
        up, down: the steps; `down` is None where there is no way back.
        version: the version to use, or "" for one behind the last.
        header: comment lines for its top.

    Returns:
        Path (relative to the folder's root) to text.
    """
    number, words = next_version(migrations, version), slug(name)
    forward, back = _text(up), _text(down) if down is not None else ""
    top = "".join(f"-- {line}\n" for line in header.splitlines())
    if tool == "dbmate":
        return {f"{number}_{words}.sql": f"-- migrate:up\n{top}{forward}\n-- migrate:down\n{back}"}
    if tool == "goose":
        return {f"{number}_{words}.sql": f"-- +goose Up\n{top}{_fenced(up)}\n-- +goose Down\n{_fenced(down or ())}"}
    if tool == "flyway":
        found = {f"V{number}__{words}.sql": top + forward}
        undo = any(m.down is not None for m in migrations) and down is not None
        return {**found, **({f"U{number}__{words}.sql": back} if undo else {})}
    if tool == "prisma":
        return {f"{number}_{words}/migration.sql": top + forward}
    if tool in {"diesel", "hasura"}:
        return {f"{number}_{words}/up.sql": top + forward, f"{number}_{words}/down.sql": back}
    if tool == "up and down files":
        return {f"{number}_{words}.up.sql": top + forward, f"{number}_{words}.down.sql": back}
    if tool == "sqitch":
        return {
            f"deploy/{words}.sql": f"-- Deploy {words}\n{top}\nBEGIN;\n\n{forward}\nCOMMIT;\n",
            f"revert/{words}.sql": f"-- Revert {words}\n\nBEGIN;\n\n{back}\nCOMMIT;\n",
        }
    if _opens_its_own(migrations):
        return {f"{number}_{words}.sql": f"{top}BEGIN;\n\n{forward}\nCOMMIT;\n"}
    return {f"{number}_{words}.sql": top + forward}


def _opens_its_own(migrations: Sequence[Migration]) -> bool:
    """Whether most files of the folder hold a BEGIN of their own."""
    opening = [m for m in migrations if any(s.kind == "TransactionStmt" for s in m.up.statements)]
    return bool(migrations) and len(opening) * 2 > len(migrations)


def _text(steps: Sequence[Step] | None) -> str:
    return "".join(f"{step.sql.rstrip()}\n" for step in steps or ())


def _fenced(steps: Sequence[Step]) -> str:
    """Goose splits at semicolons unless it is told where a statement begins and ends."""
    lines = []
    for step in steps:
        sql = step.sql.rstrip()
        inside = ";" in sql.rstrip(";")
        lines.append(f"-- +goose StatementBegin\n{sql}\n-- +goose StatementEnd" if inside else sql)
    return "".join(f"{line}\n" for line in lines)

"""Sqitch: changes in the order of `sqitch.plan`, each with deploy, revert and verify scripts."""

from __future__ import annotations

import re
from collections import defaultdict

from trueup.diagnostic import Diagnostic, Level
from trueup.errors import SourceError
from trueup.origin import Origin
from trueup.replay.model import Atomicity, Migration
from trueup.sources.reader import Reader


def read_sqitch(reader: Reader, folder: str) -> tuple[Migration, ...]:
    """The changes of the plan in `folder` (sqitch's manual, "sqitchplan").

    A change that was reworked appears twice; the scripts of its earlier form are named ``name@tag``.

    Raises:
        SourceError: not one of the plan's scripts is there.
    """
    top = top_folder(reader, folder)
    migrations = []
    for number, (name, script, line) in enumerate(_changes(reader.text(_path(folder, "sqitch.plan"))), 1):
        deploy, revert = (_path(top, f"{part}/{script}.sql") for part in ("deploy", "revert"))
        plan = reader.tree.display(_path(folder, "sqitch.plan"))
        if not reader.tree.is_file(deploy):
            told = Diagnostic(
                code="script-missing",
                message=f"the plan names {name}, and {reader.tree.display(deploy)} is not there",
                origin=Origin(file=plan, line=line),
                level=Level.ERROR,
            )
            reader.diagnostics.append(told)
            continue
        up = reader.unit(deploy, name=script, atomicity=Atomicity.STATEMENT)
        down = reader.unit(revert) if reader.tree.is_file(revert) else None
        text = reader.text(deploy)
        migrations.append(Migration(version=f"{number:04d}", name=script, up=up, down=down, tool="sqitch", text=text))
    if not migrations:
        plan = reader.tree.display(_path(folder, "sqitch.plan"))
        reason = next((d.message for d in reader.diagnostics if d.code == "script-missing"), "it lists no change")
        raise SourceError(f"{plan} leads to no script: {reason}", origin=Origin(file=plan))
    return tuple(migrations)


def _changes(plan: str) -> list[tuple[str, str, int]]:
    """(change, script, line) in the order of the plan."""
    changes: list[tuple[str, int, str | None]] = []
    rework: dict[str, list[int]] = defaultdict(list)
    for number, text in enumerate(plan.splitlines(), 1):
        line = text.strip()
        if not line or line.startswith(("%", "#")):
            continue
        name = re.split(r"\s", line, maxsplit=1)[0].lstrip("+")
        if name.startswith("@"):
            for earlier in range(len(changes)):
                changes[earlier] = (*changes[earlier][:2], changes[earlier][2] or name)
            continue
        if name.startswith("-"):
            continue
        rework[name].append(len(changes))
        changes.append((name, number, None))
    return [
        (name, name if rework[name][-1] == place or tag is None else f"{name}{tag}", line)
        for place, (name, line, tag) in enumerate(changes)
    ]


def top_folder(reader: Reader, folder: str) -> str:
    """``top_dir`` of sqitch.conf, relative to it."""
    conf = _path(folder, "sqitch.conf")
    if not reader.tree.is_file(conf):
        return folder
    found = re.search(r"^[ \t]*top_dir[ \t]*=[ \t]*(\S+)", reader.text(conf), re.MULTILINE)
    inner = found[1].strip("\"'").strip("./") if found else ""
    return _path(folder, inner) if inner else folder


def _path(folder: str, name: str) -> str:
    return f"{folder}/{name}" if folder else name

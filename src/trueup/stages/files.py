"""Project files that need an update: migrations that conflict or open a hole, and the order in their README."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

from trueup.migrations.model import MigrationsReport, MigrationVerdict
from trueup.stages.declare import unified
from trueup.stages.model import Option, Patch

_ITEM = re.compile(r"^\s*(?:\d+[.)]|[-*])\s+")


def migration_patches(root: Path, migrations: MigrationsReport, option: Option | None) -> tuple[Patch, ...]:
    """A replacement for each migration that option A runs in another form than the file's."""
    if option is None:
        return ()
    texts = {file.replaces: file for file in option.files if file.replaces}
    found = []
    for verdict in migrations.verdicts:
        file = texts.get(verdict.migration.name)
        path = root / verdict.migration.up.origin.file
        if file is None or not path.is_file():
            continue
        old = path.read_text(encoding="utf-8", errors="replace")
        found.append(
            Patch(
                path=verdict.migration.up.origin.file,
                reason=file.reason,
                diff=unified(verdict.migration.up.origin.file, old, file.text),
                executed=option.proven,
            )
        )
    return tuple(found)


def order_patch(root: Path, migrations: MigrationsReport) -> Patch | None:
    """The order for the migrations' README, where there is a README and it says otherwise (or nothing)."""
    if not migrations.order or not migrations.verdicts:
        return None
    folder = (root / migrations.verdicts[0].migration.up.origin.file).parent
    readme = next((p for p in sorted(folder.glob("*")) if p.stem.lower() == "readme" and p.is_file()), None)
    if readme is None:
        return None
    old = readme.read_text(encoding="utf-8", errors="replace")
    new = reordered(old, migrations.order, migrations.verdicts)
    if new == old:
        return None
    path = readme.relative_to(root).as_posix()
    return Patch(path=path, reason="the order that was executed", diff=unified(path, old, new), executed=True)


def reordered(text: str, order: Sequence[str], verdicts: Sequence[MigrationVerdict]) -> str:
    """The text with its list of migrations in this order; where it has no such list, with one at its end."""
    lines = text.split("\n")
    places = [(i, name) for i, line in enumerate(lines) for name in order if _ITEM.match(line) and name in line]
    if {name for _, name in places} == set(order) and len(places) == len(order):
        by_name = {name: _ITEM.sub("", lines[i]) for i, name in places}
        for number, ((i, _), name) in enumerate(zip(places, order, strict=True), 1):
            marker = _ITEM.match(lines[i])
            prefix = marker.group(0) if marker else ""
            lines[i] = re.sub(r"\d+", str(number), prefix) + by_name[name]
        return "\n".join(lines)
    reasons = {v.migration.name: v.verdicts[0].value for v in verdicts}
    section = ["## Order in which the migrations run", ""]
    section += [f"{number}. **{name}** ({reasons[name]})" for number, name in enumerate(order, 1)]
    return text.rstrip("\n") + "\n\n" + "\n".join(section) + "\n"

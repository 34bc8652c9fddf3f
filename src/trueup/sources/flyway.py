"""Flyway: versioned, undo, baseline and repeatable migrations, in folders of any depth."""

from __future__ import annotations

import re
from dataclasses import replace

from trueup.sources.entry import Entry, told
from trueup.sources.reader import Reader

VERSIONED = re.compile(r"(?P<kind>[VUB])(?P<version>\d+(?:[._]\d+)*)__(?P<name>.*)\.sql", re.IGNORECASE)
REPEATABLE = re.compile(r"R__(?P<name>.*)\.sql")


def flyway_entries(reader: Reader, folder: str) -> list[Entry]:
    """By version, number by number; undo scripts are the way back; repeatable ones last, by name (Flyway's manual)."""
    versioned, undo, repeatable = [], {}, []
    for path in _deep_scripts(reader, folder):
        name = path.rsplit("/", 1)[-1]
        if match := VERSIONED.fullmatch(name):
            version = match["version"].replace("_", ".")
            if match["kind"] == "U":
                undo[_flyway_key(version)] = path
            else:
                versioned.append(Entry(version=version, name=name, up=path))
        elif match := REPEATABLE.fullmatch(name):
            repeatable.append(Entry(version="", name=name, up=path))
        else:
            message = f"{name} is not run: Flyway takes V<version>__name.sql and R__name.sql"
            reader.diagnostics.append(told("not-a-migration", message, reader.tree.display(path)))
    ordered = sorted(versioned, key=lambda e: (_flyway_key(e.version), e.name))
    ordered = _without_baselines(reader, ordered)
    with_undo = [replace(e, down=undo.get(_flyway_key(e.version))) for e in ordered]
    return with_undo + sorted(repeatable, key=lambda e: e.name)


def _without_baselines(reader: Reader, entries: list[Entry]) -> list[Entry]:
    """Without the baselines (``B2__x.sql``) whose versions are there one by one: Flyway runs one or the other."""
    kept = []
    for entry in entries:
        baseline = entry.name[:1].upper() == "B"
        if baseline and any(
            e.name[:1].upper() == "V" and _flyway_key(e.version) <= _flyway_key(entry.version) for e in entries
        ):
            message = f"{entry.name} is not run: the migrations that it stands for are there"
            reader.diagnostics.append(told("not-a-migration", message, reader.tree.display(entry.up)))
        else:
            kept.append(entry)
    return kept


def _flyway_key(version: str) -> tuple[int, ...]:
    numbers = [int(part) for part in version.split(".")]
    while len(numbers) > 1 and numbers[-1] == 0:
        numbers.pop()
    return tuple(numbers)


def _deep_scripts(reader: Reader, folder: str) -> list[str]:
    prefix = f"{folder}/" if folder else ""
    return [p for p in reader.tree.files() if p.startswith(prefix) and p.lower().endswith(".sql")]

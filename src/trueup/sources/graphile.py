"""graphile-migrate: the committed migrations, what its settings run before them, and the one in the making."""

from __future__ import annotations

import json
import re
from pathlib import PurePosixPath

from trueup.errors import SourceError
from trueup.sources.entry import Entry, told
from trueup.sources.reader import Reader
from trueup.sources.tree import directly_in, normal

_COMMENT_OR_STRING = re.compile(r'"(?:[^"\\]|\\.)*"|//[^\n]*|/\*.*?\*/', re.DOTALL)
_TRAILING_COMMA = re.compile(r'("(?:[^"\\]|\\.)*")|,(?=\s*[\]}])', re.DOTALL)


def graphile_entries(reader: Reader, folder: str) -> list[Entry]:
    """``afterReset`` of ``.gmrc``, ``committed`` by name, then ``current.sql`` or ``current/`` (its README)."""
    paths = [p for p in _after_reset(reader, folder) if reader.tree.is_file(p)]
    paths += sorted(f"{folder}/committed/{n}".lstrip("/") for n in _scripts(reader, f"{folder}/committed".lstrip("/")))
    current = [p for p in [f"{folder}/current.sql".lstrip("/")] if reader.tree.is_file(p)]
    current += sorted(f"{folder}/current/{n}".lstrip("/") for n in _scripts(reader, f"{folder}/current".lstrip("/")))
    paths += [p for p in current if reader.text(p).strip()]
    return [Entry(version=_version(name), name=name, up=p) for p in paths if (name := p.rsplit("/", 1)[-1])]


def _after_reset(reader: Reader, folder: str) -> list[str]:
    """The SQL files that a reset runs first; ``!`` (as the superuser) changes nothing here. Commands are told."""
    settings = str(PurePosixPath(folder).parent / ".gmrc")
    if not reader.tree.is_file(settings):
        return []
    try:
        actions = json.loads(_plain_json(reader.text(settings))).get("afterReset") or []
    except (ValueError, AttributeError, SourceError):
        message = "these settings can't be read: what afterReset runs before the migrations is not known"
        reader.diagnostics.append(told("settings-unreadable", message, reader.tree.display(settings)))
        return []
    files = []
    for action in actions if isinstance(actions, list) else [actions]:
        name = action.get("file") if isinstance(action, dict) else action
        if isinstance(name, str) and (path := normal(f"{folder}/{name.removeprefix('!')}")) is not None:
            files.append(path)
        else:
            message = "afterReset runs a command here, which trueup does not"
            reader.diagnostics.append(told("command-not-run", message, reader.tree.display(settings)))
    return files


def _plain_json(text: str) -> str:
    """JSON5, as far as the settings use it, as JSON: without comments and trailing commas."""
    bare = _COMMENT_OR_STRING.sub(lambda m: m.group() if m.group().startswith('"') else " ", text)
    return _TRAILING_COMMA.sub(lambda m: m.group(1) or "", bare)


def _scripts(reader: Reader, folder: str) -> list[str]:
    return [n for n in directly_in(reader.tree, folder) if n.lower().endswith(".sql")]


def _version(name: str) -> str:
    match = re.match(r"\d+", name)
    return match.group() if match else ""

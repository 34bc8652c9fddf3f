"""`trueup migrations` through the front door, in this process: files in, the JSON report out."""

from __future__ import annotations

import contextlib
import io
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from trueup.cli.main import main


class Shown:
    """A report, asked by migration and by rule.

    Args:
        code: the exit code.
        text: what was printed.
    """

    def __init__(self, code: object, text: str) -> None:
        self.code = code
        self.text = text

    @property
    def report(self) -> dict[str, Any]:
        found: dict[str, Any] = json.loads(self.text)
        return found

    def migration(self, name: str) -> dict[str, Any]:
        return next(m for m in self.report["migrations"]["migrations"] if m["name"] == name)

    def verdicts(self) -> dict[str, list[str]]:
        return {m["name"]: m["verdicts"] for m in self.report["migrations"]["migrations"]}

    def findings(self, rule: str) -> list[dict[str, Any]]:
        return [f for f in self.report["findings"] if f["rule"] == rule]

    def rules(self) -> set[str]:
        return {f["rule"] for f in self.report["findings"]}


def command(*arguments: str) -> Shown:
    """Run `trueup` with these arguments."""
    printed, code = io.StringIO(), None
    with contextlib.redirect_stdout(printed):
        try:
            main(list(arguments))
        except SystemExit as ended:
            code = ended.code
    return Shown(code, printed.getvalue())


def write(root: Path, files: Mapping[str, str | bytes]) -> Path:
    """The files in a folder."""
    for name, text in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return root


def migrations(
    root: Path,
    files: Mapping[str, str | bytes],
    production: str | None = None,
    *more: str,
    folder: str = "migrations",
) -> Shown:
    """`trueup migrations FOLDER --production SOURCE --format json`; `production` is SQL, or a connection string."""
    write(root / folder, files)
    arguments = ["migrations", str(root / folder), "--format", "json", *more]
    if production is not None:
        source = production
        if not production.startswith("postgresql://"):
            write(root, {"production.sql": production})
            source = str(root / "production.sql")
        arguments += ["--production", source]
    return command(*arguments)

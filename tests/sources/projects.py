"""Writes small projects for the tests of discovery and loading."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path


def write(root: Path, files: Mapping[str, str | bytes]) -> Path:
    """Write files by relative path, and give the folder."""
    for name, content in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return root


def table(name: str) -> str:
    """A statement that makes a table."""
    return f"CREATE TABLE {name} (id bigint PRIMARY KEY);\n"

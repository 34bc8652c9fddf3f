"""Writes `docs/migration-rules.md` from its pages; with `--check` only says whether it is up to date."""

from __future__ import annotations

import sys
from pathlib import Path

from trueup.migrations.pages import markdown

FILE = Path(__file__).parent / "migration-rules.md"

if __name__ == "__main__":
    if "--check" not in sys.argv[1:]:
        FILE.write_text(markdown(), "utf-8")
    elif FILE.read_text("utf-8") != markdown():
        sys.exit("docs/migration-rules.md is stale; run python docs/generate_migrations.py")

"""Writes `docs/rules/`, one page per rule from its own file; with `--check` only says whether they are up to date."""

from __future__ import annotations

import sys
from pathlib import Path

from trueup.rules import discover
from trueup.rules.explain import page

FOLDER = Path(__file__).parent / "rules"


def pages() -> dict[str, str]:
    """File name to text."""
    rules = tuple(discover())
    rows = []
    for loaded in sorted(rules, key=lambda r: (r.rule.area, r.rule.id)):
        rule = loaded.rule
        fix = "executed" if loaded.fix else ""
        rows.append(
            f"| {rule.area} | [{rule.id}]({rule.id}.md) | {rule.title} | {rule.severity} | {fix} | {rule.splinter} |"
        )
    head = "# Rules\n\n| area | rule | what it finds | severity | fix | splinter |\n|---|---|---|---|---|---|\n"
    return {"index.md": head + "\n".join(rows) + "\n", **{f"{r.rule.id}.md": page(r) for r in rules}}


def stale() -> list[str]:
    """Names of pages that are missing, differ, or are of no rule any longer."""
    wanted = pages()
    there = {path.name for path in FOLDER.glob("*.md")}
    old = there - wanted.keys()
    return sorted(old | {n for n, text in wanted.items() if n not in there or (FOLDER / n).read_text("utf-8") != text})


def write() -> None:
    """Write all pages, and take away those of no rule."""
    FOLDER.mkdir(exist_ok=True)
    wanted = pages()
    for path in FOLDER.glob("*.md"):
        if path.name not in wanted:
            path.unlink()
    for name, text in wanted.items():
        (FOLDER / name).write_text(text, "utf-8")


if __name__ == "__main__":
    if "--check" in sys.argv[1:]:
        if names := stale():
            sys.exit(f"stale: {', '.join(names)}; run python docs/generate_rules.py")
    else:
        write()

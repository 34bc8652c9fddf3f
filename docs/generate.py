"""Writes the generated parts of the manual, or with --check fails when one is stale.

python docs/generate.py           write
python docs/generate.py --check   compare
"""

from __future__ import annotations

import importlib.util
import json
import sys
from pathlib import Path

import click

from trueup.access import flaws
from trueup.cli.main import COMMANDS, group
from trueup.config import template
from trueup.migrations import pages as migration_pages
from trueup.report import json as report_json

DOCS = Path(__file__).resolve().parent


def commands_page() -> str:
    """Every command's --help, as the command itself prints it at 100 columns."""
    parts = ["# Commands\n\nGenerated from `--help` by `docs/generate.py`.\n"]
    context = click.Context(group, info_name="trueup", terminal_width=100, max_content_width=100)
    parts.append(f"```text\n{group.get_help(context).rstrip()}\n```\n")
    for name in COMMANDS:
        command = group.get_command(context, name)
        assert command is not None, name
        inner = click.Context(command, info_name=name, parent=context, terminal_width=100, max_content_width=100)
        parts.append(f"## trueup {name}\n\n```text\n{command.get_help(inner).rstrip()}\n```\n")
    return "\n".join(parts)


def configuration_page() -> str:
    """The commented configuration that `trueup init` writes."""
    head = (
        "# Configuration\n\nWhat `trueup init` writes; the same keys work below `[tool.trueup]` in `pyproject.toml`.\n"
    )
    return f"{head}\n```toml\n{template().rstrip()}\n```\n"


def pages() -> dict[Path, str]:
    """Every generated file with its text."""
    found = {
        DOCS / "commands.md": commands_page(),
        DOCS / "configuration.md": configuration_page(),
        DOCS / "report.schema.json": json.dumps(report_json.schema(), indent=2) + "\n",
    }
    found[DOCS / "migration-rules.md"] = migration_pages.markdown()
    found[DOCS / "access-rules.md"] = flaws.markdown()
    rules = DOCS / "generate_rules.py"
    if rules.exists():
        spec = importlib.util.spec_from_file_location("generate_rules", rules)
        assert spec is not None and spec.loader is not None
        module = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(module)
        found.update({DOCS / "rules" / name: text for name, text in module.pages().items()})
    return found


def main(arguments: list[str]) -> int:
    """0 where all is written or fresh, else 1."""
    made = pages()
    if arguments == ["--check"]:
        stale = [path for path, text in made.items() if not path.exists() or path.read_text(encoding="utf-8") != text]
        for path in stale:
            print(f"stale: {path.relative_to(DOCS.parent)} (python3 dev.py docs writes it)")
        return 1 if stale else 0
    for path, text in made.items():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    print(f"{len(made)} pages written")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

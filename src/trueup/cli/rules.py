"""`trueup rules`: list the rules, explain one, make a new one."""

from __future__ import annotations

import json
from pathlib import Path

import click


@click.command("rules")
@click.argument("name", required=False)
@click.option("--format", "format_", type=click.Choice(["terminal", "json"]), default="terminal", show_default=True)
@click.option("--scaffold", metavar="NAME", help="Print the file of a new rule.")
@click.option("--folder", type=click.Path(path_type=Path, file_okay=False), help="A folder with rules of your own.")
def command(name: str | None, format_: str, scaffold: str | None, folder: Path | None) -> int:
    """List the rules, or explain the rule NAME (its id, or splinter's number): what, why, example, fix."""
    from trueup import rules
    from trueup.cli import output as out

    if scaffold:
        path, text = rules.scaffold(scaffold)
        click.echo(f"for rules/{path}:", err=True)
        out.write(text, None)
        return 0
    known = rules.discover().with_rules(rules.discover_folder(folder) if folder else ())
    if name is not None:
        out.write(rules.explain(name, known).rstrip() + "\n", None)
        return 0
    if format_ == "json":
        entries = [
            {"id": r.rule.id, "severity": r.rule.severity.value, "area": r.rule.area, "title": r.rule.title}
            for r in known
        ]
        out.write(json.dumps(entries, indent=2) + "\n", None)
        return 0
    width = max((len(r.rule.id) for r in known), default=0)
    for loaded in known:
        rule = loaded.rule
        click.echo(f"{rule.severity.value:<8} {rule.area:<12} {rule.id:<{width}}  {rule.title}")
    return 0

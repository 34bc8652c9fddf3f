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
    from trueup.access import flaws
    from trueup.cli import output as out
    from trueup.migrations import pages

    if scaffold:
        path, text = rules.scaffold(scaffold)
        click.echo(f"for rules/{path}:", err=True)
        out.write(text, None)
        return 0
    known = rules.discover().with_rules(rules.discover_folder(folder) if folder else ())
    if name is not None:
        out.write((flaws.explain(name) or pages.explain(name) or rules.explain(name, known)).rstrip() + "\n", None)
        return 0
    rows = [(r.rule.severity.value, r.rule.area, r.rule.id, r.rule.title) for r in known]
    rows += [(f.severity.value, "access", f.id, f.title) for f in flaws.FLAWS]
    rows += [(p.severity, "migrations", p.id, p.title) for p in pages.PAGES]
    if format_ == "json":
        names = ("severity", "area", "id", "title")
        out.write(json.dumps([dict(zip(names, row, strict=True)) for row in rows], indent=2) + "\n", None)
        return 0
    width = max(len(row[2]) for row in rows)
    for severity, area, id_, title in rows:
        click.echo(f"{severity:<8} {area:<12} {id_:<{width}}  {title}")
    return 0

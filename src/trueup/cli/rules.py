"""`trueup rules`: list the rules, explain one, make a new one."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from trueup.rules import LoadedRule, RuleSet


@click.command("rules")
@click.argument("name", required=False)
@click.option("--format", "format_", type=click.Choice(["terminal", "json"]), default="terminal", show_default=True)
@click.option("--scaffold", metavar="NAME", help="Print the file of a new rule.")
@click.option(
    "--folder",
    type=click.Path(path_type=Path, file_okay=False),
    help="A folder with rules of your own.  [default: rules_folder of trueup.toml]",
)
@click.option("--test", "test", is_flag=True, help="Run the examples of your own rules (or of NAME) and tell.")
def command(name: str | None, format_: str, scaffold: str | None, folder: Path | None, test: bool) -> int:
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
    own = rules.discover_folder(folder) if folder else _configured()
    known = rules.discover().with_rules(own)
    if test:
        return _tested(name, own, known)
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


def _configured() -> tuple[LoadedRule, ...]:
    """The rules of the folder that the configuration of this folder names."""
    from trueup import config, rules

    found = config.load(Path())
    return rules.discover_folder(found.folder / found.rules_folder) if found.rules_folder else ()


def _tested(name: str | None, own: tuple[LoadedRule, ...], known: RuleSet) -> int:
    """Run examples, one line per rule; 1 where one of them is not as it should be."""
    from trueup import pipeline
    from trueup.errors import UsageError

    if name is not None:
        found = known.find(name)
        if found is None:
            raise UsageError(f'there is no rule "{name}"', help="`trueup rules` lists them all.")
        own = (found,)
    if not own:
        help = "Name their folder with --folder or in trueup.toml (rules_folder), or the rule to test."
        raise UsageError("there are no rules of your own to test", help=help)
    failed = 0
    for trial in pipeline.try_rules(own):
        failed += bool(trial.complaints)
        click.echo(f"{'FAILED' if trial.complaints else 'ok    '} {trial.rule}")
        for complaint in trial.complaints:
            click.echo(f"       {complaint}")
    click.echo(f"{len(own)} tested, {failed} failed")
    return 1 if failed else 0

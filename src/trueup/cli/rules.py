"""`trueup rules`: list the rules, explain one, make a new one, test a team's own."""

from __future__ import annotations

from pathlib import Path

import click

from trueup.errors import UsageError


@click.command("rules")
@click.argument("name", required=False)
@click.option("--format", "format_", type=click.Choice(["terminal", "markdown", "json"]), default="terminal")
@click.option("--scaffold", metavar="NAME", help="Make the file of a new rule.")
@click.option(
    "--test", "test_folder", type=click.Path(path_type=Path, file_okay=False), help="Run a folder's examples."
)
def command(name: str | None, format_: str, scaffold: str | None, test_folder: Path | None) -> int:
    """List the rules, or explain the rule NAME (its id, or splinter's number): what, why, example, fix."""
    from trueup.cli import output as out
    from trueup.rules import catalogue

    if scaffold:
        out.write(catalogue.scaffold(scaffold), None)
        return 0
    if name is None:
        out.write(catalogue.listing(format_), None)
        return 0
    page = catalogue.explain(name, format_)
    if page is None:
        raise UsageError(f"there is no rule {name!r}", help=catalogue.near(name))
    out.write(page, None)
    return 0

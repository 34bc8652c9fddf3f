"""A rule as a page of Markdown, and the file of a new rule."""

from __future__ import annotations

from textwrap import dedent

from trueup.errors import UsageError
from trueup.rules.discover import AREAS, discover
from trueup.rules.model import LoadedRule, RuleSet


def explain(name: str, rules: RuleSet | None = None) -> str:
    """The page of one rule, by id or splinter number; raises `UsageError` if there is none of that name."""
    loaded = (rules or discover()).find(name)
    if loaded is None:
        raise UsageError(f'there is no rule "{name}"', help="`trueup rules` lists them all.")
    return page(loaded)


def page(loaded: LoadedRule) -> str:
    """The manual's page, from the rule's own file."""
    rule = loaded.rule
    facts = [f"severity: {rule.severity}", f"area: {rule.area}", f"needs: {', '.join(rule.needs)}"]
    if rule.platform:
        facts.append(f"platform: {rule.platform}")
    if rule.splinter:
        facts.append(f"splinter: {', '.join(rule.splinter.split())}")
    parts = [
        f"# {rule.id}",
        f"{rule.title}.",
        " · ".join(facts),
        "## What it does",
        _text(rule.what),
        "## Why it is bad",
        _text(rule.why),
        "## Example",
        f"Found here, at each line that is marked:\n\n```sql\n{_text(rule.bad)}\n```",
        f"Not found here:\n\n```sql\n{_text(rule.good)}\n```",
        "## Fix",
        _text(rule.fix),
    ]
    if rule.options:
        lines = [f"- `{o.name}` (default {o.default}): {o.what}" for o in rule.options]
        parts += ["## Options", f"In `trueup.toml`, below `[rules.{rule.id}]`:", "\n".join(lines)]
    if rule.fix_safety:
        parts += ["## Fix safety", _text(rule.fix_safety)]
    return "\n\n".join(parts) + "\n"


def _text(text: str) -> str:
    return dedent(text).strip()


def scaffold(id: str, area: str = "correctness") -> tuple[str, str]:
    """The path (below `rules/`) and the text of a new rule's file; raises `UsageError` for a bad name."""
    plain = id.replace("-", "")
    if not (plain.isascii() and plain.isalnum() and plain.islower()):
        raise UsageError(f'"{id}" is no rule id', help="Lower-case words with hyphens that name the flaw.")
    if area not in AREAS:
        raise UsageError(f'there is no area "{area}"', help=f"One of: {', '.join(AREAS)}.")
    return f"{area}/{id.replace('-', '_')}.py", _SCAFFOLD.format(
        id=id, area=area, title=id.replace("-", " ").capitalize()
    )


_SCAFFOLD = '''"""{title}."""

from __future__ import annotations

from collections.abc import Iterator

from trueup.finding import Finding, Severity
from trueup.rules.context import RuleContext
from trueup.rules.model import Rule

RULE = Rule(
    id="{id}",
    title="{title}",
    severity=Severity.WARNING,
    area="{area}",
    what="Finds ...",
    why="...",
    fix="...",
    bad="""
        CREATE TABLE t (id bigint PRIMARY KEY); -- here
    """,
    good="""
        CREATE TABLE t (id bigint PRIMARY KEY);
    """,
)


def check(context: RuleContext) -> Iterator[Finding]:
    """One finding per table that ..."""
    for table in context.tables:
        yield context.finding(RULE, table.ref, f"{{table.ref.qualified}} ...", "...")
'''

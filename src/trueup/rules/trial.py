"""A rule's own examples, executed: bad gives its findings and no others, the fix takes them away, good gives none.

What `trueup rules --test` runs over a team's rules, and the project's own tests over all.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from textwrap import dedent

import psycopg

from trueup.errors import TrueupError
from trueup.finding import Finding, Severity
from trueup.postgres.server import Database, Server
from trueup.replay.model import Unit
from trueup.replay.run import replay
from trueup.rules.check import check
from trueup.rules.context import RuleContext
from trueup.rules.model import LoadedRule, Need, RuleSet, Selection
from trueup.sqltext.read import read_sql

MARK = "-- here"


@dataclass(frozen=True, slots=True, kw_only=True)
class Trial:
    """What running a rule's examples showed.

    Args:
        rule: its id.
        complaints: what is not as it should be, each a sentence; () where all is well.
    """

    rule: str
    complaints: tuple[str, ...] = ()


def platform_of(loaded: LoadedRule) -> str:
    """The platform that a rule's examples are run on."""
    return loaded.rule.platform or loaded.rule.example_platform or "postgres"


def try_rule(loaded: LoadedRule, server: Server) -> Trial:
    """Run a rule's examples on fresh databases of a server of its platform. Runs the rule's own code."""
    complaints = [f"it has no {name}" for name in ("title", "what", "why", "fix") if not getattr(loaded.rule, name)]
    for name, script in (("bad", loaded.rule.bad), ("good", loaded.rule.good)):
        database = server.create()
        try:
            complaints += _tried(loaded, database, name, dedent(script).strip())
        except (TrueupError, psycopg.Error) as error:
            complaints.append(f"the {name} example can't be run: {str(error).splitlines()[0]}")
        finally:
            database.drop()
    return Trial(rule=loaded.rule.id, complaints=tuple(complaints))


def _tried(loaded: LoadedRule, database: Database, name: str, script: str) -> list[str]:
    context = prepared(loaded, database, script)
    refused = [o for o in context.outcomes if o.error]
    if refused and Need.TEXT not in loaded.rule.needs:
        first = refused[0]
        return [f"the {name} example is refused in line {first.statement.origin.line}: {_message(first)}"]
    findings, failed = found(loaded, context)
    if failed:
        return [f"it could not be run on the {name} example: {failed}"]
    lines = [f.origin.line if f.origin else 0 for f in findings]
    if name == "good":
        return [f"the good example gives a finding in line {line}" for line in lines]
    wanted = marked(script)
    if not wanted:
        return [f"no line of the bad example is marked with {MARK}"]
    if sorted(lines) != wanted:
        return [f"the bad example gives findings in lines {sorted(lines)}, and {wanted} are marked"]
    return _fixed(loaded, context, database, findings)


def _message(outcome: object) -> str:
    error = getattr(outcome, "error", None)
    return str(getattr(error, "message", error))


def _fixed(loaded: LoadedRule, context: RuleContext, database: Database, findings: tuple[Finding, ...]) -> list[str]:
    if loaded.fix is None:
        return []
    if not loaded.rule.fix_safety:
        return ["it has a fix and no fix_safety"]
    with database.connect() as connection:
        for finding in findings:
            for step in loaded.fix(finding, context):
                connection.execute(step.sql.encode())
    left, failed = found(loaded, replace(context, catalog=database.read_catalog()))
    return ["its fix leaves the finding there"] if left or failed else []


def marked(script: str) -> list[int]:
    """The lines of a script that are marked."""
    return [number for number, line in enumerate(script.splitlines(), 1) if line.rstrip().endswith(MARK)]


def prepared(loaded: LoadedRule, database: Database, script: str) -> RuleContext:
    """The context of an example that was run in an empty database."""
    if loaded.rule.example_setup:
        with database.connect(superuser=True) as connection:
            connection.execute(dedent(loaded.rule.example_setup).encode())
    statements = read_sql(script, "example.sql", sections=False).statements
    unit = Unit(name="example.sql", origin=statements[0].origin, statements=statements)
    statistics = loaded.rule.example_statistics
    return RuleContext.of(replay(database, (unit,)), platform_of(loaded), statistics=statistics)


def found(loaded: LoadedRule, context: RuleContext) -> tuple[tuple[Finding, ...], str]:
    """A rule's findings, and why it could not be run to its end, or ""."""
    only = Selection(only=(loaded.rule.id,), minimum=Severity.STYLE)
    report = check(context, only, RuleSet(rules=(loaded,)))
    failed = next((gap.reason for gap in report.not_evaluated if gap.what == f"rule {loaded.rule.id}"), "")
    return report.findings, failed

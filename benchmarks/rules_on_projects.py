"""All rules over folders of SQL: how many findings of each rule, and how long they take.

    python benchmarks/rules_on_projects.py [--show] name=folder ...

Writes a Markdown table; with --show each error and warning too, to be read by hand.
"""

from __future__ import annotations

import sys
import time
from collections import Counter
from pathlib import Path

from trueup.config import Config
from trueup.finding import Finding, Severity
from trueup.postgres.platforms.detection import detect
from trueup.postgres.server import start
from trueup.replay.run import replay
from trueup.rules import RuleContext, RuleReport, check, discover
from trueup.sources.load import load


def examine(folder: Path, config: Config) -> tuple[RuleReport, int, int, int, float]:
    """The report of a folder, its refused statements, tables and functions, and the seconds that the rules took."""
    source = load(".", root=folder, config=config)
    statements = [s for unit in source.units for s in unit.statements]
    platform = detect(iter(statements), paths=source.files).platform
    with start(platform) as server:
        database = server.create()
        found = replay(database, source.units)
        context = RuleContext.of(found, platform)
        begin = time.perf_counter()
        report = check(context)
        seconds = time.perf_counter() - begin
        refused = sum(1 for o in found.outcomes if o.error)
        tables = sum(1 for _ in found.catalog.of_kind("table"))
        functions = sum(1 for _ in found.catalog.of_kind("function", "procedure"))
    return report, refused, tables, functions, seconds


def _show(finding: Finding) -> None:
    print(f"    {finding.severity} {finding.rule} {finding.origin}\n        {finding.message}\n        {finding.help}")


def main(arguments: list[str]) -> None:
    show = "--show" in arguments
    counts: dict[str, Counter[str]] = {}
    print(
        "| project | tables | functions | statements refused | errors | warnings | review | not evaluated | seconds |"
    )
    print("|---|---|---|---|---|---|---|---|---|")
    for argument in (a for a in arguments if "=" in a):
        name, _, folder = argument.partition("=")
        report, refused, tables, functions, seconds = examine(Path(folder), Config())
        by = Counter(f.severity for f in report.findings)
        numbers = [tables, functions, refused, by[Severity.ERROR], by[Severity.WARNING], by[Severity.REVIEW]]
        cells = [name, *map(str, numbers), str(len(report.not_evaluated)), f"{seconds:.2f}"]
        print(f"| {' | '.join(cells)} |", flush=True)
        counts[name] = Counter(f.rule for f in report.findings)
        for finding in report.findings if show else ():
            if finding.severity.rank <= Severity.WARNING.rank:
                _show(finding)
        for missing in report.not_evaluated if show else ():
            print(f"    not evaluated: {missing.what}: {missing.reason[:150]}")
    print(f"\n| rule | severity | {' | '.join(counts)} |\n|---|---|{'---|' * len(counts)}")
    for loaded in discover():
        cells = [str(counts[name][loaded.rule.id] or "") for name in counts]
        if any(cells):
            print(f"| {loaded.rule.id} | {loaded.rule.severity} | {' | '.join(cells)} |")


if __name__ == "__main__":
    main(sys.argv[1:])

"""A longer index already serves what this one serves."""

from __future__ import annotations

from collections.abc import Iterator

from trueup.finding import Finding, Severity
from trueup.rules.context import RuleContext
from trueup.rules.model import Rule
from trueup.rules.performance._shared import columns_text

RULE = Rule(
    id="redundant-index",
    title="A longer index already serves what this one serves",
    severity=Severity.REVIEW,
    area="performance",
    what="""
        Finds plain btree indexes whose columns are the first ones, in the same order, of another index of the
        table.
    """,
    why="Each write keeps both up to date. The shorter one is a little faster to read, which is seldom worth it.",
    fix="Drop the shorter one, unless it is much smaller and often read.",
    bad="""
        CREATE TABLE visits (id bigint PRIMARY KEY, person bigint, at timestamptz);
        CREATE INDEX visits_person ON visits (person); -- here
        CREATE INDEX visits_person_at ON visits (person, at);
    """,
    good="""
        CREATE TABLE visits (id bigint PRIMARY KEY, person bigint, at timestamptz);
        CREATE INDEX visits_at_person ON visits (at, person);
        CREATE INDEX visits_person_at ON visits (person, at);
    """,
)


def check(context: RuleContext) -> Iterator[Finding]:
    """One finding per index, naming the longer one."""
    plain = [
        i for i in context.indexes if i.method == "btree" and i.expressions is None and i.predicate is None and i.valid
    ]
    groups: dict[object, list[int]] = {}
    for number, index in enumerate(plain):
        groups.setdefault(index.table, []).append(number)
    for short in plain:
        if short.unique or short.constraint or short.attached_to or short.include:
            continue
        for number in groups[short.table]:
            long = plain[number]
            n = len(short.columns)
            same = long.columns[:n] == short.columns and long.ordering[:n] == short.ordering
            if same and len(long.columns) > n and long.operator_classes[:n] == short.operator_classes:
                yield context.finding(
                    RULE,
                    short.ref,
                    f"index {short.ref.qualified} ({columns_text(short.columns)}) is the beginning of"
                    f" {long.ref.qualified}.",
                    "Drop it, unless it is much smaller and often read.",
                    related=(long.ref,),
                )
                break

"""A key will soon have no values left."""

from __future__ import annotations

from collections.abc import Iterator

from trueup.catalog.model import Sequence
from trueup.finding import Finding, Severity
from trueup.rules.context import RuleContext
from trueup.rules.model import Option, Rule

RULE = Rule(
    id="key-near-its-end",
    title="A key will soon have no values left",
    severity=Severity.WARNING,
    area="performance",
    options=(Option(name="share", default=0.5, what="The share of its values that may be used, from 0 to 1."),),
    what="""
        Finds sequences that have used more than half of the values that they, or the column that they fill, can
        have.
    """,
    why="""
        When the last value is used, every INSERT fails until the column's type is changed, which rewrites the
        table.
    """,
    fix="Change the column to bigint while there is time.",
    bad="""
        CREATE TABLE events (id serial PRIMARY KEY); -- here
        SELECT setval('events_id_seq', 2000000000);
    """,
    good="""
        CREATE TABLE events (id serial PRIMARY KEY);
        SELECT setval('events_id_seq', 2000);
    """,
)
_LIMITS = {"smallint": 2**15 - 1, "integer": 2**31 - 1}


def check(context: RuleContext) -> Iterator[Finding]:
    """One finding per sequence."""
    for sequence in context.catalog.of_kind("sequence"):
        if (
            not isinstance(sequence, Sequence)
            or sequence.last_value is None
            or sequence.cycle
            or sequence.increment < 1
        ):
            continue
        column = context.columns_by_ref.get(sequence.owned_by) if sequence.owned_by else None
        limit = min(sequence.maximum, _LIMITS.get(column.type, sequence.maximum) if column else sequence.maximum)
        used = sequence.last_value / limit if limit > 0 else 0
        if used > context.option(RULE, "share"):
            yield context.finding(
                RULE,
                column.ref if column else sequence.ref,
                f"{(column or sequence).ref.qualified} has used {used:.0%} of its values.",
                "Change the column to bigint while there is time.",
            )

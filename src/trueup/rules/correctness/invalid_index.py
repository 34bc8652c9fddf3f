"""An index is invalid."""

from __future__ import annotations

from collections.abc import Iterator

from trueup.finding import Finding, Severity
from trueup.rules.context import RuleContext
from trueup.rules.model import Rule

RULE = Rule(
    id="invalid-index",
    title="An index is invalid",
    severity=Severity.WARNING,
    area="correctness",
    what="""
        Finds indexes that are not valid: most often a CREATE INDEX CONCURRENTLY failed, or a partitioned table's
        index waits for its parts.
    """,
    why="No query uses it, a UNIQUE one doesn't hold, and each write keeps it up to date all the same.",
    fix="Drop it and make it again, or REINDEX it.",
    bad="""
        CREATE TABLE events (id bigint, at timestamptz) PARTITION BY RANGE (at);
        CREATE TABLE events_2026 PARTITION OF events FOR VALUES FROM ('2026-01-01') TO ('2027-01-01');
        CREATE INDEX events_at ON ONLY events (at); -- here
    """,
    good="""
        CREATE TABLE events (id bigint, at timestamptz) PARTITION BY RANGE (at);
        CREATE TABLE events_2026 PARTITION OF events FOR VALUES FROM ('2026-01-01') TO ('2027-01-01');
        CREATE INDEX events_at ON events (at);
    """,
)


def check(context: RuleContext) -> Iterator[Finding]:
    """One finding per index."""
    for index in context.indexes:
        if not index.valid:
            yield context.finding(
                RULE,
                index.ref,
                f"index {index.ref.qualified} is invalid: no query uses it.",
                "Drop it and make it again.",
            )

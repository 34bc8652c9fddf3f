"""The API serves a materialized view."""

from __future__ import annotations

from collections.abc import Iterator

from trueup.finding import Finding, Severity
from trueup.rules.context import RuleContext
from trueup.rules.model import Need, Rule
from trueup.rules.security._shared import exposed_relations, roles_text

RULE = Rule(
    id="materialized-view-in-api",
    title="The API serves a materialized view",
    severity=Severity.REVIEW,
    area="security",
    needs=(Need.SCRATCH,),
    platform="supabase",
    splinter="0016",
    what="""
        Finds materialized views in a schema that the API serves that the API's roles may read. Where a table behind
        it has row-level security, it is a warning.
    """,
    why="""
        A materialized view can have no policies: all its rows are readable, whatever the policies of the tables
        behind it say.
    """,
    fix="Revoke SELECT from the API's roles, or move it to a schema that the API doesn't serve.",
    bad="""
        CREATE MATERIALIZED VIEW totals AS SELECT 1 AS n; -- here
    """,
    good="""
        CREATE MATERIALIZED VIEW totals AS SELECT 1 AS n;
        REVOKE ALL ON totals FROM anon, authenticated;
    """,
)


def check(context: RuleContext) -> Iterator[Finding]:
    """One finding per materialized view."""
    from trueup.rules.security._shared import tables_behind

    for view in context.catalog.of_kind("materialized view"):
        roles = exposed_relations(context, view.ref, write=False)
        if not roles:
            continue
        objects = context.catalog.objects
        protected = any(getattr(objects.get(t), "row_security", False) for t in tables_behind(context, view.ref))
        yield context.finding(
            RULE,
            view.ref,
            f"{view.ref.qualified} is a materialized view, which no policy protects, and {roles_text(roles)}"
            " can read it.",
            "Revoke SELECT from the API's roles if not all of it is public.",
            severity=Severity.WARNING if protected else Severity.REVIEW,
        )

"""A view that the API serves reads protected tables with its owner's rights."""

from __future__ import annotations

from collections.abc import Iterator

from trueup.finding import Finding, Severity
from trueup.rules.context import RuleContext
from trueup.rules.model import Need, Rule
from trueup.rules.security._shared import asks_who, exposed_relations, roles_text, tables_behind
from trueup.sqltext import quote
from trueup.step import Step

RULE = Rule(
    id="view-bypasses-rls",
    title="A view that the API serves reads protected tables with its owner's rights",
    severity=Severity.WARNING,
    area="security",
    needs=(Need.SCRATCH,),
    platform="supabase",
    splinter="0010",
    what="""
        Finds views without `security_invoker` that the API's roles may read and that read, directly or through
        other views, a table with row-level security. Where the view's own query asks who calls, the severity is
        review.
    """,
    why="The tables' policies are not applied to whoever reads the view: it shows all rows that its query selects.",
    fix="""
        Set `security_invoker = true`. Where the view is there to show more than the policies allow, say so in a
        suppression.
    """,
    fix_safety="""
        Readers then see only rows that the policies of the tables let them see, and need the tables' privileges.
    """,
    bad="""
        CREATE TABLE notes (id bigint PRIMARY KEY, body text);
        ALTER TABLE notes ENABLE ROW LEVEL SECURITY;
        CREATE VIEW all_notes AS SELECT * FROM notes; -- here
    """,
    good="""
        CREATE TABLE notes (id bigint PRIMARY KEY, body text);
        ALTER TABLE notes ENABLE ROW LEVEL SECURITY;
        CREATE VIEW all_notes WITH (security_invoker = true) AS SELECT * FROM notes;
        CREATE VIEW numbers AS SELECT generate_series(1, 3) AS n;
    """,
)


def check(context: RuleContext) -> Iterator[Finding]:
    """One finding per view."""
    for view in context.views:
        if view.security_invoker:
            continue
        roles = exposed_relations(context, view.ref, write=False)
        protected = [t for t in tables_behind(context, view.ref) if _protected(context, t)] if roles else []
        if protected:
            names = ", ".join(ref.qualified for ref in protected)
            yield context.finding(
                RULE,
                view.ref,
                f"{view.ref.qualified} reads {names} with its owner's rights: policies don't bind"
                f" {roles_text(roles)} there.",
                "Set security_invoker = true on the view.",
                related=protected,
                severity=Severity.REVIEW if asks_who(context, view.definition) else RULE.severity,
            )


def _protected(context: RuleContext, ref: object) -> bool:
    table = context.catalog.objects.get(ref)  # type: ignore[call-overload]
    return bool(getattr(table, "row_security", False))


def fix(finding: Finding, context: RuleContext) -> tuple[Step, ...]:
    """Set security_invoker."""
    ref = finding.ref
    assert ref is not None
    sql = f"ALTER VIEW {quote.ref(ref)} SET (security_invoker = true);"
    return (Step(sql=sql, reason="policies bind the reader", ref=ref),)

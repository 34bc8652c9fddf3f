"""Several permissive policies hold for the same role and command."""

from __future__ import annotations

from collections.abc import Iterator

from trueup.finding import Finding, Severity
from trueup.rules.context import RuleContext
from trueup.rules.model import Rule

RULE = Rule(
    id="multiple-permissive-policies",
    title="Several permissive policies hold for the same role and command",
    severity=Severity.REVIEW,
    area="performance",
    splinter="0006",
    what="Finds tables on which more than one permissive policy holds for the same role and the same command.",
    why="""
        All of them are evaluated for each row, joined by OR; and a row is let through by whichever is the most
        generous.
    """,
    fix="Make one policy of them, with OR; or give each its own roles with TO.",
    bad="""
        CREATE TABLE notes (id bigint PRIMARY KEY, owner name, public boolean);
        ALTER TABLE notes ENABLE ROW LEVEL SECURITY;
        CREATE POLICY own ON notes FOR SELECT USING (owner = current_user); -- here
        CREATE POLICY published ON notes FOR SELECT USING (public);
    """,
    good="""
        CREATE TABLE notes (id bigint PRIMARY KEY, owner name, public boolean);
        ALTER TABLE notes ENABLE ROW LEVEL SECURITY;
        CREATE POLICY readable ON notes FOR SELECT USING (owner = current_user OR public);
        CREATE POLICY own ON notes FOR UPDATE USING (owner = current_user);
    """,
)
_COMMANDS = ("select", "insert", "update", "delete")


def check(context: RuleContext) -> Iterator[Finding]:
    """One finding per table, with all its commands, at the first of the policies."""
    by_table: dict[object, list[object]] = {}
    for policy in context.policies:
        if policy.permissive and policy.table in context.tables_by_ref:
            by_table.setdefault(policy.table, []).append(policy)
    for policies in by_table.values():
        told: dict[str, set[str]] = {}
        involved = []
        for command in _COMMANDS:
            held = [p for p in policies if p.command in {command, "all"}]  # type: ignore[attr-defined]
            for role in sorted({r for p in held for r in p.roles}):  # type: ignore[attr-defined]
                both = [p for p in held if role in p.roles or "public" in p.roles]  # type: ignore[attr-defined]
                if len(both) > 1:
                    told.setdefault(command, set()).add(role)
                    involved += [p for p in both if p not in involved]
        if told:
            first = min(involved, key=lambda p: str(context.origin(p.ref) or p.ref))  # type: ignore[attr-defined]
            names = ", ".join(sorted(p.ref.name[1] for p in involved))  # type: ignore[attr-defined]
            yield context.finding(
                RULE,
                first.ref,  # type: ignore[attr-defined]
                f"{first.table.qualified} has several permissive policies for"  # type: ignore[attr-defined]
                f" {', '.join(told)} ({names}): each row is put to all of them.",
                "Join them with OR in one policy, or give each its own roles.",
                subject=" ".join(told),
            )

"""A policy lets everybody write every row."""

from __future__ import annotations

from collections.abc import Iterator

from trueup.finding import Finding, Severity
from trueup.rules.context import RuleContext
from trueup.rules.model import Rule
from trueup.rules.security._shared import always_true, binds_api

RULE = Rule(
    id="policy-always-true",
    title="A policy lets everybody write every row",
    severity=Severity.WARNING,
    area="security",
    splinter="0024",
    example_platform="supabase",
    what="""
        Finds permissive policies for INSERT, UPDATE, DELETE or ALL, for PUBLIC or one of the API's roles, whose
        USING or WITH CHECK is true for every row, `true OR ...` and `1 = 1` included. A SELECT policy with `true`
        is a way to publish a table and is not reported.
    """,
    why="Row-level security is on, and protects nothing from that command.",
    fix="""
        Bind the row to the caller. If only the service writes, drop the policy: the service role bypasses row-level
        security.
    """,
    bad="""
        CREATE TABLE notes (id bigint PRIMARY KEY, body text);
        ALTER TABLE notes ENABLE ROW LEVEL SECURITY;
        CREATE POLICY service_inserts ON notes FOR INSERT WITH CHECK (true); -- here
    """,
    good="""
        CREATE TABLE notes (id bigint PRIMARY KEY, body text, owner uuid);
        ALTER TABLE notes ENABLE ROW LEVEL SECURITY;
        CREATE POLICY published ON notes FOR SELECT USING (true);
        CREATE POLICY own ON notes FOR INSERT WITH CHECK ((SELECT auth.uid()) = owner);
    """,
)


def check(context: RuleContext) -> Iterator[Finding]:
    """One finding per policy."""
    for policy in context.policies:
        table = context.tables_by_ref.get(policy.table)
        if not policy.permissive or policy.command == "select" or not binds_api(context, policy):
            continue
        if table is not None and not table.row_security:
            continue
        using = policy.command != "insert" and (policy.using is None or always_true(policy.using))
        check_open = always_true(policy.check) if policy.check else using and policy.command != "delete"
        if using or check_open:
            which = " and ".join(w for w, on in (("USING", using), ("WITH CHECK", check_open)) if on)
            who = ", ".join("everybody" if role == "public" else role for role in policy.roles)
            yield context.finding(
                RULE,
                policy.ref,
                f"policy {policy.ref.qualified} lets {who} {_verb(policy.command)} any row: its {which} is"
                " always true.",
                "Bind the row to the caller; if only the service writes, drop the policy, for it needs none.",
            )


def _verb(command: str) -> str:
    return "write" if command == "all" else command

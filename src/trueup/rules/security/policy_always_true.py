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
        USING or WITH CHECK is true for every row, `true OR ...` and `1 = 1` included, where no restrictive policy
        narrows it. A SELECT policy with `true` is a way to publish a table and is not reported.
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
        CREATE TABLE tenants_notes (id bigint PRIMARY KEY, tenant integer);
        ALTER TABLE tenants_notes ENABLE ROW LEVEL SECURITY;
        CREATE POLICY write ON tenants_notes USING (true);
        CREATE POLICY floor ON tenants_notes AS RESTRICTIVE USING (tenant = 1);
    """,
)


_COMMANDS = ("insert", "update", "delete")


def check(context: RuleContext) -> Iterator[Finding]:
    """One finding per policy."""
    narrowed = {
        (policy.table, command)
        for policy in context.policies
        if not policy.permissive and not always_true(policy.using or policy.check)
        for command in (policy.command, *(_COMMANDS if policy.command == "all" else ()))
    }
    open_to = {"public", *context.api_roles}
    for policy in context.policies:
        if not open_to & set(policy.roles) or (policy.table, policy.command) in narrowed:
            continue
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

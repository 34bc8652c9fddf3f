"""A secret stands in the SQL text."""

from __future__ import annotations

from collections.abc import Iterator

from trueup.finding import Finding, Severity
from trueup.rules.context import RuleContext
from trueup.rules.model import Need, Rule
from trueup.rules.secrets import secrets_in

RULE = Rule(
    id="secret-in-text",
    title="A secret stands in the SQL text",
    severity=Severity.ERROR,
    area="security",
    needs=(Need.TEXT,),
    what="""
        Finds string constants that hold a key by its form: a token of Supabase's service role, keys of Stripe, AWS,
        GitHub, Slack and SendGrid, a private key, a connection string with a password. A token of the role anon is
        public and is not reported.
    """,
    why="Whoever can read the repository, a function's source or a dump has the key.",
    fix="Revoke the key, and keep the new one in Vault or in the environment.",
    bad="""
        CREATE FUNCTION charge() RETURNS text LANGUAGE sql AS $$
          SELECT 'sk_live_' || '' || 'x'
        $$;
        CREATE TABLE config (name text PRIMARY KEY, value text);
        INSERT INTO config VALUES ('aws', 'AKIAIOSFODNN7EXAMPLF'); -- here
    """,
    good="""
        CREATE TABLE config (name text PRIMARY KEY, value text);
        INSERT INTO config VALUES ('db', 'postgres://user:password@localhost/db'), ('aws', 'AKIA');
    """,
)


def check(context: RuleContext) -> Iterator[Finding]:
    """One finding per secret and statement; the message never holds it."""
    for outcome in context.outcomes:
        for kind, shown, origin in secrets_in(outcome.statement):
            yield context.finding(
                RULE,
                None,
                f"{kind} stands in the text: {shown}.",
                "Revoke it, and keep the new one in Vault or in the environment.",
                origin=origin,
                subject=f"{kind} {shown}",
            )

"""A view shows auth.users to the API."""

from __future__ import annotations

from collections.abc import Iterator

from trueup.finding import Finding, Severity
from trueup.ref import ObjectRef
from trueup.rules.context import RuleContext
from trueup.rules.model import Need, Rule
from trueup.rules.outputs import shows_columns_of
from trueup.rules.security._shared import asks_who, exposed_relations, roles_text

RULE = Rule(
    id="auth-users-exposed",
    title="A view shows auth.users to the API",
    severity=Severity.ERROR,
    area="security",
    needs=(Need.SCRATCH,),
    platform="supabase",
    splinter="0002",
    what="""
        Finds views and materialized views in a schema that the API serves that read `auth.users` with their owner's
        rights, show columns of it, and that the API's roles may read. Where the view's own query asks who calls,
        the severity is review.
    """,
    why="E-mail addresses, phone numbers and metadata of all users can be read with the project's public key.",
    fix="Set `security_invoker`, revoke the privileges, or keep what is to be public in a table of its own.",
    bad="""
        CREATE VIEW members AS SELECT id, email FROM auth.users; -- here
    """,
    good="""
        CREATE VIEW members AS SELECT id, email FROM auth.users;
        REVOKE ALL ON members FROM anon, authenticated;
        CREATE TABLE notes (id bigint PRIMARY KEY, owner_email text);
        CREATE VIEW owned AS SELECT n.id FROM notes n JOIN auth.users u ON u.email = n.owner_email;
    """,
)


def check(context: RuleContext) -> Iterator[Finding]:
    """One finding per view."""
    users = ObjectRef("table", "auth", ("users",))
    for view in context.catalog.of_kind("view", "materialized view"):
        needed = context.catalog.depends.get(view.ref, frozenset())
        if not any(
            ref == users or (ref.kind == "column" and ref.schema == "auth" and ref.name[0] == "users") for ref in needed
        ):
            continue
        roles = exposed_relations(context, view.ref, write=False)
        definition = getattr(view, "definition", "")
        if roles and not getattr(view, "security_invoker", False) and shows_columns_of(definition, "auth", "users"):
            yield context.finding(
                RULE,
                view.ref,
                f"{view.ref.qualified} reads auth.users with its owner's rights, and {roles_text(roles)} can read it.",
                "Revoke the privileges from the API's roles, or set security_invoker.",
                related=(users,),
                severity=Severity.REVIEW if asks_who(context, definition) else RULE.severity,
            )

"""A foreign key is there twice."""

from __future__ import annotations

from collections.abc import Iterator

from trueup.catalog.model import Constraint
from trueup.finding import Finding, Severity
from trueup.rules.context import RuleContext
from trueup.rules.model import Rule

RULE = Rule(
    id="duplicate-foreign-key",
    title="A foreign key is there twice",
    severity=Severity.REVIEW,
    area="performance",
    what="""
        Finds foreign keys of one table with the same columns and the same target as another one.
    """,
    why="""
        Each write checks it twice, and with different actions on delete nobody can tell which one holds.
    """,
    fix="""
        Drop one of them.
    """,
    bad="""
        CREATE TABLE people (id bigint PRIMARY KEY);
        CREATE TABLE pets (owner bigint REFERENCES people);
        CREATE INDEX ON pets (owner);
        ALTER TABLE pets ADD CONSTRAINT pets_owner_again FOREIGN KEY (owner) REFERENCES people; -- here
    """,
    good="""
        CREATE TABLE people (id bigint PRIMARY KEY);
        CREATE TABLE pets (owner bigint REFERENCES people, keeper bigint REFERENCES people);
        CREATE INDEX ON pets (owner);
        CREATE INDEX ON pets (keeper);
    """,
)


def check(context: RuleContext) -> Iterator[Finding]:
    """One finding per foreign key that another one of its table equals."""
    first: dict[object, Constraint] = {}
    for constraint in sorted(context.constraints, key=lambda c: (len(c.ref.name[-1]), c.ref)):
        if constraint.type != "foreign key" or constraint.inherited_from is not None:
            continue
        pairs = frozenset(zip(constraint.columns, constraint.referenced_columns, strict=True))
        other = first.setdefault((constraint.table, constraint.references, pairs), constraint)
        if other is not constraint:
            same = (other.on_delete, other.on_update) == (constraint.on_delete, constraint.on_update)
            yield context.finding(
                RULE,
                constraint.ref,
                f"foreign key {constraint.ref.qualified} says what {other.ref.name[-1]} says"
                + ("." if same else ", with other actions."),
                "Drop one of them.",
                related=(other.ref,),
            )

"""Policies that wait for a value which a check of the table forbids: `role = 'admin'`, and no row can hold it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from trueup.access.kinds.dead.never import is_false
from trueup.access.study import Claim, Study
from trueup.finding import Severity
from trueup.seeding.engine import Action, Task
from trueup.seeding.insight import Names, asked_of, policy_texts
from trueup.seeding.schema import Constraint, Policy, Relation, literal, quote


@dataclass(frozen=True, slots=True, kw_only=True)
class Want:
    """A value that a policy asks for and that a check refuses."""

    table: Relation
    column: str
    value: str
    check: Constraint


def find(study: Study) -> Iterator[Claim]:
    """Policies that hold for nobody, and for somebody as soon as the check is gone and the value is there."""
    names = Names(study.schema)
    checked = {r.oid for r in study.relations if any(c.type == "c" and len(c.columns) == 1 for c in r.constraints)}
    for relation in study.relations:
        if not relation.is_table or not relation.rls or relation.partition or relation.schema not in study.exposed:
            continue
        for policy in relation.policies:
            read = {relation.oid, *study.world.insight.influences.get(policy.oid, ())}
            if not policy.permissive or not read & checked or not study.ground.rows.get(relation.oid):
                continue
            forbidden, allowed = _forbidden(study, names, relation, policy)
            if not forbidden or any(_holds(study, relation, policy, ())):
                continue
            if any(any(_holds(study, relation, policy, (_set(want),))) for want in allowed):
                continue  # `role IN ('editor', 'admin')`: no admin, but editors
            want = next((w for w in forbidden if any(_holds(study, relation, policy, _granted(w)))), None)
            if want is not None:
                yield _claim(study, relation, policy, want)


def _forbidden(study: Study, names: Names, relation: Relation, policy: Policy) -> tuple[list[Want], list[Want]]:
    """Values that no row has, and those that one may have: the server's planner proves it from a check."""
    wants = [
        Want(table=table, column=column, value=value, check=check)
        for (oid, column), values in sorted(asked_of(study.schema, names, relation, policy).items())
        if (table := study.schema.relations[oid]).is_table and not table.is_platform
        for check in table.constraints
        if check.type == "c" and check.columns == (column,)
        for value in sorted(values)
    ]
    tasks = [
        Task(
            actions=(
                Action(sql="SET LOCAL constraint_exclusion = on"),
                Action(
                    sql="EXPLAIN (FORMAT JSON, COSTS OFF) SELECT FROM "
                    f"{w.table.sql} WHERE {quote(w.column)} = {literal(w.value)}",
                    rows=True,
                ),
            )
        )
        for w in wants
    ]
    ran = list(zip(wants, study.running.run(tasks), strict=True))
    forbidden = [w for w, results in ran if len(results) == 2 and results[1].ok and is_false(results[1].value)]
    return forbidden, [w for w in wants if w not in forbidden]


def _set(want: Want) -> Action:
    """Every row holds the value, which is rolled back."""
    return Action(sql=f"UPDATE {want.table.sql} SET {quote(want.column)} = {literal(want.value)}")


def _granted(want: Want) -> tuple[Action, ...]:
    """The check is gone, and every row holds the value: as the table's owner, which is rolled back."""
    table = want.table
    return (
        Action(sql=f"ALTER TABLE {table.sql} DROP CONSTRAINT {quote(want.check.name)}", role=table.owner),
        _set(want),
    )


def _holds(study: Study, relation: Relation, policy: Policy, first: tuple[Action, ...]) -> Iterator[bool]:
    """By principal, whether the condition is true of some row; where it can't be told, True without `first`."""
    condition = " AND ".join(f"({text})" for text in policy_texts(policy))
    # The prober sees every row and takes the caller's claims only.
    sql = f"SELECT to_jsonb(coalesce(bool_or({condition}), false)) FROM {relation.sql}"
    tasks = [
        Task(actions=(*first, Action(sql=sql, settings=actor.principal.settings, rows=True)))
        for actor in study.actors
        if actor.attacks
    ]
    for results in study.running.run(tasks):
        known = len(results) == len(first) + 1 and all(r.ok for r in results)
        yield results[-1].value is True if known else not first


def _claim(study: Study, relation: Relation, policy: Policy, want: Want) -> Claim:
    held = f"{want.column} = {literal(want.value)}"
    return Claim(
        rule="policy-never-true",
        severity=Severity.WARNING,
        ref=study.policy_ref(relation, policy),
        message=(
            f'The policy "{policy.name}" on {relation.ref.qualified} lets nobody in: it asks for {held} in '
            f"{want.table.ref.qualified}, which the check {want.check.name} forbids."
        ),
        help="Let the check have the value, or ask for one that it has.",
        related=(want.table.ref, relation.ref),
        catalog_evidence=(
            f"CHECK {want.check.expression}; the condition holds for no principal on any row, and for some as soon as "
            f"the check is gone and {held}"
        ),
        tables=(relation.oid, want.table.oid),
    )

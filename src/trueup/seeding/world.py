"""What is known of a seeded scratch copy."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from trueup.diagnostic import NotEvaluated
from trueup.ref import ObjectRef
from trueup.seeding.engine import Result
from trueup.seeding.insight import Insight
from trueup.seeding.model import Person, SeededRow, SeedReport
from trueup.seeding.rows import Planner, RowSpec
from trueup.seeding.schema import Relation, Schema


@dataclass(slots=True)
class World:
    """A seeded scratch copy: what is there, and whose it is."""

    schema: Schema
    insight: Insight
    people: dict[str, Person]
    planner: Planner
    failures: dict[int, str] = field(default_factory=dict)
    sign_up_error: Result | None = None
    today: str = ""

    @property
    def rows(self) -> dict[int, list[SeededRow]]:
        """Rows by table."""
        return self.planner.rows

    def tables(self) -> list[Relation]:
        """The project's own tables."""
        return [r for r in self.schema.relations.values() if r.is_table and not r.is_platform]

    def report(self) -> SeedReport:
        """How many rows each table has, and why some have none."""
        rows: dict[ObjectRef, int] = {}
        missing = []
        for relation in self.tables():
            if relation.partition:
                continue
            rows[relation.ref] = len(self.rows.get(relation.oid, ()))
            if not rows[relation.ref]:
                reason = self.failures.get(relation.oid, "no row could be made")
                missing.append(NotEvaluated(what=f"access to {relation.ref}", reason=f"not seeded: {reason}"))
        return SeedReport(rows=rows, not_evaluated=tuple(missing), people=tuple(self.people.values()))


def keep(world: World, relation: Relation, spec: RowSpec, values: dict[str, Any], assigned: dict[str, str]) -> None:
    """Note a row that is there now."""
    row = SeededRow(
        relation=relation.oid,
        context=spec.context,
        owner=spec.owner,
        values=values,
        assigned=assigned,
        variant=spec.variant,
        under=spec.under,
    )
    rows, bases = world.rows.setdefault(relation.oid, []), world.planner.bases
    if spec.base:  # what hangs on a person's things hangs on the first of them, however late it was mended
        rows.insert(bases.get(relation.oid, 0), row)
        bases[relation.oid] = bases.get(relation.oid, 0) + 1
    else:
        rows.append(row)

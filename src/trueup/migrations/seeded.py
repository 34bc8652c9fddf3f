"""Runs the migrations on a copy that holds rows, where one of their statements depends on what rows there are."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import replace

from trueup.catalog.model import Catalog
from trueup.migrations.asking import Ask, asked
from trueup.migrations.attempt import Attempt
from trueup.migrations.course import Course
from trueup.migrations.datarisk import risks
from trueup.migrations.model import DataRisk
from trueup.migrations.presence import resolve
from trueup.migrations.target import Target
from trueup.migrations.walk import Walk
from trueup.migrations.worst import worsen
from trueup.postgres.server import Database
from trueup.ref import ObjectRef
from trueup.replay.model import Migration
from trueup.seeding.seed import seed

# Not null, unique, foreign key, check, exclusion (class 23); a value that the new type does not take (class 22).
_BY_ROWS = ("23", "22")


def data_risks(
    target: Target,
    final: Catalog,
    pending: Sequence[Migration],
    walked: Walk,
    ask: Ask | None,
    *,
    run: bool,
) -> dict[str, tuple[DataRisk, ...]]:
    """The statements that existing rows can stop, and which of them seeded rows did stop.

    Args:
        target: production; the rows go into a copy.
        final: what it holds after them.
        pending: all pending migrations.
        walked: which of them run without rows.
        ask: sends read-only queries to production, where it is a live server.
        run: whether to seed and run, or only to write the queries.
    """
    catalog = target.catalog
    found = asked({m.name: risks(m, catalog, final) for m in pending}, ask, target.database)
    if not run or not any(found[name] for name in walked.order):
        return found
    prepare = _prepared([risk for name in walked.order for risk in found[name]])
    with Course(target.database, memory=target.memory, prepare=prepare) as course:
        for name in walked.order:
            attempt, _ = course.run(walked.attempts[name].migration, twice=False)
            found[name] = _with_failure(found[name], attempt, catalog)
    return found


def _prepared(risks: Sequence[DataRisk]) -> Callable[[Database], None]:
    """What puts rows into a copy; its name says which, as it is part of what the state is remembered by."""

    def rows(copy: Database) -> None:
        seed(copy)
        worsen(copy, risks)

    wanted = "\n".join(f"{risk.ref} {risk.columns} {risk.query}" for risk in risks)
    rows.__qualname__ = f"seed and worsen {hashlib.sha256(wanted.encode()).hexdigest()}"
    return rows


def _with_failure(known: tuple[DataRisk, ...], attempt: Attempt, catalog: Catalog) -> tuple[DataRisk, ...]:
    """Put the refusal to the statement that it belongs to."""
    if attempt.failure is None or not attempt.failure[1].sqlstate.startswith(_BY_ROWS):
        return known
    statement, error = attempt.failure
    words = f"{error.message} ({error.sqlstate})"
    here = [risk for risk in known if risk.origin == statement.origin]
    if here:
        return tuple(replace(risk, failed=words) if risk is here[0] else risk for risk in known)
    target = statement.target or ObjectRef("table", "", ("?",))
    tables = resolve(target, catalog) or [target]
    return (*known, DataRisk(origin=statement.origin, ref=tables[0], failed=words))


def certain(risk: DataRisk) -> bool:
    """Whether any row at all stops the statement: its query has no condition."""
    return bool(risk.query) and " WHERE " not in risk.query and " AS twice" not in risk.query

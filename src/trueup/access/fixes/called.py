"""Which policies ask functions that a fix changed."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import Any

import psycopg

from trueup.access.study import Study
from trueup.seeding.bodies import body_words
from trueup.seeding.insight import is_dynamic
from trueup.seeding.schema import Policy, Relation

# What else than a policy hangs on functions: triggers, views, defaults, checks, indexes, types, operators. Triggers on
# events run when objects are made, never when rows are tried.
_HUNG_ON = b"""
SELECT coalesce(jsonb_agg(DISTINCT refobjid::int8), '[]') FROM pg_depend
 WHERE refclassid = 'pg_proc'::regclass AND refobjid >= 16384
   AND classid NOT IN ('pg_proc'::regclass, 'pg_policy'::regclass, 'pg_event_trigger'::regclass)
"""


def asking(
    conn: psycopg.Connection[Any], study: Study, changed: Collection[int]
) -> list[tuple[Relation, Policy]] | None:
    """The policies that call a changed function, themselves or through others; None where something else may run it.

    A body that builds its statements, or that no parser of ours reads, may call anything.

    Args:
        conn: in the transaction in which the functions were changed.
        study: what was known before it.
        changed: oids of the functions.
    """
    known = study.schema.routines
    if not changed or any(oid not in known for oid in changed):
        return [] if not changed else None
    row = conn.execute(_HUNG_ON).fetchone()
    triggers = {t.function for r in study.schema.relations.values() for t in r.triggers}
    if _reaches(study, {*triggers, *(row[0] if row else ())}, changed):
        return None
    return [
        (relation, policy)
        for relation in study.schema.relations.values()
        for policy in relation.policies
        if _reaches(study, policy.functions, changed)
    ]


def _reaches(study: Study, first: Iterable[int], changed: Collection[int]) -> bool:
    """Whether running the first functions may come to a changed one, by every word that their bodies hold."""
    known = study.schema.routines
    by_name: dict[str, list[int]] = {}
    for oid, routine in known.items():
        by_name.setdefault(routine.name.casefold(), []).append(oid)
    seen = {oid for oid in first if oid in known}
    todo = list(seen)
    while todo:
        oid = todo.pop()
        if oid in changed or is_dynamic(known[oid]):
            return True
        found = {other for name in _names(known[oid].body, by_name) for other in by_name[name]} - seen
        seen |= found
        todo += found
    return False


def _names(body: str, names: Collection[str]) -> list[str]:
    words = body_words(body)
    text = body.casefold()
    return [name for name in names if name in words or (not name.isidentifier() and name in text)]

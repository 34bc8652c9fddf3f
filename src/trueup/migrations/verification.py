"""Runs the queries with which a migration's file says that it can be checked; read-only, after the migration ran."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from trueup.migrations.claims import verification_queries
from trueup.migrations.course import Course
from trueup.migrations.execute import Session
from trueup.migrations.model import Verification
from trueup.migrations.target import Target
from trueup.migrations.walk import Walk
from trueup.origin import Origin
from trueup.replay.model import Migration

_EACH = "SAVEPOINT trueup_query"
_BACK = "ROLLBACK TO SAVEPOINT trueup_query"
# A scratch copy can't tell: the role may not read it there, it took too long, the query writes, an extension is a shim.
_NO_ANSWER = frozenset({"42501", "57014", "25006", "0A000", "55000", "58P01"})


def verifications(course: Course, target: Target, walked: Walk) -> dict[str, tuple[Verification, ...]]:
    """What came of the queries that migrations offer for checking them, by migration.

    Args:
        course: in which all of them ran.
        target: production, copied where a query fails only after later migrations.
        walked: which ran, in which order.
    """
    offered = {name: found for name in walked.order if (found := _offered(walked.attempts[name].migration))}
    if not offered:
        return {}
    done = {name: _asked(course, queries) for name, queries in offered.items()}
    doubtful = [n for n, found in done.items() if any(v.error for v in found) and n != walked.order[-1]]
    if doubtful:
        done |= _right_behind(target, walked, {name: offered[name] for name in doubtful})
    return done


def _offered(migration: Migration) -> tuple[tuple[str, Origin], ...]:
    return verification_queries(migration, migration.text, migration.up.origin.file) if migration.text else ()


def _right_behind(
    target: Target, walked: Walk, offered: Mapping[str, Sequence[tuple[str, Origin]]]
) -> dict[str, tuple[Verification, ...]]:
    """The same right after each migration: a later one may have changed what a query looks at."""
    found: dict[str, tuple[Verification, ...]] = {}
    with target.course() as course:
        for name in walked.order:
            course.run(walked.attempts[name].migration, twice=False)
            if name in offered:
                found[name] = _asked(course, offered[name])
            if len(found) == len(offered):
                break
    return found


def _asked(course: Course, queries: Sequence[tuple[str, Origin]]) -> tuple[Verification, ...]:
    """What came of queries on what is there now."""
    parts = tuple(f"{origin!r} {sql}" for sql, origin in queries)
    return course.look("queries", parts, lambda live: _try(live.session, queries), tuple[Verification, ...])


def _try(session: Session, queries: Sequence[tuple[str, Origin]]) -> tuple[Verification, ...]:
    session.command("BEGIN READ ONLY")
    found = []
    for sql, origin in queries:
        session.command(_EACH)
        ran = session.run(sql)
        session.command(_BACK)
        if ran.error is None or ran.error.sqlstate not in _NO_ANSWER:
            error = ran.error
            found.append(
                Verification(
                    origin=origin,
                    sql=sql,
                    error=f"{error.message} ({error.sqlstate})" if error is not None else "",
                    hint=error.hint if error is not None else "",
                )
            )
        if not session.alive:
            break
    if session.in_transaction:
        session.command("ROLLBACK")
    return tuple(found)

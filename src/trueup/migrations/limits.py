"""What was left out because there is too much of it: each limit that was reached is told. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from trueup.diagnostic import NotEvaluated
from trueup.migrations import asking, measured, rerun, runs, worst
from trueup.migrations.impact import Impact
from trueup.replay.model import Migration


def reached(
    pending: Sequence[Migration], found: measured.Measured, seen: Mapping[str, Impact], *, asked: bool
) -> Iterator[NotEvaluated]:
    """Every limit that this folder reached.

    Args:
        pending: what was measured.
        found: what came of it.
        seen: what each does to those who use the database.
        asked: whether production could be asked.
    """
    if len(pending) > measured.ALONE:
        yield NotEvaluated(
            what="each pending migration by itself on production",
            reason=f"{len(pending)} are pending, more than {measured.ALONE}: what each needs is told from what the "
            "server's dependencies say, and they were run in their order",
        )
    if len(found.walk.order) > rerun.MOST_WRITTEN:
        yield NotEvaluated(
            what="repeatable forms of pending migrations that run",
            reason=f"{len(found.walk.order)} run, more than {rerun.MOST_WRITTEN}: only those in conflict are written",
        )
    rest = runs.not_alike(found.walk)[runs.MOST_FILES :]
    if rest:
        yield NotEvaluated(
            what=f"what each runner does with {_few(rest)}",
            reason=f"only the first {runs.MOST_FILES} files that runners do not treat alike are run by each of them",
        )
    risks = list(dict.fromkeys(r.query for one in seen.values() for r in one.data if r.query))
    if len(risks) > worst.MOST_RISKS:
        yield NotEvaluated(
            what=f"rows in the way of {len(risks) - worst.MOST_RISKS} statements",
            reason=f"only for the first {worst.MOST_RISKS} were such rows looked for; the others met seeded rows",
        )
    if asked and len(risks) > asking.MOST_QUERIES:
        yield NotEvaluated(
            what=f"{len(risks) - asking.MOST_QUERIES} queries about production's rows",
            reason=f"{asking.MOST_QUERIES} queries are the most that production is asked",
        )


def _few(names: Sequence[str]) -> str:
    shown = ", ".join(names[:3])
    return f"{shown} and {len(names) - 3} more" if len(names) > 3 else shown

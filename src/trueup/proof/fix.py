"""Whether an offered fix mends what it is for, and breaks nothing: by running it."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from trueup.postgres.server import Database
from trueup.proof.apply import apply_to
from trueup.proof.model import Verdict
from trueup.proof.prove import Check, with_findings
from trueup.step import Step

Test = Callable[[Database], bool]


def prove_fix(
    database: Database,
    steps: Sequence[Step],
    *,
    gone: Test,
    legitimate: Test | None = None,
    check: Check | None = None,
    trusted: bool = False,
) -> Verdict:
    """Run a fix on a copy and see whether the finding is gone and the rest still works.

    Args:
        database: the database with the fault; it is copied, never written to; nobody may be connected to it.
        steps: the fix.
        gone: looks at the mended copy: True where the fault is no longer there. Asked of the unmended copy as well,
            where it must be False: a test that can't see the fault proves nothing.
        legitimate: looks at the mended copy: True where what is meant to work still works.
        check: gives the findings of a database; new ones make the fix fail.
        trusted: run the steps as a superuser: only for SQL that is not from a file.

    Returns:
        The verdict; `error` says which of the questions it failed.
    """
    coverage = {"steps": len(steps)}
    if gone(database):
        return Verdict(
            ok=False, error="the fault can't be seen before the fix, so the fix proves nothing", coverage=coverage
        )
    known = check(database) if check else ()
    copy = database.clone()
    try:
        error = apply_to(copy, steps, trusted=trusted)
        if error is not None:
            return Verdict(ok=False, error=str(error), failed_step=error.step, coverage=coverage)
        if not gone(copy):
            return Verdict(ok=False, error="the fault is still there after the fix", coverage=coverage)
        if legitimate is not None and not legitimate(copy):
            return Verdict(ok=False, error="what is meant to work does not work after the fix", coverage=coverage)
        verdict = Verdict(ok=True, coverage=coverage)
        return with_findings(verdict, known, check(copy)) if check else verdict
    finally:
        copy.drop()

"""The access matrix against a committed expectation."""

from __future__ import annotations

from pathlib import Path

from trueup.access.expect import Held, compare_expectation, dump_expectation, load_expectation
from trueup.diagnostic import Diagnostic, Level, NotEvaluated
from trueup.errors import UsageError
from trueup.replay.model import Status
from trueup.stages.model import Judgement, Side


def held_against(tried: Judgement, expect: Path | None, write_expect: Path | None) -> Judgement:
    """Findings for every widening against the expectation; writes a new one where that is asked for.

    Raises:
        UsageError: a file can't be read or written, or there is no matrix to hold against it.
        SourceError: the file is no expectation.
    """
    if expect is None and write_expect is None:
        return Judgement()
    if tried.access is None:
        reason = tried.not_evaluated[0].reason if tried.not_evaluated else "nothing was tried"
        raise UsageError(f"there is no access matrix: {reason}")
    held = compare_expectation(load_expectation(_read(expect)), tried.access) if expect else Held()
    if write_expect is not None:
        try:
            write_expect.write_text(dump_expectation(tried.access), encoding="utf-8")
        except OSError as error:
            raise UsageError(f"can't write {write_expect}: {error.strerror}") from None
    return Judgement(
        findings=held.findings, not_evaluated=held.not_evaluated, diagnostics=_narrowed(held, expect, write_expect)
    )


def untried(side: Side) -> Judgement:
    """What is not there to be tried, since its statements were refused or went with a transaction that failed."""
    outcomes = side.replay.outcomes if side.replay is not None else ()
    lost = [o for o in outcomes if o.status not in (Status.OK, Status.SKIPPED)]
    if all(o.error is None for o in lost):
        return Judgement()
    first = next((o for o in lost if o.error is not None), lost[0])
    said = f", first {first.statement.origin}: {first.error.message}" if first.error is not None else ""
    what = f"access to what {len(lost)} of {len(outcomes)} statements make"
    return Judgement(not_evaluated=(NotEvaluated(what=what, reason=f"they have no effect here{said}"),))


def _narrowed(held: Held, expect: Path | None, write_expect: Path | None) -> tuple[Diagnostic, ...]:
    """An expectation that allows more than there is lets a later widening pass."""
    if not held.narrower or expect == write_expect:
        return ()
    first = held.narrower[0]
    more = f" and {len(held.narrower) - 1} more" if len(held.narrower) > 1 else ""
    message = (
        f"{expect} allows more than there is now: {first.principal}, {first.command} on {first.ref}: {first.rows}{more}"
    )
    help_text = "Write it anew (--write-expect), or a later widening up to that passes."
    return (Diagnostic(code="expectation-too-wide", message=message, help=help_text, level=Level.WARNING),)


def _read(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        reason = error.strerror if isinstance(error, OSError) else "it is not UTF-8"
        raise UsageError(f"can't read {path}: {reason}", help="--write-expect makes one.") from None

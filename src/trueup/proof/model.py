"""What a proof came to."""

from __future__ import annotations

from dataclasses import dataclass, field

from trueup.diff.model import Drift
from trueup.finding import Finding
from trueup.origin import Origin
from trueup.step import Step


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """The verdict on a plan that was run on a scratch copy.

    Args:
        ok: it applied, nothing (unnamed) remains different, nothing new was found, rows are still there.
        error: the server's message where a step failed, with its SQLSTATE.
        remaining: the drift that is left, or None where it could not be read.
        new_findings: findings that were not there before.
        gone: fingerprints of the findings that the plan removed.
        coverage: what was looked at, by name: objects compared, kinds, rows kept ...
        failed_step: the step that the server refused.
        rows_lost: tables of which rows or values are not there any more though nothing said so.
        observed: what a second reading of pg_catalog, which shares nothing with the first, sees between both ends.
        named: differences that it sees and that no statement can take away; they don't count.
        reversible: whether the way back ended at FROM too; None where it was not tried.
    """

    ok: bool
    error: str = ""
    error_origin: Origin | None = None
    remaining: Drift | None = None
    new_findings: tuple[Finding, ...] = ()
    gone: tuple[str, ...] = ()
    coverage: dict[str, int] = field(default_factory=dict)
    failed_step: Step | None = None
    rows_lost: tuple[str, ...] = ()
    observed: tuple[str, ...] = ()
    named: tuple[str, ...] = ()
    reversible: bool | None = None

"""What a proof came to."""

from __future__ import annotations

from dataclasses import dataclass, field

from trueup.diff.model import Drift
from trueup.finding import Finding
from trueup.origin import Origin


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
    """

    ok: bool
    error: str = ""
    error_origin: Origin | None = None
    remaining: Drift | None = None
    new_findings: tuple[Finding, ...] = ()
    gone: tuple[str, ...] = ()
    coverage: dict[str, int] = field(default_factory=dict)

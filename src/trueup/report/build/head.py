"""What stands at the head of every report."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Head:
    """What stands at the head of every report.

    Args:
        project: what was looked at, as the user named it.
        platform, reasons, server: what the run stood on.
        fail_on: the configured severity.
    """

    project: str
    platform: str
    reasons: tuple[str, ...]
    server: str
    fail_on: str = "error"

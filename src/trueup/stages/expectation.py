"""The access matrix against a committed expectation."""

from __future__ import annotations

from pathlib import Path

from trueup.stages.model import Judgement


def held_against(tried: Judgement, expect: Path | None, write_expect: Path | None) -> Judgement:
    """Findings for every widening against the expectation; writes a new one where that is asked for."""
    return Judgement()

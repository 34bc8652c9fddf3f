"""Which findings are shown: suppressions, severities, and a baseline of accepted ones."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from trueup.config import Config
from trueup.stages.model import Judgement, Side


def kept(
    judgement: Judgement, config: Config, sides: Sequence[Side], baseline: Path | None, write_baseline: Path | None
) -> tuple[Judgement, int]:
    """What is left to show, and how many findings were taken out."""
    findings = judgement.findings
    return replace(judgement, findings=findings), 0

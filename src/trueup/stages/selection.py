"""Which rules run, and how severe they are: the command line's word goes before the configuration's."""

from __future__ import annotations

from trueup.config import OFF, Config
from trueup.finding import Severity
from trueup.rules import Selection


def selected(
    config: Config, only: tuple[str, ...] = (), excluded: tuple[str, ...] = (), minimum: str | None = None
) -> Selection:
    """The selection of rules.

    Args:
        config: severities by rule; ``off`` leaves a rule out.
        only, excluded: rules' names; all but style by default.
        minimum: the least severity that is shown.
    Raises:
        UsageError: when the rules run: there is no rule of a name.
    """
    off = tuple(name for name, severity in config.severity.items() if severity == OFF)
    return Selection(
        only=only,
        exclude=(*excluded, *off),
        minimum=Severity(minimum) if minimum else Severity.REVIEW,
        severities=tuple((name, Severity(s)) for name, s in config.severity.items() if s != OFF),
    )

"""Errors that end a run; the command line turns each into one message and exit code 2.

TrueupError
├── UsageError            an option or an argument makes no sense
├── ConfigError           trueup.toml or [tool.trueup] can't be read
├── SourceError           a source is missing, empty, binary, undecodable or not reachable
│   └── ConnectionFailed  a live server refused or did not answer (never with a password in the text)
├── ScratchError          the embedded server could not be made or started
└── SnapshotError         a snapshot is damaged or of an unknown version
"""

from __future__ import annotations

from trueup.origin import Origin


class TrueupError(Exception):
    """Base of all errors that trueup raises on purpose.

    Args:
        message: what happened.
        help: what to do about it.
        origin: where, if it has a place.
    """

    def __init__(self, message: str, *, help: str = "", origin: Origin | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.help = help
        self.origin = origin


class UsageError(TrueupError):
    """An option or an argument makes no sense."""


class ConfigError(TrueupError):
    """The configuration can't be read or names something unknown."""


class SourceError(TrueupError):
    """A source is missing, empty, binary, undecodable or not reachable."""


class ConnectionFailed(SourceError):
    """A live server refused, timed out or went away."""


class ScratchError(TrueupError):
    """The scratch server could not be made, started or reached."""


class SnapshotError(SourceError):
    """A snapshot is damaged or of an unknown version."""

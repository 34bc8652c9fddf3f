"""What a server stands on: the embedded cluster, or one that the user named."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Protocol

from trueup.postgres.templates import Templates


class Host(Protocol):
    """A running cluster: the embedded one, or one that the user named."""

    @property
    def prefix(self) -> str:
        """What the names of scratch databases begin with."""

    @property
    def baseline_database(self) -> str:
        """The database that others are copies of."""

    @property
    def superuser(self) -> str:
        """The role for trueup's own statements."""

    @property
    def replay_role(self) -> str:
        """The role for text from files."""

    @property
    def baseline_state(self) -> str:
        """The cluster's roles and settings before any text ran (see ``cluster.state``)."""

    @property
    def copy_strategy(self) -> str:
        """The STRATEGY of CREATE DATABASE that is quickest there, or "" to leave it to the server."""

    @property
    def data_folder(self) -> Path | None:
        """Where its data lies, for a look at the room that is left there; None if that is not ours to know."""

    @property
    def folder(self) -> Path | None:
        """Where what belongs to this baseline may be kept across runs; None where there is no such place."""

    def known_state(self) -> str:
        """What `baseline_state` will be once it is started; "" where only a start tells."""

    def templates(self) -> Templates:
        """The template databases that are kept across runs."""

    def parameters(self, user: str) -> dict[str, Any]:
        """Connection parameters for a role."""

    def start(self) -> None:
        """Start it, clean of earlier runs."""

    def stop(self) -> None:
        """Stop it."""

    def is_running(self) -> bool:
        """Whether it answers."""

    def restart(self) -> None:
        """Start it again after it died; databases and templates are still there."""

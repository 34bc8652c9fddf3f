"""What discovery and every loader give."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from trueup.catalog.live import Answer
from trueup.catalog.model import Catalog
from trueup.catalog.statistics import ProductionStatistics
from trueup.diagnostic import Diagnostic, NotEvaluated
from trueup.replay.model import Migration, Unit


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """One description of a database: text that is replayed (`units`), or a catalog that was read (`catalog`).

    Args:
        label: what the user would call it: a path relative to the project, ``live server``, ``git:REV:path``.
        side: ``declared``, ``production``, ``pending``, or ``""`` for a source that was named on the command line.
        kind: ``sql file``, ``sql folder``, ``saved queries``, ``dump``, ``migrations (supabase)``, ``live server``,
            ``snapshot``.
        why: why discovery took it for this side, in a few words.
        units: what to replay, in order; a migrations folder's are its up parts.
        migrations: for a migrations folder, in the tool's own order.
        catalog: for a live server or a snapshot, else None.
        statistics: what a live server counts about its own use, else None.
        files: the files that were read, as in `Origin.file`.
        semantics: how its units run: ``one transaction per query``, ``statement by statement`` ...
        diagnostics, not_evaluated: what to know about reading it.
        ask: for a live server: how many rows each of these read-only queries counts, within limits.
    """

    label: str
    kind: str
    side: str = ""
    why: str = ""
    units: tuple[Unit, ...] = ()
    migrations: tuple[Migration, ...] = ()
    catalog: Catalog | None = None
    statistics: ProductionStatistics | None = None
    files: tuple[str, ...] = ()
    semantics: str = ""
    diagnostics: tuple[Diagnostic, ...] = ()
    not_evaluated: tuple[NotEvaluated, ...] = ()
    ask: Callable[[Sequence[str]], tuple[Answer, ...]] | None = field(default=None, repr=False, compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Project:
    """What was found in a project folder: up to three sides; at least one.

    Args:
        name: the folder's name as the user gave it.
        declared, production, pending: the sides.
        diagnostics: what was taken for what, what was left out, and why.
        left_out: SQL files of the folder that no side was made of.
    """

    name: str
    declared: Source | None = None
    production: Source | None = None
    pending: Source | None = None
    diagnostics: tuple[Diagnostic, ...] = ()
    left_out: tuple[str, ...] = ()

"""What the stages hand to each other."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from trueup.catalog.model import Catalog
from trueup.diagnostic import Diagnostic, NotEvaluated
from trueup.diff.model import Drift
from trueup.finding import Finding
from trueup.postgres.server import Database
from trueup.ref import ObjectRef
from trueup.replay.model import Provenance, Replay
from trueup.sources.model import Source

if TYPE_CHECKING:  # a comparison needs neither
    from trueup.access.model import AccessReport
    from trueup.migrations.model import MigrationsReport


@dataclass(frozen=True, slots=True, kw_only=True)
class Side:
    """A source that was loaded: its catalog, and a scratch database that holds it.

    Args:
        name: ``declared``, ``production`` or ``pending``.
        source: what it was loaded from.
        database: the scratch copy: clone it, never write to it.
        catalog: what it holds; for a live server or a snapshot, what that side itself says.
        replay: for text sources; None for a live server or a snapshot.
        provenance: where each object was made; empty for a live server or a snapshot.
    """

    name: str
    source: Source
    database: Database
    catalog: Catalog
    replay: Replay | None = None
    provenance: Mapping[ObjectRef, Provenance] = field(default_factory=dict)
    diagnostics: tuple[Diagnostic, ...] = ()
    not_evaluated: tuple[NotEvaluated, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Judgement:
    """What is wrong with one state of a database, by root causes, rules and access."""

    findings: tuple[Finding, ...] = ()
    not_evaluated: tuple[NotEvaluated, ...] = ()
    diagnostics: tuple[Diagnostic, ...] = ()
    access: AccessReport | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SqlFile:
    """A file of an option: a name in the project's own style, and SQL.

    Args:
        replaces: the migration whose file it replaces, where its text is another.
        reason: why, in a few words.
    """

    name: str
    text: str
    replaces: str = ""
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Option:
    """One way to make both sides agree, executed. `after` is the catalog that production or declared has then.

    `mends` gives, to the fingerprint of each refused statement whose work is there afterwards, the files that do it.
    """

    id: str
    title: str
    files: tuple[SqlFile, ...] = ()
    verdict: str = ""
    proven: bool = False
    removes: tuple[str, ...] = ()
    mends: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    remaining: Drift | None = None
    opens: tuple[Finding, ...] = ()
    after: Catalog | None = None
    coverage: dict[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Patch:
    """A project file that needs an update, as a unified diff."""

    path: str
    reason: str
    diff: str
    executed: bool = False
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """One reading of the saved queries, with all that was worked out under it.

    Args:
        name: ``query`` or ``statement``.
        chosen: whether the report leads with it.
        production: the side as replayed under it.
        drift: from declared to production, or None where nothing is declared.
        migrations: the pending ones, judged on this production, or None.
        judgement: what is wrong with this production.
        pending: what would be wrong after the pending migrations, and isn't now.
        options, patches: what to do about it.
    """

    name: str
    chosen: bool
    production: Side
    drift: Drift | None = None
    migrations: MigrationsReport | None = None
    judgement: Judgement = field(default_factory=Judgement)
    pending: Judgement = field(default_factory=Judgement)
    options: tuple[Option, ...] = ()
    patches: tuple[Patch, ...] = ()

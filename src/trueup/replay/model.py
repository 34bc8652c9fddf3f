"""What goes into a replay (`Unit`) and what comes out (`Replay`)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

from trueup.catalog.model import Catalog
from trueup.diagnostic import Diagnostic
from trueup.finding import Finding
from trueup.origin import Origin
from trueup.ref import ObjectRef
from trueup.sqltext.model import Statement

if TYPE_CHECKING:
    from trueup.postgres.server import Database


class Atomicity(StrEnum):
    """How the unit's runner runs it."""

    UNIT = "unit"  # one transaction; a refused statement takes the whole unit with it
    STATEMENT = "statement"  # each statement on its own (psql -f, a dump)


@dataclass(frozen=True, slots=True, kw_only=True)
class Unit:
    """Statements that are run together: a schema file, a saved query, a migration.

    Args:
        name: ``Query 8``, ``003_ai_usage_table.sql``; unique within its source.
        title: the heading in the text, or ``""``.
        origin: where it begins.
        atomicity: `Atomicity`.
        statements: in order.
        seed: whether it only brings rows to try things with: what is refused in it is no fault of the schema.
    """

    name: str
    origin: Origin
    statements: tuple[Statement, ...]
    atomicity: Atomicity = Atomicity.STATEMENT
    title: str = ""
    seed: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Migration:
    """One migration as its tool sees it.

    Args:
        version: what the tool sorts and records by (``003``, ``20240101120000``).
        name: file or folder name.
        up, down: the parts; `down` is None where there is none.
        tool: ``supabase``, ``flyway``, ``dbmate``, ``goose``, ``prisma``, ``sqitch``, ``numbered`` ...
        text: the whole text of its file, for what its comments claim; "" where it is not known.
    """

    version: str
    name: str
    up: Unit
    down: Unit | None = None
    tool: str = "numbered"
    text: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ServerError:
    """What the server said when it refused a statement.

    Args:
        sqlstate: five characters (manual, appendix A).
        message, detail, hint: the server's own words.
        position: 1-based character offset in the statement, or 0.
        context: PL/pgSQL context, if any.
    """

    sqlstate: str
    message: str
    detail: str = ""
    hint: str = ""
    position: int = 0
    context: str = ""


class Status(StrEnum):
    """What became of a statement."""

    OK = "ok"
    REFUSED = "refused"
    ROLLED_BACK = "rolled back"  # it ran, but its unit was rolled back by another's failure
    NOT_RUN = "not run"  # its unit had failed before it; tried behind a savepoint to see whether it would fail too
    SKIPPED = "skipped"  # no SQL, or left out by choice (rows of COPY)


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """One statement's outcome; its effects come from the event trigger, so DO blocks are covered."""

    statement: Statement
    unit: str
    status: Status
    error: ServerError | None = None
    created: tuple[ObjectRef, ...] = ()
    altered: tuple[ObjectRef, ...] = ()
    dropped: tuple[ObjectRef, ...] = ()
    renamed: tuple[tuple[ObjectRef, ObjectRef], ...] = ()  # (old, new); what lives on the object moves with it
    notices: tuple[str, ...] = ()

    @property
    def ok(self) -> bool:
        """Whether its effect is in the catalog."""
        return self.status is Status.OK


@dataclass(frozen=True, slots=True, kw_only=True)
class Provenance:
    """Where an object was created, last altered and dropped."""

    created: Origin | None = None
    altered: Origin | None = None
    dropped: Origin | None = None
    unit: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Replay:
    """The result of running units into a scratch database.

    Args:
        database: the scratch database, still there: clone it, never write to it.
        catalog: what it holds.
        units: what was run.
        outcomes: one per statement, in order.
        root_causes: one finding each, consequences folded under it.
        provenance: object to the places that made it.
        diagnostics: what to know about this replay.
    """

    database: Database
    catalog: Catalog
    units: tuple[Unit, ...]
    outcomes: tuple[Outcome, ...]
    root_causes: tuple[Finding, ...] = ()
    provenance: Mapping[ObjectRef, Provenance] = field(default_factory=dict)
    diagnostics: tuple[Diagnostic, ...] = ()

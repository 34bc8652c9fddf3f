"""What the assessment of pending migrations gives."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from trueup.diagnostic import NotEvaluated
from trueup.diff.model import Drift
from trueup.finding import Evidence, Finding, Fix
from trueup.origin import Origin
from trueup.ref import ObjectRef
from trueup.replay.model import Migration, Outcome
from trueup.step import Step


class VerdictKind(StrEnum):
    """What a migration came to, in the order in which the report leads with one."""

    BROKEN = "broken"
    CONFLICTS = "conflicts"
    BLOCKED = "blocked"
    DESTRUCTIVE = "destructive"
    SHADOWED = "shadowed"
    PARTLY_APPLIED = "partly applied"
    OBSOLETE = "obsolete"
    ALREADY_APPLIED = "already applied"
    NO_EFFECT = "no effect"
    NEEDED = "needed"
    OPTIONAL = "optional"
    NOT_EVALUATED = "not evaluated"


@dataclass(frozen=True, slots=True, kw_only=True)
class LockUse:
    """The strongest lock that a statement took on a relation that was there before it, read from pg_locks.

    Args:
        ref: the relation.
        mode: PostgreSQL's name (``AccessExclusiveLock``).
        blocks: ``reads and writes``, ``writes``, or ``""`` where it blocks neither.
        origin: the statement.
        rewritten: whether the table got a new file (its ``relfilenode`` changed).
        scanned: whether the whole table was read under the lock.
        rows: as production estimates them, or None.
        behind: how many statements of its migration's transaction run while it is held.
    """

    ref: ObjectRef
    mode: str
    blocks: str
    origin: Origin
    rewritten: bool = False
    scanned: bool = False
    rows: int | None = None
    behind: int = 0

    @property
    def heavy(self) -> bool:
        """Whether others wait for it as long as the server works through a table."""
        return bool(self.blocks) and (self.rewritten or self.scanned)

    def __str__(self) -> str:
        what = f"{self.mode} on {self.ref}, at {self.origin}"
        how = ", which it rewrites" if self.rewritten else ", which it reads through" if self.scanned else ""
        size = f" (about {self.rows} rows)" if self.rows is not None and self.rows >= 0 else ""
        if not self.blocks:
            return f"takes {what}{how}{size}: blocks no reads or writes"
        more = f", {self.behind} statement{'s' * (self.behind > 1)} later" if self.behind else ""
        return f"takes {what}{how}{size}: {self.blocks} wait until its transaction ends{more}"


@dataclass(frozen=True, slots=True, kw_only=True)
class SaferForm:
    """A form of a statement that blocks less.

    Args:
        origin: the statement.
        how: in a few words.
        by_hand: what only the user can write in between, such as a value for the rows that are there.
        steps: what takes its place, each in a transaction of its own; () where it is only told.
        executed: whether it was run to the same end state, and no step of it blocked others while it worked on a table.
        locks: what its steps lock.
    """

    origin: Origin
    how: str
    by_hand: str = ""
    steps: tuple[Step, ...] = ()
    executed: bool = False
    locks: tuple[LockUse, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Reversal:
    """What the down part came to, run right after the up part.

    Args:
        source: ``down part``, ``commented section``, ``written by trueup`` or ``none``.
        exact: whether the catalog was then what it had been; None where there was nothing to run.
        together: it was run only along with all the others, and nothing was left then.
        remaining: what still differs.
        error: the server's refusal of the down part.
        data_lost: tables and columns that the up part drops: no down part brings their rows back.
        converted: columns of another type: what the old one held more of does not come back.
        steps: the reverse that trueup wrote and executed, where there is no other.
        why_not: why none was written, where there is none.
        rows: the lines that write rows of tables that were there: no catalog shows whether they are taken back.
        rows_only: whether it does nothing else.
    """

    source: str
    exact: bool | None = None
    together: bool = False
    remaining: Drift | None = None
    error: str = ""
    data_lost: tuple[ObjectRef, ...] = ()
    converted: tuple[ObjectRef, ...] = ()
    steps: tuple[Step, ...] = ()
    why_not: str = ""
    rows: tuple[int, ...] = ()
    rows_only: bool = False

    def __str__(self) -> str:
        lost = f"; the rows of {', '.join(str(r) for r in self.data_lost)} do not come back" if self.data_lost else ""
        if self.converted:
            names = ", ".join(str(r) for r in self.converted)
            lost += f"; values that the new type of {names} does not hold do not come back"
        lost += f"; {self.why_not}" if self.why_not else ""
        if self.error:
            return f"the {self.source} fails: {self.error}{lost}"
        if self.rows and self.source != "none":
            lines = f"line{'s' * (len(self.rows) > 1)} {', '.join(map(str, self.rows))}"
            lost += f"; whether the rows that {lines} write{'s' * (len(self.rows) == 1)} are taken back is not compared"
            if self.rows_only and not self.together:
                return f"the {self.source} runs (executed){lost}"
        if self.together:
            return f"the {self.source}, run along with all the others, leaves nothing behind; not tried by itself{lost}"
        if self.exact is None and self.source != "none":
            return f"the {self.source} was not tried by itself, and with all the others it does not come out even{lost}"
        if self.exact is None:
            return f"no way back in the file{lost}"
        if self.exact:
            return f"the {self.source} takes it back exactly (executed){lost}"
        left = len(self.remaining.counted) if self.remaining else 0
        return f"the {self.source} leaves {left} difference{'' if left == 1 else 's'} behind{lost}"


@dataclass(frozen=True, slots=True, kw_only=True)
class RunnerResult:
    """What one runner does with the file.

    Args:
        runner: ``supabase``, ``flyway``, ``dbmate``, ``goose``, ``psql``, ``web editor`` ...
        ok: whether it runs through.
        error: the server's (or the runner's) refusal.
        left: what a failure leaves behind, in words; "" where nothing is left.
    """

    runner: str
    ok: bool
    error: str = ""
    left: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class DataRisk:
    """A statement that the rows there can make fail.

    Args:
        origin: the statement.
        ref: the table.
        failed: the server's refusal on seeded rows, or "" where they let it pass.
        query: the read-only query that asks production; it gives one row with the number of rows in the way.
        rows: what production answered, or None where it was not asked or did not say.
        refused: why not, or the server's own refusal of a value that is there.
        blocked: whether it is the latter.
        columns: those that it is about.
    """

    origin: Origin
    ref: ObjectRef
    failed: str = ""
    query: str = ""
    columns: tuple[str, ...] = ()
    rows: int | None = None
    refused: str = ""
    blocked: bool = False

    def __str__(self) -> str:
        if self.rows:
            return f"{self.rows} row{'s' * (self.rows > 1)} of {self.ref.qualified} in production would stop it"
        if self.blocked:
            return f"a row of {self.ref.qualified} in production would stop it: {self.refused}"
        if self.rows == 0:
            return f"no row of {self.ref.qualified} in production is in its way"
        if self.refused:
            return f"production was not asked: {self.refused}"
        return f"rows of {self.ref.qualified} can stop it" + (f": {self.failed}" if self.failed else "")


@dataclass(frozen=True, slots=True, kw_only=True)
class Verification:
    """A query with which a file says that it can be checked, run read-only after it.

    Args:
        origin: where it stands.
        sql: the query.
        error, hint: the server's refusal, or "".
    """

    origin: Origin
    sql: str
    error: str = ""
    hint: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class MigrationVerdict:
    """One migration, run on a scratch copy of production.

    Args:
        migration: what was run.
        verdicts: all that hold; the first leads.
        reason: one sentence with the executed evidence.
        evidence: server errors, what was created, what was skipped.
        repeatable: True/False as executed, None where it never ran through.
        not_repeatable: the statements that the second run refused.
        repeatable_fix, mended: the repeatable form, executed: as a fix, and as a migration.
        after: names of the migrations that it must come after, each with the reason.
        effect: the drift that it causes on production, where it ran.
        locks: what its statements lock that was there before.
        safer: forms of its statements that block less.
        reversal: what its down part came to.
        runners: what each runner does with it, where that differs from one transaction.
        data: statements that existing rows can make fail.
        verifications: queries that its comments and its end offer, tried.
    """

    migration: Migration
    verdicts: tuple[VerdictKind, ...]
    reason: str
    evidence: tuple[Evidence, ...] = ()
    outcomes: tuple[Outcome, ...] = ()
    repeatable: bool | None = None
    not_repeatable: tuple[Outcome, ...] = ()
    repeatable_fix: Fix | None = None
    mended: Migration | None = None
    after: tuple[tuple[str, str], ...] = ()
    effect: Drift | None = None
    origin: Origin | None = None
    locks: tuple[LockUse, ...] = ()
    safer: tuple[SaferForm, ...] = ()
    reversal: Reversal | None = None
    runners: tuple[RunnerResult, ...] = ()
    data: tuple[DataRisk, ...] = ()
    verifications: tuple[Verification, ...] = ()

    @property
    def verdict(self) -> VerdictKind:
        """The one that decides what to do."""
        return self.verdicts[0]


@dataclass(frozen=True, slots=True, kw_only=True)
class ThreeWay:
    """The truth about three descriptions of one database: each object in exactly one of these.

    Args:
        equal: in all that are given, the same.
        pending: made by the folder, not in production.
        by_hand: in production, made by no migration.
        undeclared: made by the folder and in production, not declared.
        unmade: declared, made by no migration.
        unlike: in more than one, and not the same: which sides differ.
        refused: migrations that do not run from empty, each with the server's words: what they make is not known.
    """

    equal: int = 0
    pending: tuple[ObjectRef, ...] = ()
    by_hand: tuple[ObjectRef, ...] = ()
    undeclared: tuple[ObjectRef, ...] = ()
    unmade: tuple[ObjectRef, ...] = ()
    unlike: Mapping[ObjectRef, tuple[str, ...]] = field(default_factory=dict)
    refused: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class MigrationsReport:
    """All pending migrations, the order in which those that should run do run, and what was found.

    Args:
        verdicts: in the tool's own order.
        order: names, in an order that was executed.
        executed: whether that order ran through as a whole.
        fixed: names in `order` that run in their repeatable form, not as they stand.
        edges: (migration, the one that it must come after, reason).
        cycles: names that wait for each other.
        findings, not_evaluated: as everywhere.
        truth: the folder as a whole, from empty, held against production and declared; None where it was not asked for.
    """

    verdicts: tuple[MigrationVerdict, ...]
    order: tuple[str, ...] = ()
    executed: bool = False
    fixed: tuple[str, ...] = ()
    edges: tuple[tuple[str, str, str], ...] = ()
    cycles: tuple[tuple[str, ...], ...] = ()
    findings: tuple[Finding, ...] = ()
    not_evaluated: tuple[NotEvaluated, ...] = ()
    truth: ThreeWay | None = None

"""The folder as a whole: replayed from empty, squashed into one file, held against declared and production, and
continued by a new migration. Each text is executed before it is given out.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from trueup.catalog.model import Catalog, CatalogObject
from trueup.diff.compare import compare
from trueup.diff.model import ChangeKind, Drift
from trueup.migrations import style
from trueup.migrations.attempt import Attempt
from trueup.migrations.execute import Session
from trueup.migrations.model import ThreeWay
from trueup.migrations.reading import read
from trueup.migrations.target import from_nothing
from trueup.migrations.walk import walk
from trueup.plan.dump import as_text, dump
from trueup.plan.make import make_plan
from trueup.plan.node import PlanOptions
from trueup.postgres.server import Database, Server
from trueup.proof.model import Verdict
from trueup.proof.prove import prove
from trueup.ref import ObjectRef
from trueup.replay.model import Migration
from trueup.sqltext.read import read_sql
from trueup.step import Plan, Step

_ROWS = frozenset({"INSERT", "UPDATE", "DELETE", "MERGE", "COPY"})


@dataclass(frozen=True, slots=True, kw_only=True)
class FolderReplay:
    """A folder's migrations run from empty.

    Args:
        catalog: what they make.
        refused: those that don't run from empty, with the run that shows it.
        rows: statements that write rows, as ``file:line``: no catalog holds what they write.
    """

    catalog: Catalog
    refused: tuple[Attempt, ...] = ()
    rows: tuple[str, ...] = ()


def replay_folder(server: Server, migrations: Sequence[Migration]) -> FolderReplay:
    """Run a folder from empty, each migration as its runner would; those refused are tried again behind the others."""
    with from_nothing(server, read, "folder") as blank, blank.course() as course:
        walked = walk(course, migrations)
        catalog = course.catalog(read)
    refused = tuple(a for a in walked.attempts.values() if not a.ok)
    rows = tuple(
        str(statement.origin)
        for name in walked.order
        for statement, ran in walked.attempts[name].ran
        if ran.tag in _ROWS and ran.rows
    )
    return FolderReplay(catalog=catalog, refused=refused, rows=rows)


@dataclass(frozen=True, slots=True, kw_only=True)
class Squash:
    """One baseline file for a folder.

    Args:
        text: the file.
        proven: whether it makes, from empty, what the folder makes.
        remaining: what differs, where it does not.
        error: the server's refusal of the text, or "".
        refused: migrations of the folder that don't run from empty: their effect is not in it.
        rows: statements whose rows are not in it.
    """

    text: str
    proven: bool
    remaining: Drift | None = None
    error: str = ""
    refused: tuple[str, ...] = ()
    rows: tuple[str, ...] = ()


def squash(server: Server, migrations: Sequence[Migration]) -> Squash:
    """Write one file that makes what the whole folder makes, and run it from empty to see that it does."""
    found = replay_folder(server, migrations)
    blank = server.create()
    try:
        empty = read(blank)
        steps = dump(found.catalog, role=server.replay_role, empty=empty)
        text = _head(migrations, found) + as_text(steps)
        error = _run(blank, text)
        remaining = compare(found.catalog, read(blank))
    finally:
        blank.drop()
    return Squash(
        text=text,
        proven=not error and not remaining.counted,
        remaining=remaining if remaining.counted else None,
        error=error,
        refused=tuple(a.migration.name for a in found.refused),
        rows=found.rows,
    )


def _head(migrations: Sequence[Migration], found: FolderReplay) -> str:
    lines = [
        f"Baseline of {len(migrations)} migration{'s' * (len(migrations) != 1)}, up to {migrations[-1].name}."
        if migrations
        else "Baseline."
    ]
    lines += [f"Not in it: {a.migration.name}, which does not run from empty." for a in found.refused]
    lines += [f"Not in it: the rows written at {place}." for place in found.rows]
    return "".join(f"-- {line}\n" for line in lines) + "\n"


def _run(database: Database, text: str) -> str:
    """Run a text statement by statement; the first refusal in words, or ""."""
    with Session(database) as session:
        for statement in read_sql(text, "baseline.sql").statements:
            ran = session.run(statement.sql)
            if ran.error is not None:
                return f"line {statement.origin.line}: {ran.error.message} ({ran.error.sqlstate})"
    return ""


@dataclass(frozen=True, slots=True, kw_only=True)
class NewMigration:
    """The migration that takes production to declared, in the folder's own style.

    Args:
        files: path to text.
        verdict: what running it on a copy of production came to.
        plan: its steps; what loses data is withheld, and stands in the file as a comment.
        reversible: whether its way back was written.
    """

    files: Mapping[str, str]
    verdict: Verdict
    plan: Plan
    reversible: bool = False


def new_migration(
    production: Database,
    catalog: Catalog,
    declared: Catalog,
    migrations: Sequence[Migration],
    name: str,
    *,
    tool: str = "numbered",
    version: str = "",
) -> NewMigration:
    """Write and prove the migration from production to declared.

    Args:
        production, catalog: where it starts; cloned, never written to.
        declared: where it ends.
        migrations: the folder's, for its style and its next version.
        name: what the file is called after its version.
        tool: the folder's tool, where it holds no migration to tell.
        version: the version to use, or "" for one behind the last.
    """
    role = production.server.replay_role
    options = PlanOptions(transaction=True, role=role)
    plan = make_plan(catalog, declared, options=options)
    verdict = prove(production, plan, declared)
    back: tuple[Step, ...] | None = None
    if verdict.ok and not plan.withheld:
        reverse = make_plan(declared, catalog, options=replace(options, allow_destructive=True))
        back = reverse.steps
    held = [f"Withheld, because it loses data: {step.sql}" for step in plan.withheld]
    asked = [f"To decide: {question}" for question in plan.questions]
    kind = migrations[-1].tool if migrations else tool
    header = "\n".join(line for text in [*held, *asked] for line in text.splitlines())
    files = style.files(kind, migrations, name, plan.steps, back, version=version, header=header)
    return NewMigration(files=files, verdict=verdict, plan=plan, reversible=back is not None)


def three_way(folder: Catalog, production: Catalog | None, declared: Catalog | None) -> ThreeWay:
    """Hold what the folder makes against production and declared. Pure."""
    unlike: dict[ObjectRef, list[str]] = {}
    for side, other in (("production", production), ("declared", declared)):
        if other is not None:
            for change in compare(folder, other, renames=False).counted:
                if change.kind in (ChangeKind.CHANGED, ChangeKind.RENAMED):
                    unlike.setdefault(change.ref, []).append(side)
    made = frozenset(folder.objects)
    there = frozenset(production.objects) if production is not None else made
    said = frozenset(declared.objects) if declared is not None else made
    same = (made & there & said) - frozenset(unlike)
    everything = {
        **(declared.objects if declared else {}),
        **(production.objects if production else {}),
        **folder.objects,
    }
    return ThreeWay(
        equal=len(same),
        pending=_heads(made - there, everything),
        by_hand=_heads(there - made, everything) if production is not None else (),
        undeclared=_heads((made & there) - said, everything) if declared is not None else (),
        unmade=_heads(said - made, everything) if declared is not None else (),
        unlike={ref: tuple(sides) for ref, sides in sorted(unlike.items())},
    )


def _heads(refs: frozenset[ObjectRef], everything: Mapping[ObjectRef, CatalogObject]) -> tuple[ObjectRef, ...]:
    """Without what only comes along with another of them: a new table's columns, a key's index, a grant on it."""
    return tuple(
        sorted(
            ref
            for ref in refs
            if everything[ref].parent not in refs
            and everything[ref].maker not in refs
            and not everything[ref].automatic
        )
    )

"""Option A: mend production. Every step is executed on one scratch copy, in the order in which it would be run.

The order is: the pending migrations that are needed, as the run found they must follow; the refused statements of the
history, mended; what declared has and production lacks; and, where the result opens a hole, the fix that closes it.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import PurePosixPath

import psycopg

from trueup.catalog.model import Catalog
from trueup.diff.compare import compare
from trueup.finding import Finding, Severity
from trueup.migrations.model import MigrationsReport, VerdictKind
from trueup.origin import Origin
from trueup.plan.make import make_plan
from trueup.postgres.server import Database
from trueup.replay.model import Outcome, Status
from trueup.stages.judge import new_in
from trueup.stages.model import Judgement, Option, Side, SqlFile
from trueup.stages.naming import namer
from trueup.stages.sides import read_catalog

Judge = Callable[[Database, Catalog], Judgement]

_MAX_ROUNDS = 3
# duplicate_table, duplicate_object, duplicate_column, duplicate_function, duplicate_schema: it is there already.
_THERE = frozenset({"42P07", "42710", "42701", "42723", "42P06"})


@dataclass(slots=True)
class _Attempt:
    """A scratch copy on which files run one after another; what did not apply is kept out and told."""

    database: Database
    name: Callable[[str], str]
    files: list[SqlFile] = field(default_factory=list)
    failed: list[str] = field(default_factory=list)

    def run(self, name: str, statements: Sequence[str], heading: str, *, skip_existing: bool = False) -> bool:
        """Run statements as one transaction and keep them as a file.

        Args:
            name: of the file.
            statements: in order.
            heading: a comment for the file's first line.
            skip_existing: leave out what the server says is there already.
        Returns: whether all of it (but what is there already) applied.
        """
        kept = []
        try:
            with self.database.connect(autocommit=False) as conn:
                for sql in statements:
                    try:
                        with conn.transaction():
                            conn.execute(sql.encode())
                        kept.append(sql)
                    except psycopg.Error as error:
                        if not (skip_existing and error.sqlstate in _THERE):
                            raise
        except psycopg.Error as error:
            self.failed.append(f"{name}: {str(error).splitlines()[0]}")
            return False
        if kept:
            self.files.append(SqlFile(name=name, text=script(heading, kept)))
        return True


def script(heading: str, statements: Iterable[str]) -> str:
    """Statements as a file: a comment, then each with its semicolon."""
    body = "\n\n".join(sql.strip().rstrip(";").rstrip() + ";" for sql in statements)
    return f"-- {heading}\n\n{body}\n"


def mend_production(
    production: Side,
    declared: Side | None,
    migrations: MigrationsReport | None,
    before: Judgement,
    judge: Judge,
) -> Option | None:
    """Option A, executed; None where there is nothing to mend.

    Args:
        production: the side to mend; its database is cloned.
        declared: what it should agree with, if anything is declared.
        migrations: the pending ones, judged on this production.
        before: what is wrong with production as it is.
        judge: what is wrong with a database, by the same means as `before`.
    """
    attempt = _Attempt(database=production.database.clone(), name=namer(migrations))
    try:
        _run_migrations(attempt, migrations)
        _run_refused(attempt, production, before.findings)
        if declared is not None:
            _run_missing(attempt, production.catalog, declared.catalog)
        judgement, opened = _close(attempt, before, judge)
        if not attempt.files and not attempt.failed:
            return None
        catalog = read_catalog(attempt.database)
        return _option(attempt, catalog, judgement, before, opened, declared)
    finally:
        attempt.database.drop()


def _run_migrations(attempt: _Attempt, migrations: MigrationsReport | None) -> None:
    """The needed ones in the order that was found; one that conflicts by its form that can be run again."""
    if migrations is None:
        return
    by_name = {verdict.migration.name: verdict for verdict in migrations.verdicts}
    for name in migrations.order:
        verdict = by_name[name]
        if VerdictKind.NEEDED not in verdict.verdicts and VerdictKind.CONFLICTS not in verdict.verdicts:
            continue
        statements = [s.sql for s in verdict.migration.up.statements]
        if attempt.run(name, statements, f"{name}, as it is"):
            continue
        if verdict.repeatable_fix is not None:
            attempt.failed.pop()
            steps = [step.sql for step in verdict.repeatable_fix.steps]
            attempt.run(fixed_name(name), steps, f"replaces {name}, which {verdict.reason}")


def fixed_name(name: str) -> str:
    """``003_x.sql`` to ``003_x_FIX.sql``."""
    path = PurePosixPath(name)
    return f"{path.stem}_fix{path.suffix or '.sql'}"


def _run_refused(attempt: _Attempt, production: Side, findings: tuple[Finding, ...]) -> None:
    """What a refused statement would have made, mended; with what was rolled back because of it."""
    if production.replay is None:
        return
    mended = _mended(production.replay.outcomes, findings)
    by_unit: dict[str, list[Outcome]] = {}
    for outcome in production.replay.outcomes:
        if not outcome.ok and outcome.status is not Status.SKIPPED:
            by_unit.setdefault(outcome.unit, []).append(outcome)
    for unit, outcomes in by_unit.items():
        statements = [mended.get(o.statement.origin, o.statement.sql) for o in outcomes]
        name = attempt.name(f"mend {unit}")
        attempt.run(name, statements, f"{unit} of {production.source.label}, mended", skip_existing=True)


def _mended(outcomes: Sequence[Outcome], findings: tuple[Finding, ...]) -> dict[Origin, str]:
    """Where a refused statement begins, to the text that the diagnosis found to work in its place."""
    found: dict[Origin, str] = {}
    for finding in findings:
        steps = next((fix.steps for fix in finding.fixes if fix.steps), ())
        at = finding.origin
        if not steps or at is None:
            continue
        earlier = [
            o.statement.origin
            for o in outcomes
            if o.error and o.statement.origin.file == at.file and o.statement.origin.line <= at.line
        ]
        if earlier:
            found[max(earlier, key=lambda origin: (origin.line, origin.column))] = "\n".join(s.sql for s in steps)
    return found


def _run_missing(attempt: _Attempt, production: Catalog, declared: Catalog) -> None:
    """What is declared and production lacks or has otherwise; what only production has stays."""
    current = read_catalog(attempt.database)
    objects = dict(current.objects)
    for ref, obj in declared.objects.items():
        untouched = current.objects.get(ref) == production.objects.get(ref)
        if untouched and obj != current.objects.get(ref):
            objects[ref] = obj
    depends = {**current.depends, **{ref: declared.depends[ref] for ref in declared.depends if ref in objects}}
    plan = make_plan(current, dataclasses.replace(declared, objects=objects, depends=depends))
    if plan.steps:
        attempt.run(attempt.name("declared"), [s.sql for s in plan.steps], "what is declared and production lacks")


def _close(attempt: _Attempt, before: Judgement, judge: Judge) -> tuple[Judgement, tuple[Finding, ...]]:
    """Close the holes that are there or that the steps opened, by fixes that were executed.

    Returns: what is wrong at the end, and what was opened on the way.
    """
    judgement = judge(attempt.database, read_catalog(attempt.database))
    opened = tuple(f for f in new_in(judgement, before) if f.severity is Severity.ERROR)
    for _ in range(_MAX_ROUNDS):
        wanted = [f for f in judgement.findings if f.severity is Severity.ERROR and _executed(f)]
        ran = [f for f in wanted if attempt.run(attempt.name(f"close {f.rule}"), _executed(f), f.message)]
        if not ran:
            break
        judgement = judge(attempt.database, read_catalog(attempt.database))
    return judgement, opened


def _executed(finding: Finding) -> list[str]:
    fix = next((fix for fix in finding.fixes if fix.executed and fix.steps), None)
    return [step.sql for step in fix.steps] if fix else []


def _option(
    attempt: _Attempt,
    catalog: Catalog,
    judgement: Judgement,
    before: Judgement,
    opened: tuple[Finding, ...],
    declared: Side | None,
) -> Option:
    left = {f.fingerprint for f in judgement.findings}
    removes = tuple(f.fingerprint for f in before.findings if f.fingerprint not in left)
    worse = [f for f in new_in(judgement, before) if f.severity is Severity.ERROR]
    remaining = compare(declared.catalog, catalog) if declared else None
    parts = [f"executed on a scratch copy of production: {len(attempt.files)} files apply in this order"]
    parts.append(f"{len(removes)} findings are gone" if removes else "no finding goes away by it")
    parts.append(f"{len(worse)} new errors: {', '.join(sorted({f.rule for f in worse}))}" if worse else "no new error")
    parts += [f"did not apply: {failure}" for failure in attempt.failed]
    return Option(
        id="A",
        title="mend production",
        files=tuple(attempt.files),
        verdict="; ".join(parts),
        proven=bool(attempt.files) and not worse and not attempt.failed,
        removes=removes,
        remaining=remaining,
        opens=opened,
        after=catalog,
        coverage={"files": len(attempt.files), "objects": len(catalog.objects)},
    )

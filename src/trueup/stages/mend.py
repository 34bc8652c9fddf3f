"""Option A: mend production. It is drafted on one scratch copy, and proven as a whole on a fresh one.

The order is: the pending migrations that are needed, as the run found they must follow; the refused statements of the
history, mended; what declared has and production lacks; and, where the result has a hole, the fix that closes it, in
the very file that opens it where there is one.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Sequence
from pathlib import Path, PurePosixPath

from trueup.catalog.model import Catalog
from trueup.diff.compare import compare
from trueup.finding import Finding, Severity
from trueup.migrations.model import MigrationsReport, MigrationVerdict, VerdictKind
from trueup.origin import Origin
from trueup.plan.make import make_plan
from trueup.plan.node import PlanOptions
from trueup.replay.model import Migration, Outcome, Status
from trueup.sqltext.decode import decode
from trueup.stages.context import Context
from trueup.stages.judge import new_in
from trueup.stages.model import Judgement, Option, Side
from trueup.stages.naming import namer
from trueup.stages.script import Draft, State, named, run_draft

_MAX_ROUNDS = 3
# BEGIN and COMMIT are the runner's, which here is a transaction of our own; psql commands are no SQL.
_NOT_RUN = frozenset({"TransactionStmt", "Meta", "CopyData"})


def mend_production(
    context: Context,
    production: Side,
    declared: Side | None,
    migrations: MigrationsReport | None,
    before: Judgement,
) -> Option | None:
    """Option A, executed; None where there is nothing to mend.

    Args:
        context: the run.
        production: the side to mend; its database is cloned.
        declared: what it should agree with, if anything is declared.
        migrations: the pending ones, judged on this production.
        before: what is wrong with production as it is.
    """
    scratch = production.database.clone()
    try:
        files = _Files(context, State(scratch), production, migrations)
        files.draft(before.findings, declared)
        judgement = context.judge_state(scratch, files.state.catalog())
        opened = tuple(f for f in new_in(judgement, before) if f.severity is Severity.ERROR)
        option = None
        for _ in range(_MAX_ROUNDS):
            closed = files.close(judgement)
            if option is not None and not closed:
                break
            if not files.drafts and not files.failed:
                return None
            option, after = _proven(context, files, opened, declared, before)
            if not any(f.severity is Severity.ERROR for f in after.findings):
                break
            judgement = context.judge_state(scratch, files.state.catalog())
        return option
    finally:
        scratch.drop()


class _Files:
    """The files of the option in the making, and the scratch copy on which they ran one after another."""

    def __init__(self, context: Context, state: State, production: Side, migrations: MigrationsReport | None) -> None:
        self.state = state
        self.production = production
        self.drafts: list[Draft] = []
        self.failed: list[str] = []
        self._context = context
        self._migrations = migrations

    def draft(self, findings: tuple[Finding, ...], declared: Side | None) -> None:
        """What mends production: migrations, what was refused, what is declared and missing."""
        for draft, fallback in _migrations(self._migrations, self._context.root):
            if not self._attempt(draft) and fallback is not None:
                self.failed.pop()
                self._attempt(fallback)
        for draft in _refused(self.production, findings, self.state.catalog()):
            self._attempt(draft)
        if declared is not None:
            role = self._context.server.replay_role
            missing = _missing(role, self.state.catalog(), self.production.catalog, declared.catalog)
            if missing is not None:
                self._attempt(missing)

    def close(self, judgement: Judgement) -> bool:
        """Close the holes that are there or that the files opened, by fixes that were executed; whether any was."""
        closed = False
        for finding in judgement.findings:
            statements = _executed(finding) if finding.severity is Severity.ERROR else []
            if not statements:
                continue
            closing = Draft(name=f"close {finding.rule}", statements=statements, reason=finding.message)
            if self._attempt(closing):
                closed = True
                _move(self.drafts, closing, _opener(finding, self._migrations))
        return closed

    def named(self) -> list[Draft]:
        """Copies under the names that they get."""
        copies = [dataclasses.replace(draft) for draft in self.drafts]
        named(copies, namer(self._migrations))
        return copies

    def _attempt(self, draft: Draft) -> bool:
        error = self.state.run(draft)
        if error:
            self.failed.append(f"{draft.name}: {error}")
        elif draft.statements:
            self.drafts.append(draft)
        return not error


def _migrations(migrations: MigrationsReport | None, root: Path) -> Iterable[tuple[Draft, Draft | None]]:
    """The needed ones in the order that was found, each with its form that can be run again as the way out."""
    if migrations is None:
        return
    by_name = {verdict.migration.name: verdict for verdict in migrations.verdicts}
    for name in migrations.order:
        verdict = by_name[name]
        if not {VerdictKind.NEEDED, VerdictKind.CONFLICTS} & set(verdict.verdicts):
            continue
        plain = Draft(
            name=name,
            statements=[s.sql for s in verdict.migration.up.statements if s.kind not in _NOT_RUN],
            migration=name,
            original=_text(verdict.migration, root),
        )
        again = None
        if verdict.repeatable_fix is not None:
            again = Draft(
                name=_fixed_name(name),
                statements=[step.sql for step in verdict.repeatable_fix.steps],
                migration=name,
                reason=f"{name} conflicts with what production has; this form applies",
                changed=True,
            )
        yield plain, again


def _text(migration: Migration, root: Path) -> str:
    """The migration's file, where lines can be added at its end: not where a down part follows."""
    path = root / migration.up.origin.file
    if migration.down is not None or not path.is_file():
        return ""
    return decode(path.read_bytes(), migration.up.origin.file)[0]


def _fixed_name(name: str) -> str:
    path = PurePosixPath(name)
    return f"{path.stem}_fix{path.suffix or '.sql'}"


def _refused(production: Side, findings: tuple[Finding, ...], current: Catalog) -> Iterable[Draft]:
    """What a refused statement would have made and `current` lacks, mended; with what was rolled back with it."""
    if production.replay is None:
        return
    mended = _mended(production.replay.outcomes, findings)
    by_unit: dict[str, list[Outcome]] = {}
    for outcome in production.replay.outcomes:
        if not outcome.ok and outcome.status is not Status.SKIPPED:
            by_unit.setdefault(outcome.unit, []).append(outcome)
    for unit, outcomes in by_unit.items():
        wanted = [o.statement.target for o in outcomes if o.statement.target is not None]
        if wanted and all(ref in current.objects for ref in wanted):
            continue
        yield Draft(
            name=f"mend {unit}",
            statements=[mended.get(o.statement.origin, o.statement.sql) for o in outcomes],
            reason=f"{unit} of {production.source.label}, mended",
            skip_existing=True,
        )


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


def _missing(role: str, current: Catalog, production: Catalog, declared: Catalog) -> Draft | None:
    """What is declared and production lacks or has otherwise; what only production has stays."""
    objects = dict(current.objects)
    for ref, obj in declared.objects.items():
        untouched = current.objects.get(ref) == production.objects.get(ref)
        if untouched and obj != current.objects.get(ref):
            objects[ref] = obj
    depends = {**current.depends, **{ref: needs for ref, needs in declared.depends.items() if ref in objects}}
    options = PlanOptions(online=False, role=role)
    plan = make_plan(current, dataclasses.replace(declared, objects=objects, depends=depends), options=options)
    if not plan.steps:
        return None
    reason = "what is declared and production lacks"
    return Draft(name="declared", statements=[s.sql for s in plan.steps], reason=reason)


def _executed(finding: Finding) -> list[str]:
    fix = next((fix for fix in finding.fixes if fix.executed and fix.steps), None)
    return [step.sql for step in fix.steps] if fix else []


def _opener(finding: Finding, migrations: MigrationsReport | None) -> MigrationVerdict | None:
    """The migration that made what the finding is about, first of all its own object; None where none did."""
    verdicts = migrations.verdicts if migrations else ()
    about = [ref for ref in (finding.ref, *finding.related) if ref is not None]
    for ref in about:
        for verdict in verdicts:
            if verdict.effect and any(c.ref == ref and c.before is None for c in verdict.effect.changes):
                return verdict
    return None


def _move(drafts: list[Draft], closing: Draft, opener: MigrationVerdict | None) -> None:
    """Into the file of the migration that opens the hole, so that there is no moment at which it is open."""
    home = next((d for d in drafts if opener and d.migration == opener.migration.name), None)
    if home is None:
        return
    drafts.remove(closing)
    home.add(closing.statements, f"closes what it would open: {closing.reason}")


def _proven(
    context: Context, files: _Files, opened: tuple[Finding, ...], declared: Side | None, before: Judgement
) -> tuple[Option, Judgement]:
    """Run all files on a fresh copy, read back, judge again."""
    production = files.production
    drafts = files.named()
    final = production.database.clone()
    try:
        failed = [*files.failed, *(f"{d.name}: {error}" for d in drafts if (error := run_draft(final, d)))]
        catalog = final.read_catalog()
        judgement = context.judge_state(final, catalog, fixes=False)
    finally:
        final.drop()
    tried = {f.fingerprint for f in before.access.findings} if before.access else set()
    left = {f.fingerprint for f in judgement.findings}
    mends = {} if failed else _mends(files, drafts, catalog)
    removes = (*mends, *sorted(tried - left))
    worse = [f for f in new_in(judgement, before) if f.severity is Severity.ERROR]
    option = Option(
        id="A",
        title="mend production",
        files=tuple(d.file() for d in drafts),
        verdict=_verdict(len(drafts), len(removes), worse, failed),
        proven=bool(drafts) and not worse and not failed,
        removes=removes,
        mends=mends,
        remaining=compare(declared.catalog, catalog) if declared else None,
        opens=opened,
        after=catalog,
        coverage={"files": len(drafts), "objects": len(catalog.objects)},
    )
    return option, judgement


def _mends(files: _Files, drafts: Sequence[Draft], catalog: Catalog) -> dict[str, tuple[str, ...]]:
    """Refused statements whose work is there afterwards, with the files that do it: all where none is theirs alone."""
    outcomes = files.production.replay.outcomes if files.production.replay else ()
    refused = [o for o in outcomes if o.error is not None]
    every = tuple(draft.file().name for draft in drafts)
    found: dict[str, tuple[str, ...]] = {}
    for finding in files.production.replay.root_causes if files.production.replay else ():
        # Bodies that do not work are no refused statements: their functions are there before and after.
        cause = next((o for o in refused if _at(o, finding)), None)
        if cause is None:
            continue
        unit = [o for o in refused if o.unit == cause.unit]
        own = tuple(n for d, n in zip(files.drafts, every, strict=True) if d.name == f"mend {cause.unit}")
        if own or all(o.statement.target in catalog.objects for o in unit if o.statement.target is not None):
            found[finding.fingerprint] = own or every
    return found


def _at(outcome: Outcome, finding: Finding) -> bool:
    """Whether the finding's place, the very word that the server points to, lies in the outcome's statement."""
    at, start = finding.origin, outcome.statement.origin
    last = start.line + outcome.statement.sql.count("\n")
    return at is not None and at.file == start.file and start.line <= at.line <= last


def _verdict(files: int, removed: int, worse: Sequence[Finding], failed: Sequence[str]) -> str:
    parts = [f"executed on a scratch copy of production: {files} files apply in this order"]
    parts.append(
        f"{removed} finding{' is' if removed == 1 else 's are'} gone" if removed else "no finding goes away by it"
    )
    parts.append(f"{len(worse)} new errors: {', '.join(sorted({f.rule for f in worse}))}" if worse else "no new error")
    return "; ".join([*parts, *(f"did not apply: {failure}" for failure in failed)])

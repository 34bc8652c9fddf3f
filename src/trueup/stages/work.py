"""One reading of production, worked out: drift, judgement, migrations, options, patches."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from functools import partial
from typing import TypeVar

from trueup.catalog.applied import read_applied
from trueup.catalog.model import AppliedMigration
from trueup.diagnostic import NotEvaluated
from trueup.diff.compare import compare
from trueup.finding import Finding, Fix
from trueup.migrations.model import MigrationsReport, ThreeWay, VerdictKind
from trueup.postgres.server import Database
from trueup.replay.run import replay
from trueup.sources.model import Source
from trueup.stages.context import Context
from trueup.stages.declare import mend_declared
from trueup.stages.files import migration_patches, order_patch
from trueup.stages.judge import merge, new_in, on_side, unseen
from trueup.stages.mend import mend_production
from trueup.stages.model import Judgement, Option, Patch, Reading, Side

T = TypeVar("T")


def read_production(
    context: Context, name: str, production: Side, *, chosen: bool, declared: Side | None, pending: Source | None
) -> Reading:
    """Everything that hangs on one reading of production.

    Args:
        context: the run.
        name: the reading's name; "" where there is one only.
        production: the side under it.
        chosen: whether the report leads with it.
        declared: the declared side, if any.
        pending: the pending migrations, if any.
    """
    drift = compare(declared.catalog, production.catalog) if declared else None
    judgement = context.judge_side(production, fixes=chosen)
    migrations, failed = judge_migrations(context, production, declared, pending, judgement)
    early: list[Judgement] = []
    gaps: list[Judgement] = []
    with ThreadPoolExecutor(max_workers=1) as pool:
        # Neither waits for the other: one looks at what is pending, the other mends.
        look = partial(_ahead, context, production, migrations, judgement) if chosen else Judgement
        ahead = pool.submit(_guarded, "what the pending migrations would open", look, Judgement(), early)
        mend = partial(mend_production, context, production, declared, migrations, judgement)
        option_a = _guarded("option A", mend, None, gaps)
        option_b, patches = _brought_along(context, production, declared, option_a, gaps)
    if migrations is not None:
        patches += _file_patches(context, migrations, option_a)
    return Reading(
        name=name,
        chosen=chosen,
        production=production,
        drift=drift,
        migrations=migrations,
        judgement=merge(_with_option(judgement, option_a), failed, *early, *gaps),
        pending=ahead.result(),
        options=tuple(option for option in (option_a, option_b) if option),
        patches=tuple(patches),
    )


def _brought_along(
    context: Context, production: Side, declared: Side | None, option_a: Option | None, gaps: list[Judgement]
) -> tuple[Option | None, list[Patch]]:
    """Option B: declared, brought to production as it is after option A; and its file as a patch."""
    if declared is None:
        return None, []
    target = option_a.after if option_a and option_a.proven and option_a.after else production.catalog
    declare = partial(mend_declared, context, declared, target, after_a=target is not production.catalog)
    nothing: tuple[Option | None, Patch | None] = (None, None)
    option_b, patch = _guarded("option B", declare, nothing, gaps)
    return option_b, [patch] if patch else []


def _guarded(what: str, work: Callable[[], T], otherwise: T, gaps: list[Judgement]) -> T:
    """What a stage gives; one that breaks is told among the gaps, and the rest of the report stands."""
    try:
        return work()
    except Exception as error:
        gaps.append(Judgement(not_evaluated=(unseen(what, error),)))
        return otherwise


def judge_migrations(
    context: Context,
    production: Side,
    declared: Side | None,
    pending: Source | None,
    judgement: Judgement | None = None,
) -> tuple[MigrationsReport | None, Judgement]:
    """The pending migrations, judged on this production; and what was found in them."""
    if pending is None or not pending.migrations:
        return None, Judgement()
    from trueup.migrations.assess import assess

    try:
        report = assess(
            production.replay or production.database,
            pending.migrations,
            catalog=production.catalog,
            declared=declared.catalog if declared else None,
            applied=applied(production),
            findings=judgement.findings if judgement else (),
            read=Database.read_catalog,
            ask=production.source.ask,
            content="nothing" if production.source.kind == "empty" else "",
        )
    except Exception as error:  # told, and the rest of the report stands
        return None, Judgement(not_evaluated=(unseen("pending migrations", error),))
    report = _with_unread(report, pending)
    return report, Judgement(
        findings=report.findings,
        not_evaluated=(*pending.not_evaluated, *report.not_evaluated),
        diagnostics=pending.diagnostics,
    )


def folder_truth(
    context: Context, production: Side | None, declared: Side | None, pending: Source | None
) -> ThreeWay | None:
    """The folder run from empty, held against production and declared; None where there is neither."""
    if pending is None or not pending.migrations or (production is None and declared is None):
        return None
    from trueup.migrations.folder import replay_folder, three_way

    made = replay_folder(context.server, pending.migrations)
    truth = three_way(made.catalog, production.catalog if production else None, declared.catalog if declared else None)
    refused = ((a.migration.name, a.failure[1].message) for a in made.refused if a.failure is not None)
    return replace(truth, refused=tuple(refused))


def _with_unread(report: MigrationsReport, pending: Source) -> MigrationsReport:
    """Files that could not be read were not judged, whatever their lack of statements looks like."""
    unread = {d.origin.file: d.message for d in pending.diagnostics if d.code == "unreadable-file" and d.origin}
    if not unread:
        return report
    verdicts, told = [], []
    for verdict in report.verdicts:
        file = verdict.origin.file if verdict.origin else ""
        if file in unread:
            reason = f"The file could not be read: {unread[file]}."
            verdict = replace(verdict, verdicts=(VerdictKind.NOT_EVALUATED,), reason=reason)
            what = f"migration {verdict.migration.name}"
            told.append(NotEvaluated(what=what, reason=unread[file], origin=verdict.origin))
        verdicts.append(verdict)
    return replace(report, verdicts=tuple(verdicts), not_evaluated=(*report.not_evaluated, *told))


def applied(production: Side) -> tuple[AppliedMigration, ...]:
    """What migration tools recorded: as a live server told, or as the statements of a text source wrote it."""
    if production.replay is None:
        return production.catalog.applied
    with production.database.connect() as conn:  # types of columns there may be the text's own, and so their casts

        def fetch(text: str) -> str:
            row = conn.execute(text.encode()).fetchone()
            return str(row[0]) if row else "[]"

        return read_applied(fetch, production.catalog)[0]


def _ahead(context: Context, production: Side, migrations: MigrationsReport | None, before: Judgement) -> Judgement:
    """What the pending migrations would bring, if all that run were run, each with its migration's place."""
    if migrations is None or not migrations.order:
        return Judgement()
    by_name = {v.migration.name: v.migration for v in migrations.verdicts}
    by_name |= {
        v.migration.name: v.mended for v in migrations.verdicts if v.mended and v.migration.name in migrations.fixed
    }
    database = production.database.clone()
    try:
        result = replay(database, tuple(by_name[name].up for name in migrations.order))
        made = {**production.provenance, **result.provenance}
        judgement = context.judge_state(result.database, result.catalog, provenance=made)
    finally:
        database.drop()
    return Judgement(findings=on_side(new_in(judgement, before), "pending"), not_evaluated=judgement.not_evaluated)


def _with_option(judgement: Judgement, option: Option | None) -> Judgement:
    """Refused statements that option A was seen to mend say so, in place of a mend that does not run by itself."""
    if option is None or not option.proven:
        return judgement

    def mended(finding: Finding) -> Finding:
        files = option.mends.get(finding.fingerprint)
        if files is None:
            return finding
        note = "What was refused is there afterwards."
        fix = Fix(title=f"Option {option.id}: {', '.join(files)}", executed=True, note=note)
        return replace(finding, fixes=(fix, *(x for x in finding.fixes if x.executed)))

    return replace(judgement, findings=tuple(map(mended, judgement.findings)))


def _file_patches(context: Context, migrations: MigrationsReport, option: Option | None) -> list[Patch]:
    patches = list(migration_patches(context.root, migrations, option))
    order = order_patch(context.root, migrations)
    return [*patches, order] if order else patches

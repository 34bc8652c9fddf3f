"""One reading of production, worked out: drift, judgement, migrations, options, patches."""

from __future__ import annotations

from trueup.diff.compare import compare
from trueup.migrations.assess import assess
from trueup.migrations.model import MigrationsReport
from trueup.sources.model import Source
from trueup.stages.context import Context
from trueup.stages.declare import mend_declared
from trueup.stages.files import migration_patches, order_patch
from trueup.stages.judge import merge, unseen
from trueup.stages.mend import mend_production
from trueup.stages.model import Judgement, Option, Patch, Reading, Side


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
    judgement = context.judge_side(production)
    migrations, failed = _assess(context, production, declared, pending, judgement)
    option_a = mend_production(context, production, declared, migrations, judgement)
    options, patches = [option_a] if option_a else [], list[Patch]()
    if declared is not None:
        target = option_a.after if option_a and option_a.proven and option_a.after else production.catalog
        after_a = target is not production.catalog
        option_b, patch = mend_declared(context.server, declared, target, after_a=after_a, root=context.root)
        options += [option_b] if option_b else []
        patches += [patch] if patch else []
    if migrations is not None:
        patches += _file_patches(context, migrations, option_a)
    return Reading(
        name=name,
        chosen=chosen,
        production=production,
        drift=drift,
        migrations=migrations,
        judgement=merge(judgement, failed),
        options=tuple(options),
        patches=tuple(patches),
    )


def _assess(
    context: Context, production: Side, declared: Side | None, pending: Source | None, judgement: Judgement
) -> tuple[MigrationsReport | None, Judgement]:
    if pending is None or not pending.migrations:
        return None, Judgement()
    try:
        report = assess(
            production.database,
            production.catalog,
            pending.migrations,
            declared=declared.catalog if declared else None,
            findings=judgement.findings,
        )
    except Exception as error:  # told, and the rest of the report stands
        return None, Judgement(not_evaluated=(unseen("pending migrations", error),))
    return report, Judgement(findings=report.findings, not_evaluated=report.not_evaluated)


def _file_patches(context: Context, migrations: MigrationsReport, option: Option | None) -> list[Patch]:
    patches = list(migration_patches(context.root, migrations, option))
    order = order_patch(context.root, migrations)
    return [*patches, order] if order else patches

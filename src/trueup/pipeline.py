"""The stages of each command, in order: sources, sides, findings, migrations, options, report.

Every function takes what its command takes and gives a typed report or a text; none prints, none exits. Options that
all of them share: `platform`, `scratch_url`, `config_path`, `reading`, and `progress`, which takes a stage's name.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

from trueup.catalog import snapshot as snapshots
from trueup.catalog.baseline import with_baseline
from trueup.catalog.introspect import introspection_query
from trueup.config import settings, template
from trueup.errors import SourceError
from trueup.postgres.server import start
from trueup.report.build.assemble import audit_report
from trueup.report.build.head import Head
from trueup.report.build.single import single_report
from trueup.report.model import Report
from trueup.rules import LoadedRule
from trueup.rules.trial import Trial, try_rule
from trueup.rules.trial import platform_of as platform_of_rule
from trueup.sources.discover import discover, named_sides, no_migrations
from trueup.sources.live import shown
from trueup.sources.model import Project
from trueup.stages import texts
from trueup.stages.context import Context
from trueup.stages.elsewhere import with_makers
from trueup.stages.expectation import held_against, untried
from trueup.stages.fixing import fixes
from trueup.stages.judge import merge
from trueup.stages.kept import kept
from trueup.stages.model import Side
from trueup.stages.naming import namer_of
from trueup.stages.opening import platform_of, root_of, scratch, sources_of
from trueup.stages.overview import judged, load_sides, only_under
from trueup.stages.script import Script
from trueup.stages.selection import judged_names, selected
from trueup.stages.sides import empty_side, load_side
from trueup.stages.work import folder_truth, judge_migrations

Progress = Callable[[str], None]


def audit(
    path: str = ".",
    *,
    declared: str | None = None,
    production: str | None = None,
    migrations: str | None = None,
    platform: str | None = None,
    reading: str | None = None,
    scratch_url: str | None = None,
    config_path: Path | None = None,
    baseline: Path | None = None,
    write_baseline: Path | None = None,
    progress: Progress | None = None,
) -> Report:
    """Audit a project: every side, what differs, what is wrong, what each migration would do, and executed options.

    Args:
        path: the project folder, or one source.
        declared, production, migrations: sources that go before what is found and configured.
        baseline, write_baseline: files of accepted findings to hold against, or to write.
    """
    named = {"declared": declared, "production": production, "migrations": migrations}
    with _opened(path, platform, reading, scratch_url, config_path, progress, **named) as (context, project, head):
        sides = load_sides(context, project)
        context.tell("judging each side, the migrations and the ways to mend them")
        readings, declared_judgement = judged(context, sides)
        everything = merge(declared_judgement, *(j for r in readings for j in (r.judgement, r.pending)))
        everything = with_makers(everything, project, context.root)
        context.tell("writing the report")
        judgement, suppressed = kept(
            everything, context.config, sources_of(project), context.root, baseline=baseline, accept=write_baseline
        )
        return audit_report(
            head,
            declared=sides.declared,
            pending=sides.pending,
            readings=readings,
            judgement=judgement,
            only_reading=only_under(readings),
            suppressed=suppressed,
            diagnostics=(*project.diagnostics, *sides.diagnostics, *judgement.diagnostics),
        )


def check(
    source: str = ".",
    *,
    rules: tuple[str, ...] = (),
    excluded: tuple[str, ...] = (),
    min_severity: str | None = None,
    fix: bool = False,
    platform: str | None = None,
    reading: str | None = None,
    scratch_url: str | None = None,
    config_path: Path | None = None,
    baseline: Path | None = None,
    write_baseline: Path | None = None,
    progress: Progress | None = None,
) -> Report:
    """Check one source: statements that the server refuses, and every rule.

    Args:
        source: a folder is read as a project; its sides are then checked one by one.
        rules, excluded, min_severity: which rules.
        fix: add the executed fixes as one migration, as an option of the report.
    """
    with _opened(source, platform, reading, scratch_url, config_path, progress) as (context, project, head):
        selection = selected(context.config, rules, excluded, min_severity, context.rules)
        sides = [load_side(context.server, s, s.side or "source") for s in sources_of(project)]
        context.tell("checking the rules")
        everything = merge(*(context.check_side(side, selection) for side in sides))
        everything = with_makers(everything, project, context.root)
        judgement, suppressed = kept(
            everything,
            context.config,
            sources_of(project),
            context.root,
            baseline=baseline,
            accept=write_baseline,
            judged=judged_names(context.rules, selection, access=False),
        )
        name = namer_of(project.pending.migrations if project.pending else ())("fix what the rules found")
        made, judgement = fixes(context, sides[0], judgement, selection, name) if fix else (None, judgement)
        return single_report(
            "check",
            head,
            sides,
            judgement,
            suppressed=suppressed,
            diagnostics=project.diagnostics,
            options=[made] if made else [],
        )


def access(
    source: str = ".",
    *,
    expect: Path | None = None,
    write_expect: Path | None = None,
    platform: str | None = None,
    reading: str | None = None,
    scratch_url: str | None = None,
    config_path: Path | None = None,
    progress: Progress | None = None,
) -> Report:
    """Try who can do what to which row of a source; of a project, of production, else of what is declared.

    Args:
        expect: a committed matrix; any widening against it is an error.
        write_expect: write the matrix as such a file.
    """
    with _opened(source, platform, reading, scratch_url, config_path, progress) as (context, project, head):
        chosen = project.production or project.declared or project.pending
        assert chosen is not None, "discovery gives at least one source"
        side = load_side(context.server, chosen, chosen.side or "source")
        context.tell("trying who can do what")
        tried = context.judge_state(side.database, side.catalog, side.name, provenance=side.provenance)
        everything = merge(tried, held_against(tried, expect, write_expect), untried(side))
        judged = judged_names(context.rules, None, access=True)
        judgement, suppressed = kept(everything, context.config, [chosen], context.root, judged=judged)
        return single_report("access", head, [side], judgement, suppressed=suppressed, diagnostics=project.diagnostics)


def migrations(
    path: str = ".",
    *,
    production: str | None = None,
    declared: str | None = None,
    platform: str | None = None,
    reading: str | None = None,
    scratch_url: str | None = None,
    config_path: Path | None = None,
    progress: Progress | None = None,
) -> Report:
    """Judge the migrations of a project or a folder on a scratch copy of production (empty, where there is none)."""
    with _opened(
        path, platform, reading, scratch_url, config_path, progress, production=production, declared=declared
    ) as (context, project, head):
        if project.pending is None:
            raise no_migrations(path)
        sides = load_sides(context, project, migrations_stand_in=False)
        given = next(iter(sides.production.values()), None)
        target = given or empty_side(context.server, "production")
        context.tell("running the migrations on a scratch copy")
        report, judged = judge_migrations(context, target, sides.declared, sides.pending)
        truth = folder_truth(context, given, sides.declared, sides.pending)
        return single_report(
            "migrations",
            head,
            [side for side in (target, sides.declared) if side],
            with_makers(judged, project, context.root),
            diagnostics=(*project.diagnostics, *sides.diagnostics),
            migrations=replace(report, truth=truth) if report else None,
            pending=sides.pending,
        )


def try_rules(rules: Sequence[LoadedRule]) -> Iterator[Trial]:
    """Each rule's own examples, run on a scratch server of its platform."""
    for platform in sorted({platform_of_rule(rule) for rule in rules}):
        with start(platform) as server:
            yield from (try_rule(rule, server) for rule in rules if platform_of_rule(rule) == platform)


def snapshot_query() -> str:
    """The one read-only query whose pasted result is a source."""
    return introspection_query().rstrip() + "\n"


def snapshot(source: str, *, progress: Progress | None = None, **shared: Any) -> Script:
    """A source's catalog as JSON."""
    with _side_of(source, progress, **shared) as (_, side):
        notes = texts.missing_of(side)
        return Script(text=snapshots.dump(with_baseline(side.catalog)), notes=notes, refused=bool(notes))


def dump(source: str, *, progress: Progress | None = None, **shared: Any) -> Script:
    """A source's catalog as SQL, replayed and compared before it is given."""
    with _side_of(source, progress, **shared) as (context, side):
        return texts.dumped(context, side)


def squash(path: str, *, progress: Progress | None = None, **shared: Any) -> str:
    """One baseline file from a migrations folder, proven equal to replaying it."""
    with _side_of(path, progress, **shared) as (context, side):
        return texts.squashed(context, side)


def new_migration(path: str, name: str, *, progress: Progress | None = None, **shared: Any) -> str:
    """The migration that takes production to declared, in the folder's naming and transaction style, proven."""
    with _opened(path, progress=progress, **shared) as (context, project, _):
        return texts.new_migration(context, load_sides(context, project, migrations_stand_in=False), name)


def config_template(path: Path) -> str:
    """A commented trueup.toml, with what was found in the folder filled in."""
    try:
        project = discover(path)
    except SourceError:
        return template()
    name, _ = platform_of(sources_of(project), None, path)
    return template(**named_sides(project), platform=name)


@contextmanager
def _opened(
    source: str,
    platform: str | None = None,
    reading: str | None = None,
    scratch_url: str | None = None,
    config_path: Path | None = None,
    progress: Progress | None = None,
    **named: str | None,
) -> Iterator[tuple[Context, Project, Head]]:
    """Configuration, sources, platform and a started scratch server."""
    tell = progress or _quiet
    config = settings(source, config_path, platform=platform, reading=reading)
    tell("finding the sources")
    project = discover(source, config, **named)
    name, reasons = platform_of(sources_of(project), config.platform, root_of(source))
    with scratch(config, name, scratch_url, root_of(source), tell) as context:
        tell("replaying the sources")
        yield context, project, head_of(context, shown(source), reasons)


@contextmanager
def _side_of(source: str, progress: Progress | None = None, **shared: Any) -> Iterator[tuple[Context, Side]]:
    """One source, loaded."""
    with _opened(source, progress=progress, **shared) as (context, project, _):
        chosen = project.production or project.declared or project.pending
        assert chosen is not None, "discovery gives at least one source"
        yield context, load_side(context.server, chosen, chosen.side or "source")


def _quiet(stage: str) -> None:
    """No progress."""


def head_of(context: Context, project: str, reasons: tuple[str, ...]) -> Head:
    """What stands at the head of a report."""
    return Head(
        project=project,
        platform=context.platform,
        reasons=reasons,
        server=context.server_name,
        fail_on=context.config.fail_on,
    )

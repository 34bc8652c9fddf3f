"""The stages of `trueup diff`, in order: sources, sides, differences, plan, report.

A module of its own, because a comparison of two servers needs little of what `trueup.pipeline` does: importing all of
that would take longer than comparing. What it does need is imported while the servers answer.
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from trueup.config import Config, settings
from trueup.sources.live import shown
from trueup.sources.load import both

if TYPE_CHECKING:
    from trueup.postgres.server import Server
    from trueup.report.build.head import Head
    from trueup.report.model import Report
    from trueup.sources.model import Source
    from trueup.stages.script import Script

Progress = Callable[[str], None]


def diff(
    from_: str,
    to: str,
    *,
    sql: bool = False,
    only: tuple[str, ...] = (),
    exclude: tuple[str, ...] = (),
    strict: bool = False,
    renames: bool = False,
    allow_destructive: bool = False,
    online: bool = True,
    transaction: bool = False,
    unproven: bool = False,
    platform: str | None = None,
    reading: str | None = None,
    scratch_url: str | None = None,
    config_path: Path | None = None,
    progress: Progress | None = None,
) -> tuple[Report, Script]:
    """What differs from one source to another and, with `sql`, the statements that make them equal, proven."""
    config = settings(".", config_path, platform=platform, reading=reading)
    with both(from_, to, config, plain=not sql) as read:
        from trueup.report.build.compared import diff_report
        from trueup.stages.chosen import chosen_pair
        from trueup.stages.opening import platform_of
        from trueup.stages.pair import load_pair
        from trueup.stages.script import Script
        from trueup.stages.unsaid import run_by_its_owner, told_runner

        before, after = read()
    name, reasons = platform_of((before, after), config.platform)
    with _judge(name, scratch_url, () if sql else (before, after), progress) as server:
        pair = load_pair(server, before, after, to_try=sql)
        pair = pair if strict else run_by_its_owner(pair)
        drift, target, told = chosen_pair(pair, only, exclude, strict=strict)
        script = Script(text="", drift=bool(drift.counted))
        if sql:
            from trueup.plan.node import PlanOptions  # half of all that is imported, and needed here alone
            from trueup.stages.compared import proven_script

            options = PlanOptions(
                online=online, transaction=transaction, allow_destructive=allow_destructive, renames=renames
            )
            script = proven_script(pair, drift, target, options, unproven=unproven)
        head = _head(f"{shown(from_)} to {shown(to)}", name, reasons, server, config)
        return diff_report(head, pair, drift, script, (*told, *told_runner(pair))), script


@contextlib.contextmanager
def _judge(
    name: str, scratch_url: str | None, sources: tuple[Source, ...], progress: Progress | None
) -> Iterator[Server]:
    """The scratch server; not started where two catalogs are compared as they are, and its baseline is known."""
    from trueup.postgres.server import start
    from trueup.stages.pair import as_they_are

    server = start(name, scratch_url=scratch_url)
    if sources and as_they_are(*sources) and server.is_known():
        yield server
        return
    if progress:
        progress("starting the scratch server")
    with server:
        yield server


def _head(project: str, platform: str, reasons: tuple[str, ...], server: Server, config: Config) -> Head:
    from trueup.report.build.head import Head

    version = server.baseline_catalog().server_version
    return Head(
        project=project,
        platform=platform,
        reasons=reasons,
        server=f"PostgreSQL {version // 10000}.{version % 10000}",
        fail_on=config.fail_on,
    )

"""What every stage of one run shares: the scratch server, the platform, the configuration."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from trueup.catalog.model import Catalog
from trueup.config import Config
from trueup.diagnostic import NotEvaluated
from trueup.postgres.server import Database, Server
from trueup.rules import RuleContext, Selection, check
from trueup.stages.judge import merge, on_side, unseen
from trueup.stages.model import Judgement, Side
from trueup.stages.selection import selected


@dataclass(frozen=True, slots=True, kw_only=True)
class Context:
    """One run.

    Args:
        server: the scratch server, started.
        platform: the platform's name.
        config: as read, with the command line's flags put in.
        root: the project folder.
        tell: takes the name of a stage, for progress.
    """

    server: Server
    platform: str
    config: Config
    root: Path
    tell: Callable[[str], None]

    @property
    def server_name(self) -> str:
        """The server that judges, as the report names it."""
        with self.server.admin() as conn:
            row = conn.execute("SHOW server_version").fetchone()
        return f"PostgreSQL {row[0] if row else '?'}"

    def judge_side(self, side: Side) -> Judgement:
        """What is wrong with a side: its refused statements, every rule, and access as tried."""
        causes = Judgement(findings=on_side(side.replay.root_causes if side.replay else (), side.name))
        tried = self.judge_state(side.database, side.catalog, side=side)
        return merge(causes, self._rules(side, selected(self.config)), tried)

    def check_side(self, side: Side, selection: Selection) -> Judgement:
        """What a side's text and catalog tell: its refused statements, and the selected rules."""
        causes = Judgement(findings=on_side(side.replay.root_causes if side.replay else (), side.name))
        return merge(causes, self._rules(side, selection))

    def judge_state(self, database: Database, catalog: Catalog, side: Side | None = None) -> Judgement:
        """What can be done to a database that should not be possible, by trying it."""
        try:
            from trueup.access.examine import examine

            report = examine(
                database,
                catalog,
                self.platform,
                provenance=side.provenance if side else {},
            )
        except Exception as error:  # a stage that breaks is told and must not take the report with it
            return Judgement(not_evaluated=(unseen("access", error),))
        return Judgement(
            findings=on_side(report.findings, side.name if side else "pending"),
            not_evaluated=report.not_evaluated,
            access=report,
        )

    def _rules(self, side: Side, selection: Selection) -> Judgement:
        replay = side.replay
        context = RuleContext(
            catalog=side.catalog,
            database=side.database,
            platform=self.platform,
            units=replay.units if replay else (),
            outcomes=replay.outcomes if replay else (),
            provenance=side.provenance,
            schemas=self.config.exposed_schemas,
            side=side.name,
        )
        report = check(context, selection)
        return Judgement(findings=report.findings, not_evaluated=report.not_evaluated)


def not_tried(what: str, reason: str) -> Judgement:
    """A stage that was left out on purpose, with the reason."""
    return Judgement(not_evaluated=(NotEvaluated(what=what, reason=reason),))

"""What every stage of one run shares: scratch server, platform, configuration, and what was tried already."""

from __future__ import annotations

import dataclasses
import threading
from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, field
from pathlib import Path

from trueup.access.settle import placed
from trueup.catalog.model import Catalog
from trueup.config import Config
from trueup.postgres.server import Database, Server
from trueup.ref import ObjectRef
from trueup.replay.model import Provenance
from trueup.rules import RuleContext, RuleSet, Selection, check, discover, discover_folder
from trueup.stages.judge import of_the_host, on_side, together, told_once, unseen
from trueup.stages.model import Judgement, Side
from trueup.stages.once import Once
from trueup.stages.selection import options_by_id, selected
from trueup.stages.tried import Tried


@dataclass(frozen=True, slots=True, kw_only=True)
class Context:
    """One run.

    Args:
        server: the scratch server, started.
        platform: the platform's name.
        config: as read, with the command line's flags put in.
        root: the project folder.
        tell: takes the name of a stage, for progress.
        tried: the access examinations of this run.
        once: what else two stages may ask for.
        declared_is_free: held while somebody is connected to the declared side's database, which can't be copied then.
    """

    server: Server
    platform: str
    config: Config
    root: Path
    tell: Callable[[str], None]
    tried: Tried
    once: Once = field(default_factory=Once)
    declared_is_free: threading.Lock = field(default_factory=threading.Lock)

    @property
    def server_name(self) -> str:
        """The server that judges, as the report names it."""
        with self.server.admin() as conn:
            row = conn.execute("SHOW server_version").fetchone()
        return f"PostgreSQL {row[0] if row else '?'}"

    @property
    def rules(self) -> RuleSet:
        """All rules: trueup's, and those of the folder that the configuration names.

        Raises:
            ConfigError: the folder is not there, or a file of it is no rule.
        """
        folder = self.config.rules_folder
        known = discover()
        return known.with_rules(discover_folder(self.config.folder / folder)) if folder else known

    def judge_side(
        self, side: Side, *, fixes: bool = True, only: AbstractContextManager[object] | None = None
    ) -> Judgement:
        """What is wrong with a side: its refused statements, every rule, and access as tried.

        Args:
            side: to be judged.
            fixes: whether fixes are looked for too.
            only: entered while its database can't be copied, since rules are connected to it.
        """
        tried = self.judge_state(side.database, side.catalog, side.name, provenance=side.provenance, fixes=fixes)
        with only or nullcontext():
            return together(self.check_side(side, selected(self.config, rules=self.rules)), tried)

    def check_side(self, side: Side, selection: Selection) -> Judgement:
        """What a side's text and catalog tell: its refused statements, and the selected rules."""
        replay = side.replay
        report = check(self.rule_context(side), selection, self.rules)
        causes = on_side(of_the_host(replay.root_causes if replay else (), side.source.kind), side.name)
        return Judgement(findings=(*causes, *told_once(causes, report.findings)), not_evaluated=report.not_evaluated)

    def rule_context(self, side: Side) -> RuleContext:
        """A side as rules see it."""
        replay = side.replay
        return RuleContext(
            catalog=side.catalog,
            database=side.database,
            platform=self.platform,
            units=replay.units if replay else (),
            outcomes=replay.outcomes if replay else (),
            provenance=side.provenance,
            statistics=side.source.statistics,
            options=options_by_id(self.config, self.rules),
            schemas=self.config.exposed_schemas,
            side=side.name,
        )

    def judge_state(
        self,
        database: Database,
        catalog: Catalog,
        name: str = "pending",
        *,
        provenance: Mapping[ObjectRef, Provenance] | None = None,
        fixes: bool = True,
    ) -> Judgement:
        """What can be done to a database that should not be possible, by trying it.

        Args:
            database: the scratch database; it is cloned.
            catalog: what it holds.
            name: the side that findings are on.
            provenance: where objects were made.
            fixes: whether fixes are looked for and executed too.
        """
        try:
            report = self.tried.examine(database, catalog, fixes=fixes)
        except Exception as error:  # a stage that breaks is told, and must not take the report with it
            return Judgement(not_evaluated=(unseen("access", error),))
        findings = tuple(placed(f, provenance or {}) for f in report.findings)
        return Judgement(
            findings=on_side(findings, name),
            not_evaluated=report.not_evaluated,
            access=dataclasses.replace(report, findings=findings),
        )

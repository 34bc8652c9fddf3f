"""A rule, and what checking with rules gives. Pure data."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from trueup.diagnostic import NotEvaluated
from trueup.finding import Finding, Severity
from trueup.step import Step

if TYPE_CHECKING:
    from trueup.rules.context import RuleContext
    from trueup.rules.facts.statistics import ProductionStatistics


class Need(StrEnum):
    """What a rule reads; where that isn't there, the rule is listed as not evaluated."""

    CATALOG = "catalog"
    TEXT = "text"  # the statements themselves
    SCRATCH = "scratch"  # a scratch database that holds the catalog
    PRODUCTION = "production"  # statistics of the live server


@dataclass(frozen=True, slots=True, kw_only=True)
class Option:
    """What the configuration may set for a rule, in ``[rules.NAME]``: a number, a text or a truth value.

    Args:
        name: its key.
        default: what holds where nothing is set; says its type too.
        what: one sentence.
    """

    name: str
    default: float | str | bool
    what: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """What a rule is, and its page of the manual.

    Args:
        id: kebab-case, names the flaw: "allow <id>" reads well.
        title: the flaw in a few words.
        severity: `Severity`; STYLE is off by default.
        area: the folder that holds its file.
        needs: `Need`s.
        platform: the platform that it speaks of, or "" for any.
        splinter: the number of Supabase's lint that it stands for, or "".
        options: what the configuration may set for it.
        what, why, fix, fix_safety: sections of its page, as Markdown. `fix_safety` is "" where there is no fix to run.
        bad: a script that gives exactly this finding, at each line marked `-- here`.
        good: a script that gives none.
        example_setup: what a superuser does before both scripts, where PostgreSQL wants one.
        example_statistics: what production's statistics say in both examples.
        example_platform: the platform that both scripts are run on, where `platform` is "".
    """

    id: str
    title: str
    severity: Severity
    area: str
    what: str
    why: str
    fix: str
    bad: str
    good: str
    needs: tuple[Need, ...] = (Need.CATALOG,)
    platform: str = ""
    splinter: str = ""
    options: tuple[Option, ...] = ()
    fix_safety: str = ""
    example_platform: str = ""
    example_setup: str = ""
    example_statistics: ProductionStatistics | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class LoadedRule:
    """A rule with its functions, as its file gives them."""

    rule: Rule
    check: Callable[[RuleContext], Iterable[Finding]]
    fix: Callable[[Finding, RuleContext], tuple[Step, ...]] | None = None
    path: str = ""


@dataclass(frozen=True, kw_only=True)
class RuleSet:
    """All rules, by id. Immutable."""

    rules: tuple[LoadedRule, ...]

    def __iter__(self) -> Iterator[LoadedRule]:
        return iter(self.rules)

    def __len__(self) -> int:
        return len(self.rules)

    def find(self, name: str) -> LoadedRule | None:
        """The rule of this id, or of this splinter number (``0001``, ``1``, ``0001_unindexed_foreign_keys``)."""
        number = name.partition("_")[0].zfill(4)
        for loaded in self.rules:
            if loaded.rule.id == name or (loaded.rule.splinter and number in loaded.rule.splinter.split()):
                return loaded
        return None

    def with_rules(self, more: Iterable[LoadedRule]) -> RuleSet:
        """These and more, in order of id; a later one takes the place of an earlier one of its id."""
        by_id = {loaded.rule.id: loaded for loaded in (*self.rules, *more)}
        return RuleSet(rules=tuple(by_id[key] for key in sorted(by_id)))


@dataclass(frozen=True, slots=True, kw_only=True)
class Selection:
    """Which rules to run, and how severe their findings are.

    Args:
        only: ids or splinter numbers; () for all.
        exclude: ids or splinter numbers.
        minimum: findings less severe than this are left out.
        severities: id to another severity.
    """

    only: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()
    minimum: Severity = Severity.REVIEW
    severities: tuple[tuple[str, Severity], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleReport:
    """What the rules found, and what they could not look at.

    Args:
        findings: sorted by severity, place, rule.
        not_evaluated: rules and objects, with reasons.
        ran: ids of the rules that ran to their end.
    """

    findings: tuple[Finding, ...] = ()
    not_evaluated: tuple[NotEvaluated, ...] = ()
    ran: tuple[str, ...] = ()

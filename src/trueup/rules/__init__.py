"""One file per rule, with its documentation and its executed good and bad example."""

from __future__ import annotations

from trueup.rules.check import check
from trueup.rules.context import RuleContext
from trueup.rules.discover import discover, discover_folder
from trueup.rules.explain import explain, scaffold
from trueup.rules.facts import ProductionStatistics
from trueup.rules.model import LoadedRule, Need, Rule, RuleReport, RuleSet, Selection

__all__ = [
    "LoadedRule",
    "Need",
    "ProductionStatistics",
    "Rule",
    "RuleContext",
    "RuleReport",
    "RuleSet",
    "Selection",
    "check",
    "discover",
    "discover_folder",
    "explain",
    "scaffold",
]

"""What a live server counts about its own use, as rules read it."""

from __future__ import annotations

from trueup.catalog.statistics import ProductionStatistics, TableUse

__all__ = ["ProductionStatistics", "TableUse"]

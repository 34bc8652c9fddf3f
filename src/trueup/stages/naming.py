"""Names for new files in the project's own style."""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable, Sequence

from trueup.migrations.model import MigrationsReport
from trueup.replay.model import Migration

_SEPARATOR = {"flyway": "__"}


def namer(migrations: MigrationsReport | None) -> Callable[[str], str]:
    """`namer_of` the pending migrations that were judged; None where there are none."""
    return namer_of([v.migration for v in migrations.verdicts] if migrations else ())


def namer_of(migrations: Sequence[Migration]) -> Callable[[str], str]:
    """A function from a title to the next file name: ``004_close_self_promotion.sql``, ``V5__x.sql``.

    Args:
        migrations: the folder's, whose last version is counted on from.
    """
    last = max(migrations, key=lambda m: _number(m.version), default=None)
    version = last.version if last else "000"
    digits = re.sub(r"\D", "", version) or "000"
    prefix = "V" if last and last.tool == "flyway" else ""
    separator = _SEPARATOR.get(last.tool, "_") if last else "_"
    counter = itertools.count(int(digits) + 1)

    def name(title: str) -> str:
        slug = re.sub(r"[^a-z0-9]+", "_", title.lower()).strip("_")
        return f"{prefix}{next(counter):0{len(digits)}d}{separator}{slug}.sql"

    return name


def _number(version: str) -> int:
    return int(re.sub(r"\D", "", version) or 0)

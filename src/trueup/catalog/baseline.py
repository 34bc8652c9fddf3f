"""What a platform provides is left out of a catalog; what users change or add there is in."""

from __future__ import annotations

from dataclasses import replace

from trueup.catalog.model import Catalog


def without_baseline(catalog: Catalog, baseline: Catalog) -> Catalog:
    """The catalog without the objects that are just as the platform's baseline has them.

    Args:
        catalog: of a database that was made from the baseline.
        baseline: of a database in which nothing was run.
    Returns:
        The same with fewer objects; `platform_objects` names what the baseline has, so that a reader can tell a
        platform's table from a missing one.
    """
    theirs = baseline.objects
    kept = {ref: obj for ref, obj in catalog.objects.items() if theirs.get(ref) != obj}
    return replace(catalog, objects=kept, platform_objects=frozenset(theirs))

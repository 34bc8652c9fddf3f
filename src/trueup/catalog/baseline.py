"""What a platform provides is left out of a catalog; what users change or add there is in."""

from __future__ import annotations

from dataclasses import replace

from trueup.catalog.model import Catalog, CatalogObject


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


def without_platform(catalog: Catalog, baseline: Catalog, owners: frozenset[str]) -> Catalog:
    """The same for a hosted server, whose platform may hold more than our baseline does.

    Args:
        catalog: of the hosted server.
        baseline: of a database in which nothing was run.
        owners: the platform's own roles: what they own, and what lives on it, is the platform's; but a policy or a
            trigger there that the baseline hasn't is a user's.
    """
    kept = without_baseline(catalog, baseline)
    objects = {ref: obj for ref, obj in kept.objects.items() if not _is_platforms(obj, catalog, owners)}
    return replace(kept, objects=objects)


def _is_platforms(obj: CatalogObject, catalog: Catalog, owners: frozenset[str]) -> bool:
    if obj.owner:
        return obj.owner in owners
    if obj.parent is None or obj.ref.kind in {"policy", "trigger"}:
        return False
    parent = catalog.objects.get(obj.parent)
    return parent is not None and _is_platforms(parent, catalog, owners)

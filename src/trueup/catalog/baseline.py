"""What a platform provides is left out of a catalog; what users change or add there is in."""

from __future__ import annotations

from dataclasses import replace

from trueup.catalog.model import Catalog, CatalogObject, Grant, Schema
from trueup.catalog.platform import mark_platform
from trueup.ref import ObjectRef


def without_baseline(catalog: Catalog, baseline: Catalog) -> Catalog:
    """The catalog without the objects that are just as the platform's baseline has them.

    Args:
        catalog: of a database that was made from the baseline.
        baseline: of a database in which nothing was run.

    Returns:
        The same with those objects in `platform_objects` instead. What a user changed is in `objects`, what a user
        took away (a right on the schema ``public``) is in neither.
    """
    objects: dict[ObjectRef, CatalogObject] = {}
    provided: dict[ObjectRef, CatalogObject] = {}
    for ref, obj in catalog.objects.items():
        known = baseline.objects.get(ref)
        (provided if known is obj or known == obj else objects)[ref] = obj
    return replace(catalog, objects=objects, platform_objects=provided)


def with_baseline(catalog: Catalog) -> Catalog:
    """The whole of a database: what `without_baseline` left out, put back."""
    return replace(catalog, objects=catalog.everything, platform_objects={})


def without_platform(catalog: Catalog, baseline: Catalog, owners: frozenset[str]) -> Catalog:
    """The same for a hosted server, whose platform may hold more than our baseline does, or another release of it.

    Args:
        catalog: of the hosted server.
        baseline: of a database in which nothing was run.
        owners: the platform's own roles: what they own, and what lives on it, is the platform's; but a policy or a
            trigger there that the baseline hasn't is a user's, and so is what they own in a schema of the user's
            (Supabase's old table editor made tables as supabase_admin).
    """
    kept = without_baseline(catalog, baseline)
    marked = mark_platform(catalog)
    objects = {
        ref: obj for ref, obj in kept.objects.items() if ref not in marked and not _is_platforms(obj, catalog, owners)
    }
    ours = mark_platform(baseline)
    provided = {ref: obj for ref, obj in baseline.objects.items() if ref in ours or ref in kept.platform_objects}
    return replace(kept, objects=objects, platform_objects=provided)


_PUBLIC = (ObjectRef("schema", "", ("public",)), ObjectRef("grant", "", ("schema", "public", "public")))


def with_public_of(catalog: Catalog, baseline: Catalog) -> tuple[Catalog, bool]:
    """The same with the schema ``public`` of the baseline, if it is as a release before 15 made it; and whether it was.

    Until 14, everybody may create there and a superuser owns it
    (https://www.postgresql.org/docs/15/release-15.html#id-1.11.6.23.4): else each comparison of an older server with a
    newer one would tell it.
    """
    schema, grant = (catalog.objects.get(ref) for ref in _PUBLIC)
    if catalog.server_version >= 150000 or not isinstance(schema, Schema) or not isinstance(grant, Grant):
        return catalog, False
    owner = catalog.roles.get(schema.owner)
    if owner is None or not owner.superuser or grant.privileges != (("create", False), ("usage", False)):
        return catalog, False
    objects = {ref: obj for ref, obj in catalog.objects.items() if ref not in _PUBLIC}
    theirs = {ref: baseline.everything[ref] for ref in _PUBLIC if ref in baseline.everything}
    return replace(catalog, objects=objects, platform_objects={**catalog.platform_objects, **theirs}), True


def _is_users_schema(name: str, catalog: Catalog, owners: frozenset[str]) -> bool:
    schema = catalog.everything.get(ObjectRef("schema", "", (name,)))
    return name == "public" or (schema is not None and schema.owner not in owners)


def _is_platforms(obj: CatalogObject, catalog: Catalog, owners: frozenset[str]) -> bool:
    if obj.owner:
        return obj.owner in owners and not _is_users_schema(obj.ref.schema, catalog, owners)
    if obj.parent is None or obj.ref.kind in {"policy", "trigger"}:
        return False
    parent = catalog.objects.get(obj.parent)
    return parent is not None and _is_platforms(parent, catalog, owners)

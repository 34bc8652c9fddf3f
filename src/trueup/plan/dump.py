"""A catalog as SQL, in dependency order: the plan from an empty database."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from trueup.catalog.model import Catalog, CatalogObject, Grant, Schema
from trueup.plan.make import make_plan
from trueup.plan.node import PlanOptions
from trueup.ref import ObjectRef
from trueup.step import Step

_PUBLIC = ObjectRef("schema", "", ("public",))


def dump(catalog: Catalog, *, role: str = "", empty: Catalog | None = None) -> tuple[Step, ...]:
    """The steps that make an empty database hold this catalog.

    Args:
        catalog: what to write out.
        role: who will run it; "" where that isn't known (then every owner is spelled out).
        empty: what an empty database holds, where it holds something (the schema ``public``).
    """
    before = empty or _empty(catalog)
    options = PlanOptions(role=role, online=False, allow_destructive=True)
    return make_plan(before, catalog, options=options).steps


def _empty(catalog: Catalog) -> Catalog:
    """An empty database of the catalog's platform; where that isn't known, one with nothing but the schema public."""
    if catalog.platform_objects:
        objects: Mapping[ObjectRef, CatalogObject] = {}
    else:
        schema = Schema(ref=_PUBLIC, owner="pg_database_owner", comment="standard public schema")
        usage = Grant(
            ref=ObjectRef("grant", "", ("schema", "public", "public")),
            target=_PUBLIC,
            grantee="public",
            grantor="pg_database_owner",
            privileges=(("usage", False),),
        )
        objects = {schema.ref: schema, usage.ref: usage} if _PUBLIC in catalog.objects else {}
    version = catalog.server_version
    return Catalog(objects=objects, platform_objects=catalog.platform_objects, server_version=version)


def as_text(steps: tuple[Step, ...], *, told: Callable[[Step], str] | None = None) -> str:
    """One script; a blank line between objects.

    Args:
        steps: in order.
        told: gives the comment to put before a step.
    """
    lines: list[str] = []
    last: ObjectRef | None = None
    for step in steps:
        if lines and step.ref != last:
            lines.append("")
        lines.append(told(step) + step.sql if told else step.sql)
        last = step.ref
    return "\n".join(lines) + "\n" if lines else ""


def as_folder(steps: tuple[Step, ...], catalog: Catalog) -> Mapping[str, str]:
    """The steps as files by schema and kind, numbered in the order in which they run: path to text.

    A file holds neighbours in the order; where an object needs one of a later file, a further file of its kind follows.
    """
    groups: list[tuple[str, list[Step]]] = []
    for step in steps:
        place = _place(step, catalog)
        if not groups or groups[-1][0] != place:
            groups.append((place, []))
        groups[-1][1].append(step)
    digits = max(3, len(str(len(groups))))
    return {f"{n:0{digits}d}_{place}.sql": as_text(tuple(group)) for n, (place, group) in enumerate(groups, 1)}


def _place(step: Step, catalog: Catalog) -> str:
    ref = step.ref
    if ref is None:
        return "settings"
    obj = catalog.objects.get(ref)
    while obj is not None and obj.parent is not None and obj.parent in catalog.objects:
        obj = catalog.objects[obj.parent]
        ref = obj.ref
    kind = ref.kind.replace(" ", "_")
    # A schema may be called "../../etc": a file's name has none of that.
    schema = "".join(c if c.isalnum() and c.isascii() else "_" for c in ref.schema)
    return f"{schema}_{kind}" if schema else kind

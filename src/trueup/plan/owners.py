"""What a change of owner does to an object's grants, by itself."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from trueup.catalog.model import Catalog, CatalogObject, Grant, Sequence
from trueup.ref import ObjectRef

# What an owner has where nobody took it away (acldefault in acl.c).
_OWNERS = {
    "tables": ("delete", "insert", "maintain", "references", "select", "trigger", "truncate", "update"),
    "sequences": ("select", "update", "usage"),
    "functions": ("execute",),
    "types": ("usage",),
    "schemas": ("create", "usage"),
    "large objects": ("select", "update"),
    "databases": ("connect", "create", "temporary"),
    "others": ("usage",),
}
TABLES = frozenset({"table", "view", "materialized view", "foreign table"})
TYPES = frozenset({"enum", "composite type", "range type", "base type", "domain"})
OBJECT_TYPES = {
    **dict.fromkeys(TABLES, "tables"),
    **dict.fromkeys(TYPES, "types"),
    "sequence": "sequences",
    "function": "functions",
    "procedure": "functions",
    "aggregate": "functions",
    "schema": "schemas",
}


def rights_of_owners(object_type: str, version: int) -> tuple[str, ...]:
    """What an owner has on a server of that version (170004; 0 where it isn't known): MAINTAIN came with 17."""
    full = _OWNERS[object_type]
    return tuple(name for name in full if name != "maintain") if 0 < version < 170000 else full


def owner_set(target: ObjectRef, catalog: Catalog) -> ObjectRef:
    """The name under which steps wait for an object's owner to be set: a column's is its table's, and so is that of a
    sequence that belongs to a column."""
    if target.kind == "column":
        target = ObjectRef("table", target.schema, target.name[:1])
    obj = catalog.objects.get(target)
    if isinstance(obj, Sequence) and obj.owned_by is not None:
        return owner_set(obj.owned_by, catalog)
    kind = "table" if target.kind in TABLES else target.kind
    return ObjectRef("owner", target.schema, (kind, *target.name))


def with_new_owners(before: Catalog, after: Catalog) -> Catalog:
    """FROM with its grants as ALTER ... OWNER leaves them.

    The server puts the new owner in the old one's place, as grantor and as grantee, and makes one entry of two that are
    for the same two roles then (aclnewowner in acl.c). Grants are compared with TO's in that state: a plan sets owners
    first.
    """
    owners = _changed_owners(before, after)
    if not owners:
        return before
    objects: dict[ObjectRef, CatalogObject] = {}
    carried: dict[ObjectRef, list[Grant]] = {}
    for ref, obj in before.objects.items():
        if isinstance(obj, Grant) and _held_by(obj.target, before) in owners:
            carried.setdefault(obj.target, []).append(obj)
        else:
            objects[ref] = obj
    for target, grants in carried.items():
        old, new = owners[_held_by(target, before)]
        objects.update({g.ref: g for g in _carried(grants, old, new, before.server_version)})
    return replace(before, objects=objects)


def _held_by(target: ObjectRef, catalog: Catalog) -> ObjectRef:
    """The object whose owner is the owner: a column's table."""
    if target.kind != "column":
        return target
    column = catalog.objects.get(target)
    return column.parent if column is not None and column.parent is not None else target


def _changed_owners(before: Catalog, after: Catalog) -> Mapping[ObjectRef, tuple[str, str]]:
    pairs = ((ref, before.objects.get(ref), obj) for ref, obj in after.objects.items() if obj.owner)
    return {
        ref: (old.owner, new.owner)
        for ref, old, new in pairs
        if old is not None and old.owner and new.owner and old.owner != new.owner
    }


def _carried(grants: list[Grant], old: str, new: str, version: int) -> list[Grant]:
    """One object's grants after its owner changed from `old` to `new`."""
    target = grants[0].target
    merged: dict[tuple[str, str], dict[str, bool]] = {}
    for grant in grants:
        who = tuple(new if role == old else role for role in (grant.grantee, grant.grantor))
        rights = merged.setdefault((who[0], who[1]), {})
        for name, option in grant.privileges:
            rights[name] = option or rights.get(name, False)
    full = rights_of_owners(
        "databases" if target.kind == "database" else OBJECT_TYPES.get(target.kind, "others"), version
    )
    if target.kind != "column" and not any(g.grantee == g.grantor == old for g in grants):
        own = merged.setdefault((new, new), {})
        own.update({name: own.get(name, False) for name in full})
    found = []
    for (grantee, grantor), rights in merged.items():
        everything = rights.keys() | {"maintain"} >= {*full} and not any(rights.values())
        if (grantee, grantor) == (new, new) and target.kind != "column" and everything:
            continue  # what every owner has is not told
        from_another = () if grantor == new else (grantor,)
        ref = ObjectRef("grant", target.schema, (target.kind, *target.name, grantee, *from_another))
        privileges = tuple(sorted(rights.items()))
        found.append(replace(grants[0], ref=ref, grantee=grantee, grantor=grantor, privileges=privileges))
    return found

"""Where what differs was said, for what no event trigger tells: privileges, and parts that come with something else."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from trueup.catalog.model import CatalogObject, DefaultPrivileges, Grant
from trueup.diff.model import Drift
from trueup.ref import ObjectRef
from trueup.replay.model import Outcome, Provenance
from trueup.stages.model import Side

_KINDS = frozenset({"GrantStmt", "AlterDefaultPrivilegesStmt"})
# Whose statement is another than their parent's.
_OWN_STATEMENT = frozenset({"user mapping", "policy", "rule"})

Key = tuple[str, str]  # what the right is on, and who has it


def places_of(side: Side, drift: Drift, *, old: bool) -> Mapping[ObjectRef, Provenance]:
    """The side's provenance with the places of what differs that has none.

    Args:
        side: FROM (`old`) or TO.
        drift: what differs.
    """
    objects = [change.before if old else change.after for change in drift.changes]
    missing = [obj for obj in objects if obj is not None and obj.ref not in side.provenance]
    if not missing or side.replay is None:
        return side.provenance
    rights: dict[Key, Provenance] = {}
    if any(isinstance(obj, Grant | DefaultPrivileges) for obj in missing):
        rights = _rights(side.replay.outcomes)
    found = dict(side.provenance)
    for obj in missing:
        place = _place(obj, side, rights)
        if place is not None:
            found[obj.ref] = place
    return found


def _place(obj: CatalogObject, side: Side, rights: Mapping[Key, Provenance]) -> Provenance | None:
    if isinstance(obj, Grant):
        schema = obj.target.schema
        for name in (obj.target.name[0], f"* {schema}"):
            if (name, obj.grantee) in rights:
                return rights[name, obj.grantee]
    if isinstance(obj, DefaultPrivileges):
        return rights.get(("default", obj.grantee))
    if obj.ref.kind in _OWN_STATEMENT:
        return None
    everything, seen = side.catalog.everything, {obj.ref}
    current: CatalogObject | None = obj
    while current is not None:
        above = current.maker or current.parent
        if above is None or above in seen:
            return None
        if above in side.provenance:
            return side.provenance[above]
        seen.add(above)
        current = everything.get(above)
    return None


def _rights(outcomes: Iterable[Outcome]) -> dict[Key, Provenance]:
    """The last statement about the rights of each role on each name; a schema's whole contents are ``* schema``."""
    found: dict[Key, Provenance] = {}
    for outcome in outcomes:
        if outcome.ok and outcome.statement.kind in _KINDS:
            place = Provenance(created=outcome.statement.origin, unit=outcome.unit)
            found |= dict.fromkeys(_keys(outcome.statement.sql), place)
    return found


def _keys(sql: str) -> Iterator[Key]:
    import postgast  # late: two servers are compared without it

    try:
        statement = postgast.parse(sql).stmts[0].stmt
    except (postgast.PgQueryError, UnicodeEncodeError, IndexError):
        return
    default = statement.HasField("alter_default_privileges_stmt")
    grant = statement.alter_default_privileges_stmt.action if default else statement.grant_stmt
    whole = grant.targtype == postgast.pg_query_pb2.ACL_TARGET_ALL_IN_SCHEMA
    names = ["default"] if default else [("* " if whole else "") + _last(each) for each in grant.objects]
    for grantee in grant.grantees:
        who = grantee.role_spec.rolename or "public"
        yield from ((name, who) for name in names)


def _last(node: Any) -> str:
    """The bare name of what a right is given on."""
    match node.WhichOneof("node"):
        case "range_var":
            return str(node.range_var.relname)
        case "object_with_args":
            return str(node.object_with_args.objname[-1].string.sval)
        case "list":
            return str(node.list.items[-1].string.sval)
        case _:
            return str(node.string.sval)

"""Which schemas the web API serves, and what its roles may do by what it sends."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from trueup.access.acting import Grants, Privileges
from trueup.seeding.schema import PLATFORM_SCHEMAS, Relation, Routine

API_ROLES = ("anon", "authenticated")


def exposed(
    relations: Iterable[Relation],
    platform: str,
    chosen: Iterable[str],
    grants: Grants,
    callable_ones: Iterable[Routine] = (),
) -> frozenset[str]:
    """The schemas that clients reach; one of the project's own, where the API's roles may use its tables.

    Which ones the API serves is a setting beside the database; whoever grants USAGE and the tables has it so, unless
    they were chosen. Files are served by a service of their own, whatever the API serves. Who logs in to plain
    PostgreSQL reaches every schema in which a function is that it may call.
    """
    own = [r for r in relations if not r.is_platform]
    if platform != "supabase":
        calling = {r.schema for r in callable_ones if r.schema not in PLATFORM_SCHEMAS}
        return frozenset(chosen) or frozenset(r.schema for r in own) | calling
    granted = {r.schema for r in own if any(reaches(grants.on(role, r.oid)) for role in API_ROLES)}
    return frozenset(chosen or {"public", "graphql_public"} | granted) | {"storage"}


def as_served(grants: Grants, unserved: frozenset[int]) -> Grants:
    """What the roles may do by what the API sends: nothing to relations that it does not serve."""
    if not unserved:
        return grants
    kept = {k: v for k, v in grants.relations.items() if k[0] not in API_ROLES or k[1] not in unserved}
    return replace(grants, relations=kept)


def unserved(relations: Iterable[Relation], platform: str, served: frozenset[str]) -> frozenset[int]:
    """Relations of the project's own that lie outside of what the API serves."""
    if platform != "supabase":
        return frozenset()
    return frozenset(r.oid for r in relations if not r.is_platform and r.schema not in served)


def reaches(rights: Privileges) -> bool:
    """Whether they let a request do anything."""
    columns = rights.select_columns or rights.insert_columns or rights.update_columns
    return bool(rights.select or rights.insert or rights.update or rights.delete or columns)

"""Which objects of a catalog are the platform's own, told by its roles and schemas.

A hosted platform's services own what they bring, in schemas of theirs, and change it from release to release: no
baseline is the right one for every database. What a user adds there is the user's: a policy on ``storage.objects``, a
trigger on ``auth.users`` that calls a function of theirs, a table in ``extensions`` that ``postgres`` owns.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from trueup.catalog.model import (
    Catalog,
    CatalogObject,
    DefaultPrivileges,
    Extension,
    Policy,
    Schema,
    Setting,
    Trigger,
)
from trueup.ref import ObjectRef


@dataclass(frozen=True, slots=True, kw_only=True)
class Platform:
    """How to tell a platform's own objects.

    Args:
        sign: a role that only this platform has.
        schemas: where its services live; `whole`: those in which nothing is a user's.
        roles, role_prefix: who owns what the services bring.
        extensions, publications: those that each new project has.
        settings: beginnings of the names of settings that it makes.
    """

    sign: str
    schemas: frozenset[str]
    whole: frozenset[str]
    roles: frozenset[str]
    role_prefix: str
    extensions: frozenset[str]
    publications: frozenset[str]
    settings: tuple[str, ...]

    def has_role(self, name: str) -> bool:
        """Whether a role is the platform's own (the project's roles for requests are not)."""
        return name in self.roles or name.startswith(self.role_prefix)


SUPABASE = Platform(
    sign="supabase_admin",
    schemas=frozenset(
        [
            *(
                "auth",
                "storage",
                "realtime",
                "_realtime",
                "vault",
                "graphql",
                "graphql_public",
                "extensions",
                "pgbouncer",
            ),
            *("supabase_functions", "supabase_migrations", "_analytics", "_supavisor", "pgsodium", "pgsodium_masks"),
            *("net", "cron", "pgtle"),
        ]
    ),
    whole=frozenset({"supabase_migrations", "pgbouncer", "_realtime", "_analytics", "_supavisor", "pgsodium_masks"}),
    roles=frozenset({"pgbouncer", "dashboard_user", "pgsodium_keyholder", "pgsodium_keyiduser", "pgsodium_keymaker"}),
    role_prefix="supabase_",
    extensions=frozenset(
        {"pg_graphql", "pg_stat_statements", "pgcrypto", "pgjwt", "pgsodium", "supabase_vault", "uuid-ossp"}
    ),
    publications=frozenset({"supabase_realtime", "supabase_realtime_messages_publication"}),
    settings=("app.settings.", "pgrst."),
)
_PLATFORMS = (SUPABASE,)
_KEPT = "_marked_as_platform"


def mark_platform(catalog: Catalog) -> frozenset[ObjectRef]:
    """The identities in a catalog that are its platform's own affair; none on plain PostgreSQL."""
    # Every comparison asks this of both its sides: kept with the catalog, which does not change.
    known: frozenset[ObjectRef] | None = vars(catalog).get(_KEPT)
    if known is None:
        platform = next((p for p in _PLATFORMS if p.sign in catalog.roles), None)
        known = vars(catalog)[_KEPT] = _marked(catalog.everything, platform) if platform else frozenset()
    return known


def _marked(objects: Mapping[ObjectRef, CatalogObject], platform: Platform) -> frozenset[ObjectRef]:
    found: set[ObjectRef] = set()
    tests = _tests(platform, found)
    for ref, obj in objects.items():
        test = tests.get(type(obj))
        if test is not None:
            theirs = test(obj)
        elif obj.owner:
            theirs = (ref.schema in platform.schemas or not ref.schema) and platform.has_role(obj.owner)
            theirs = theirs or ref.schema in platform.whole
            theirs = theirs or (ref.kind == "publication" and ref.name[0] in platform.publications)
        else:
            theirs = obj.parent in found and ref.kind != "publication table"
        if theirs:
            found.add(ref)
    return frozenset(found)


def _tests(platform: Platform, found: set[ObjectRef]) -> dict[type, Callable[[CatalogObject], bool]]:
    """For the kinds whose owner alone doesn't tell."""

    def trigger(obj: CatalogObject) -> bool:
        assert isinstance(obj, Trigger)
        return obj.table in found and (obj.function in found or obj.function is None)

    def default_privileges(obj: CatalogObject) -> bool:
        assert isinstance(obj, DefaultPrivileges)
        return obj.schema in platform.schemas or platform.has_role(obj.role)

    def setting(obj: CatalogObject) -> bool:
        assert isinstance(obj, Setting)
        return platform.has_role(obj.role) or obj.ref.name[-1].startswith(platform.settings)

    return {
        Schema: lambda obj: obj.ref.name[0] in platform.schemas,
        Extension: lambda obj: obj.ref.name[0] in platform.extensions,
        Policy: lambda obj: False,
        Trigger: trigger,
        DefaultPrivileges: default_privileges,
        Setting: setting,
    }

"""What no table holds: schemas, extensions, foreign data, replication, privileges, settings."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from trueup.catalog.model.base import CatalogObject, attr
from trueup.ref import ObjectRef


@dataclass(frozen=True, slots=True, kw_only=True)
class Schema(CatalogObject):
    """A schema."""

    KINDS: ClassVar[tuple[str, ...]] = ("schema",)


@dataclass(frozen=True, slots=True, kw_only=True)
class Extension(CatalogObject):
    """An extension: what it brings is left out of the catalog."""

    KINDS: ClassVar[tuple[str, ...]] = ("extension",)
    RENAMABLE: ClassVar[bool] = False

    schema: str = attr("")
    version: str = attr("", meaning="harmless")


@dataclass(frozen=True, slots=True, kw_only=True)
class EventTrigger(CatalogObject):
    """An event trigger; `tags` as they were written, in an order that means nothing."""

    KINDS: ClassVar[tuple[str, ...]] = ("event trigger",)

    event: str = attr("")
    tags: tuple[str, ...] = attr((), compare="set")
    function: ObjectRef | None = attr(None)
    enabled: str = attr("origin")


@dataclass(frozen=True, slots=True, kw_only=True)
class ForeignDataWrapper(CatalogObject):
    """A foreign-data wrapper; option values that may be secrets are masked."""

    KINDS: ClassVar[tuple[str, ...]] = ("foreign data wrapper",)

    handler: str = attr("")
    validator: str = attr("")
    options: tuple[str, ...] = attr((), secret=True)


@dataclass(frozen=True, slots=True, kw_only=True)
class ForeignServer(CatalogObject):
    """A foreign server; option values that may be secrets are masked."""

    KINDS: ClassVar[tuple[str, ...]] = ("server",)

    wrapper: str = attr("")
    type: str | None = attr(None)
    version: str | None = attr(None)
    options: tuple[str, ...] = attr((), secret=True)


@dataclass(frozen=True, slots=True, kw_only=True)
class UserMapping(CatalogObject):
    """A user mapping; ref name (server, user), user ``public`` for PUBLIC. Options are masked."""

    KINDS: ClassVar[tuple[str, ...]] = ("user mapping",)
    RENAMABLE: ClassVar[bool] = False

    server: str = attr("")
    user: str = attr("")
    options: tuple[str, ...] = attr((), secret=True)

    @property
    def parent(self) -> ObjectRef | None:
        """The server."""
        return ObjectRef("server", "", (self.server,))


@dataclass(frozen=True, slots=True, kw_only=True)
class Publication(CatalogObject):
    """A publication; its tables and schemas are objects of their own. `publish`: insert, update, delete, truncate."""

    KINDS: ClassVar[tuple[str, ...]] = ("publication",)

    all_tables: bool = attr(False, meaning="data")
    all_sequences: bool = attr(False, meaning="data")
    publish: tuple[str, ...] = attr((), meaning="data")
    via_root: bool = attr(False)
    generated_columns: str = attr("none")


@dataclass(frozen=True, slots=True, kw_only=True)
class PublicationTable(CatalogObject):
    """A table in a publication; ref name (publication, schema, table). `columns`: () for all; `where`: row filter."""

    KINDS: ClassVar[tuple[str, ...]] = ("publication table",)
    RENAMABLE: ClassVar[bool] = False

    publication: ObjectRef
    table: ObjectRef
    columns: tuple[str, ...] = attr((), meaning="data")
    where: str | None = attr(None, meaning="data", text="sql")

    @property
    def parent(self) -> ObjectRef | None:
        """The publication."""
        return self.publication


@dataclass(frozen=True, slots=True, kw_only=True)
class PublicationSchema(CatalogObject):
    """All tables of a schema in a publication; ref name (publication, schema)."""

    KINDS: ClassVar[tuple[str, ...]] = ("publication schema",)
    RENAMABLE: ClassVar[bool] = False

    publication: ObjectRef

    @property
    def parent(self) -> ObjectRef | None:
        """The publication."""
        return self.publication


@dataclass(frozen=True, slots=True, kw_only=True)
class Subscription(CatalogObject):
    """A subscription; `options`: the further ones, sorted ``name=value``.

    Its connection string is known where a text says it (without its secrets); of a server it is not read.
    """

    KINDS: ClassVar[tuple[str, ...]] = ("subscription",)

    enabled: bool = attr(True)
    slot: str | None = attr(None)
    synchronous_commit: str = attr("off")
    publications: tuple[str, ...] = attr(())
    options: tuple[str, ...] = attr(())
    connection: str | None = attr(None, compare="known", secret=True)


@dataclass(frozen=True, slots=True, kw_only=True)
class Grant(CatalogObject):
    """What one role may do with one object; ref name (target kind, *target name, grantee).

    The owner's own privileges stand here only where they differ from those that every owner has (`privileges` is ()
    after a REVOKE of all). PUBLIC's default EXECUTE and USAGE on functions and types do stand here.

    Args:
        target: the object; for a column's grant the column.
        grantee: ``public`` for PUBLIC.
        grantor: who gave it; part of the ref's name where it isn't the owner.
        privileges: (privilege, with grant option), sorted, in lower case.
    """

    KINDS: ClassVar[tuple[str, ...]] = ("grant",)
    RENAMABLE: ClassVar[bool] = False
    MEANING: ClassVar[str] = "security"

    target: ObjectRef
    grantee: str = attr("", meaning="security")
    grantor: str = attr("", meaning="security")
    privileges: tuple[tuple[str, bool], ...] = attr((), meaning="security")

    @property
    def parent(self) -> ObjectRef | None:
        """The object that the privileges are on."""
        return self.target


@dataclass(frozen=True, slots=True, kw_only=True)
class DefaultPrivileges(CatalogObject):
    """ALTER DEFAULT PRIVILEGES; ref ("default privileges", schema or "", (role, object type, grantee)).

    Args:
        role: whose new objects.
        schema: "" for all schemas (then the list replaces the built-in defaults, else it adds to them).
        object_type: ``tables``, ``sequences``, ``functions``, ``types``, ``schemas``, ``large objects``.
        privileges: as in `Grant`; () where a built-in default was revoked.
    """

    KINDS: ClassVar[tuple[str, ...]] = ("default privileges",)
    RENAMABLE: ClassVar[bool] = False
    MEANING: ClassVar[str] = "security"

    role: str = attr("", meaning="security")
    schema: str = attr("", meaning="security")
    object_type: str = attr("", meaning="security")
    grantee: str = attr("", meaning="security")
    privileges: tuple[tuple[str, bool], ...] = attr((), meaning="security")


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting(CatalogObject):
    """A run-time setting of this database, or of a role in it; ref name (role or "", setting)."""

    KINDS: ClassVar[tuple[str, ...]] = ("setting",)
    RENAMABLE: ClassVar[bool] = False

    role: str = attr("")
    value: str = attr("")


@dataclass(frozen=True, slots=True, kw_only=True)
class SecurityLabel(CatalogObject):
    """A security label; ref name (target kind, *target name, provider)."""

    KINDS: ClassVar[tuple[str, ...]] = ("security label",)
    RENAMABLE: ClassVar[bool] = False
    MEANING: ClassVar[str] = "security"

    target: ObjectRef
    provider: str = attr("", meaning="security")
    label: str = attr("", meaning="security")

    @property
    def parent(self) -> ObjectRef | None:
        """The labelled object."""
        return self.target


@dataclass(frozen=True, slots=True, kw_only=True)
class Database(CatalogObject):
    """The database itself: its comment (privileges are grants, settings are settings)."""

    KINDS: ClassVar[tuple[str, ...]] = ("database",)
    RENAMABLE: ClassVar[bool] = False

"""What no catalog of ours speaks of, with the reason, per server version."""

from __future__ import annotations

from collections.abc import Iterable

from trueup.catalog.model import CLASSES, Catalog
from trueup.diagnostic import NotEvaluated

# (what, why, from version, up to version): 0 is no bound.
_LIST = (
    ("roles and memberships", "they belong to the cluster; they are read, but not compared", 0, 0),
    ("tablespaces", "they belong to the cluster; the names that objects use are compared", 0, 0),
    ("settings of roles in all databases", "they belong to the cluster", 0, 0),
    ("privileges on parameters", "they belong to the cluster", 150000, 0),
    ("large objects", "they are data", 0, 0),
    ("rows of tables, and their collected statistics", "a catalog holds no data", 0, 0),
    ("changes to members of extensions", "an extension's members are left out, privileges on them too", 0, 0),
    ("objects that PostgreSQL itself brings", "privileges and comments on pg_catalog's own objects are left out", 0, 0),
    (
        "secrets",
        "values of options that hold passwords or keys are masked, connection strings of servers are not read",
        0,
        0,
    ),
    ("inheritance of NOT NULL constraints", "whether a child's is also its own is not read", 180000, 0),
    ("DEPENDS ON EXTENSION", "that an object goes away with an extension that doesn't own it is not read", 0, 0),
    ("temporary objects", "they belong to a session", 0, 0),
    ("comments on NOT NULL constraints of domains", "not read", 170000, 0),
    ("bodies of C functions", "the library and the symbol are compared, not the code", 0, 0),
    ("encoding and locale of the database", "they are fixed when a database is made", 0, 0),
    (
        "state of internal triggers",
        "ALTER TABLE ... DISABLE TRIGGER ALL on a foreign key's own triggers is not read",
        0,
        0,
    ),
    ("security labels on roles, databases, languages and large objects", "not read", 0, 0),
)


def not_captured(version: int) -> tuple[NotEvaluated, ...]:
    """The list for a server version such as 180004."""
    return tuple(
        NotEvaluated(what=what, reason=reason)
        for what, reason, since, until in _LIST
        if (not since or version >= since) and (not until or version < until)
    )


def refused_section(name: str, reason: str) -> NotEvaluated:
    """A section that the server did not let the role read."""
    return NotEvaluated(what=name.replace("_", " "), reason=reason)


def unread_sections(catalogs: Iterable[Catalog]) -> dict[str, NotEvaluated]:
    """The sections that could not be read of one of these, with the server's reason: nothing holds of their objects."""
    names = {name.replace("_", " "): name for name in CLASSES}
    return {names[told.what]: told for catalog in catalogs for told in catalog.not_captured if told.what in names}

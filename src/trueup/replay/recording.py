"""Puts the event triggers of `record.sql` into a scratch database and takes them out again."""

from __future__ import annotations

from importlib import resources
from typing import TYPE_CHECKING

from trueup.ref import ObjectRef
from trueup.replay import roles
from trueup.replay.ledger import Ledger
from trueup.sqltext.quote import identifier

if TYPE_CHECKING:
    from trueup.postgres.server import Database, Server

REMOVE = """
DROP EVENT TRIGGER IF EXISTS trueup_done;
DROP EVENT TRIGGER IF EXISTS trueup_dropped;
DROP EVENT TRIGGER IF EXISTS trueup_schema_made;
DROP SCHEMA IF EXISTS trueup_internal CASCADE;
"""
_SUPERUSER = ("superuser.sql", "subscriptions.sql", "classes.sql", "builtin.sql")
_KNOWN = """
SELECT 1259, oid FROM pg_catalog.pg_class WHERE oid >= 16384 AND relkind <> 't'
UNION ALL SELECT 1255, oid FROM pg_catalog.pg_proc WHERE oid >= 16384
UNION ALL SELECT 1247, oid FROM pg_catalog.pg_type WHERE oid >= 16384 AND typelem = 0
UNION ALL SELECT 2615, oid FROM pg_catalog.pg_namespace WHERE oid >= 16384
UNION ALL SELECT 3256, oid FROM pg_catalog.pg_policy
UNION ALL SELECT 2620, oid FROM pg_catalog.pg_trigger WHERE NOT tgisinternal
UNION ALL SELECT 2618, oid FROM pg_catalog.pg_rewrite WHERE oid >= 16384
"""
_NAMES = """
SELECT c.oid, c.relkind::text, n.nspname::text, c.relname::text
  FROM pg_catalog.pg_class AS c JOIN pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace
 WHERE c.oid >= 16384 AND c.relkind IN ('r', 'p', 'f', 'v', 'm', 'S', 'i', 'I')
"""
_RELKINDS = {
    "r": "table",
    "p": "table",
    "f": "foreign table",
    "v": "view",
    "m": "materialized view",
    "S": "sequence",
    "i": "index",
    "I": "index",
}
_CHILDREN = """
SELECT c.oid,
       ARRAY(SELECT x.attname::text FROM pg_catalog.pg_attribute AS x
              WHERE x.attrelid = c.oid AND x.attnum > 0 AND NOT x.attisdropped),
       ARRAY(SELECT x.conname::text FROM pg_catalog.pg_constraint AS x WHERE x.conrelid = c.oid)
  FROM pg_catalog.pg_class AS c
 WHERE c.oid >= 16384 AND c.relkind IN ('r', 'p', 'f', 'v', 'm')
"""


def begin(database: Database, prefix: str, *, owners: bool = False, superuser: bool = False) -> Ledger:
    """Start to record; the ledger knows what is there already.

    Args:
        database: the scratch database.
        prefix: what our messages begin with; text from a file can't guess it.
        owners: let the owners' helper role create in schemas that are made (see `roles`).
        superuser: have the functions of `superuser.sql` there.
    """
    script = _script("record.sql") + help_script(database.server, prefix, owners=owners, superuser=superuser)
    with database.connect(superuser=True) as conn:
        conn.execute(REMOVE)  # a replay that was killed may have left them
        known = {(row[0], row[1]) for row in conn.execute(_KNOWN)}
        names = {(1259, row[0]): ObjectRef(_RELKINDS[row[1]], row[2], (row[3],)) for row in conn.execute(_NAMES)}
        children = {row[0]: (set(row[1]), set(row[2])) for row in conn.execute(_CHILDREN)}
        conn.execute(script.replace("%(prefix)s", prefix).encode())
    return Ledger(known, children, names)


def help_script(server: Server, prefix: str, *, owners: bool, superuser: bool) -> str:
    """What lets the replay role do for a while what elsewhere a superuser does; needs the schema trueup_internal."""
    script = _script("elevated.sql") if server.elevated else ""
    script += "".join(map(_script, _SUPERUSER)) if superuser else ""
    script = (_script("owners.sql") if owners else "") + script
    return script.replace("%(role)s", identifier(server.replay_role)).replace("%(prefix)s", prefix)


def end(database: Database) -> None:
    """Take everything out again, so that the catalog is what the text made."""
    with database.connect(superuser=True) as conn:
        conn.execute(REMOVE)
        roles.release(conn)


def _script(name: str) -> str:
    return resources.files("trueup.replay").joinpath(name).read_text(encoding="utf-8")

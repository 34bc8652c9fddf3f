"""What roles may do, as the server itself answers it (has_table_privilege() and its kin; manual, section 9.27)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import psycopg

from trueup.ref import ObjectRef

_RELATION_KINDS = {"r": "table", "p": "table", "v": "view", "m": "materialized view", "f": "foreign table"}

_RELATIONS = """
SELECT n.nspname, c.relname, c.relkind::text, r.rolname,
       has_schema_privilege(r.oid, n.oid, 'USAGE')
         AND (has_table_privilege(r.oid, c.oid, 'SELECT') OR has_any_column_privilege(r.oid, c.oid, 'SELECT')),
       has_schema_privilege(r.oid, n.oid, 'USAGE')
         AND (has_table_privilege(r.oid, c.oid, 'INSERT, UPDATE, DELETE')
              OR has_any_column_privilege(r.oid, c.oid, 'INSERT, UPDATE'))
FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace CROSS JOIN pg_roles r
WHERE c.relkind IN ('r', 'p', 'v', 'm', 'f') AND r.rolname = ANY(%s)
  AND n.nspname NOT IN ('pg_catalog', 'information_schema', 'pg_toast')
ORDER BY 1, 2, 4
"""

_FUNCTIONS = """
SELECT n.nspname, p.proname, CASE p.prokind WHEN 'p' THEN 'procedure' ELSE 'function' END,
       oidvectortypes(p.proargtypes), r.rolname
FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace CROSS JOIN pg_roles r
WHERE r.rolname = ANY(%s) AND p.prokind IN ('f', 'p', 'w')
  AND n.nspname NOT IN ('pg_catalog', 'information_schema')
  AND has_schema_privilege(r.oid, n.oid, 'USAGE') AND has_function_privilege(r.oid, p.oid, 'EXECUTE')
ORDER BY 1, 2, 4, 5
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Privileges:
    """Effective privileges: through PUBLIC, memberships and column grants too, with USAGE of the schema.

    Args:
        readers, writers: relation to the roles that may read (write) at least one column of it.
        callers: routine to the roles that may execute it.
    """

    readers: Mapping[ObjectRef, tuple[str, ...]] = field(default_factory=dict)
    writers: Mapping[ObjectRef, tuple[str, ...]] = field(default_factory=dict)
    callers: Mapping[ObjectRef, tuple[str, ...]] = field(default_factory=dict)


def read_privileges(connection: psycopg.Connection[Any], roles: tuple[str, ...]) -> Privileges:
    """What these roles may do with every relation and routine that isn't PostgreSQL's own."""
    readers: dict[ObjectRef, tuple[str, ...]] = {}
    writers: dict[ObjectRef, tuple[str, ...]] = {}
    callers: dict[ObjectRef, tuple[str, ...]] = {}
    with connection.transaction():
        connection.execute("SET LOCAL search_path = ''")
        for schema, name, kind, role, reads, writes in connection.execute(_RELATIONS, (list(roles),)):
            ref = ObjectRef(_RELATION_KINDS[kind], schema, (name,))
            if reads:
                readers[ref] = (*readers.get(ref, ()), role)
            if writes:
                writers[ref] = (*writers.get(ref, ()), role)
        for schema, name, kind, arguments, role in connection.execute(_FUNCTIONS, (list(roles),)):
            ref = ObjectRef(kind, schema, (name, arguments))
            callers[ref] = (*callers.get(ref, ()), role)
    return Privileges(readers=readers, writers=writers, callers=callers)

"""What the observer leaves out of ``pg_catalog``, with the reasons, and how it prints what a plain column can't say."""

from __future__ import annotations

# Catalogs that say nothing of a database's schema.
CATALOGS_LEFT_OUT = {
    "pg_statistic": "collected statistics",
    "pg_statistic_ext_data": "collected statistics",
    "pg_largeobject": "data",
    "pg_largeobject_metadata": "data",
    "pg_shdepend": "follows from owners and privileges",
    "pg_init_privs": "what extensions bring",
    "pg_authid": "of the cluster",
    "pg_auth_members": "of the cluster",
    "pg_tablespace": "of the cluster",
    "pg_parameter_acl": "of the cluster",
    "pg_replication_origin": "of the cluster",
    "pg_subscription_rel": "state of replication",
    "pg_depend": "read apart: what belongs to what",
}

_STORAGE = "storage"
_HINT = "a hint that stays after what it hints at is gone"
_FOLLOWS = "follows from other columns"

# (catalog, column): reason. An oid of a row's own is left out everywhere.
LEFT_OUT: dict[tuple[str, str], str] = {
    ("pg_class", "relfilenode"): _STORAGE,
    ("pg_class", "relpages"): "collected statistics",
    ("pg_class", "reltuples"): "collected statistics",
    ("pg_class", "relallvisible"): "collected statistics",
    ("pg_class", "relallfrozen"): "collected statistics",
    ("pg_class", "reltoastrelid"): _STORAGE,
    ("pg_class", "relhasindex"): _HINT,
    ("pg_class", "relhasrules"): _HINT,
    ("pg_class", "relhastriggers"): _HINT,
    ("pg_class", "relhassubclass"): _HINT,
    ("pg_class", "relnatts"): "counts dropped columns",
    ("pg_class", "relchecks"): _FOLLOWS,
    ("pg_class", "relrewrite"): _STORAGE,
    ("pg_class", "relfrozenxid"): _STORAGE,
    ("pg_class", "relminmxid"): _STORAGE,
    ("pg_attribute", "attnum"): "counts dropped columns; columns go by name, their order is `place`",
    ("pg_attribute", "attcacheoff"): _STORAGE,
    ("pg_attribute", "atthasmissing"): _STORAGE,
    ("pg_attribute", "attmissingval"): _STORAGE,
    ("pg_attribute", "attlen"): _FOLLOWS,
    ("pg_attribute", "attbyval"): _FOLLOWS,
    ("pg_attribute", "attalign"): _FOLLOWS,
    ("pg_index", "indcheckxmin"): _STORAGE,
    ("pg_index", "indisready"): "a moment of CREATE INDEX CONCURRENTLY",
    ("pg_index", "indislive"): "a moment of DROP INDEX CONCURRENTLY",
    ("pg_database", "datname"): "the name of a scratch copy",
    ("pg_database", "datfrozenxid"): _STORAGE,
    ("pg_database", "datminmxid"): _STORAGE,
    ("pg_database", "datdba"): "who made the scratch copy",
    ("pg_database", "datistemplate"): "a scratch copy",
    ("pg_database", "datlastsysoid"): _STORAGE,
    ("pg_rewrite", "ev_qual"): "printed with ev_action",
    ("pg_subscription", "subconninfo"): "holds a password",
    ("pg_subscription", "subskiplsn"): "state of replication",
    ("pg_enum", "enumsortorder"): "a number between two others; their order is `place`",
    ("pg_trigger", "tgisinternal"): _FOLLOWS,
}

# Differences that are told, not counted.
NOISE: dict[tuple[str, str], str] = {
    ("pg_attribute", "place"): "column order",
    ("pg_type", "typndims"): "the number of brackets, which PostgreSQL ignores",
    ("pg_inherits", "inhseqno"): "the order of parents, whose numbers have gaps",
    ("pg_collation", "collversion"): "version of a collation's library",
    ("pg_database", "datcollversion"): "version of a collation's library",
}

# Trees hold oids and places in a text: the server prints them.
TREES: dict[tuple[str, str], str] = {
    ("pg_attrdef", "adbin"): "pg_catalog.pg_get_expr(adbin, adrelid)",
    ("pg_class", "relpartbound"): "pg_catalog.pg_get_expr(relpartbound, oid)",
    ("pg_constraint", "conbin"): "pg_catalog.pg_get_expr(conbin, conrelid)",
    ("pg_index", "indexprs"): "pg_catalog.pg_get_expr(indexprs, indrelid)",
    ("pg_index", "indpred"): "pg_catalog.pg_get_expr(indpred, indrelid)",
    ("pg_partitioned_table", "partexprs"): "pg_catalog.pg_get_expr(partexprs, partrelid)",
    ("pg_policy", "polqual"): "pg_catalog.pg_get_expr(polqual, polrelid)",
    ("pg_policy", "polwithcheck"): "pg_catalog.pg_get_expr(polwithcheck, polrelid)",
    ("pg_proc", "proargdefaults"): "pg_catalog.pg_get_expr(proargdefaults, 0)",
    ("pg_proc", "prosqlbody"): "CASE WHEN prosqlbody IS NOT NULL THEN pg_catalog.pg_get_function_sqlbody(oid) END",
    ("pg_publication_rel", "prqual"): "pg_catalog.pg_get_expr(prqual, prrelid)",
    ("pg_rewrite", "ev_action"): "pg_catalog.pg_get_ruledef(oid)",
    ("pg_statistic_ext", "stxexprs"): "pg_catalog.pg_get_expr(stxexprs, stxrelid)",
    ("pg_trigger", "tgqual"): (
        "CASE WHEN tgqual IS NOT NULL AND NOT tgisinternal THEN pg_catalog.pg_get_triggerdef(oid) END"
    ),
    ("pg_type", "typdefaultbin"): "pg_catalog.pg_get_expr(typdefaultbin, 0)",
}

# What a column says only in some rows.
REPLACED: dict[tuple[str, str], str] = {
    ("pg_trigger", "tgname"): "CASE WHEN tgisinternal THEN '(of a constraint)' ELSE tgname END::text",
    # A key says NO INHERIT by how it was made, and it means nothing there.
    ("pg_constraint", "connoinherit"): "CASE WHEN contype NOT IN ('p', 'u', 'x', 'f') THEN connoinherit END",
    # Of a NOT NULL constraint: see not_captured.
    ("pg_constraint", "conislocal"): "CASE WHEN contype <> 'n' THEN conislocal END",
    ("pg_constraint", "coninhcount"): "CASE WHEN contype <> 'n' THEN coninhcount END",
}

# What no column says by itself: a column's place in its table, a label's in its enum, the options of a TOAST table.
COMPUTED: dict[tuple[str, str], str] = {
    ("pg_attribute", "place"): "pg_catalog.row_number() OVER (PARTITION BY attrelid ORDER BY attnum)",
    ("pg_enum", "place"): "pg_catalog.row_number() OVER (PARTITION BY enumtypid ORDER BY enumsortorder)",
    ("pg_class", "toast_options"): (
        "(SELECT toast.reloptions FROM pg_catalog.pg_class AS toast WHERE toast.oid = t.reltoastrelid)"
    ),
}

# No list of privileges means the built-in one: the letter that acldefault() takes, and the owner's column.
PRIVILEGES: dict[tuple[str, str], str] = {
    ("pg_class", "relacl"): "CASE relkind WHEN 'S' THEN 's'::\"char\" ELSE 'r' END, relowner",
    ("pg_proc", "proacl"): "'f', proowner",
    ("pg_namespace", "nspacl"): "'n', nspowner",
    ("pg_type", "typacl"): "'T', typowner",
    ("pg_language", "lanacl"): "'l', lanowner",
    ("pg_foreign_data_wrapper", "fdwacl"): "'F', fdwowner",
    ("pg_foreign_server", "srvacl"): "'S', srvowner",
    ("pg_database", "datacl"): "'d', datdba",
    ("pg_attribute", "attacl"): "'c', 10",
}

# Options are in no order.
SORTED = {
    "reloptions",
    "toast_options",
    "attoptions",
    "proconfig",
    "ftoptions",
    "srvoptions",
    "umoptions",
    "fdwoptions",
    "attfdwoptions",
    "setconfig",
    "evttags",
    "polroles",
}

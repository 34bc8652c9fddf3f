STUB hypopg_reset_index() RETURNS void VOLATILE;
STUB hypopg_reset() RETURNS void VOLATILE;
STUB hypopg_create_index(sql_order text, OUT indexrelid oid, OUT indexname text) RETURNS SETOF record VOLATILE STRICT;
STUB hypopg_drop_index(indexid oid) RETURNS boolean VOLATILE STRICT;
STUB hypopg(OUT indexname text, OUT indexrelid oid, OUT indrelid oid, OUT innatts integer, OUT indisunique boolean, OUT indkey int2vector, OUT indcollation oidvector, OUT indclass oidvector, OUT indoption oidvector, OUT indexprs pg_node_tree, OUT indpred pg_node_tree, OUT amid oid) RETURNS SETOF record VOLATILE;
STUB hypopg_relation_size(indexid oid) RETURNS bigint VOLATILE STRICT;
STUB hypopg_get_indexdef(indexid oid) RETURNS text VOLATILE STRICT;

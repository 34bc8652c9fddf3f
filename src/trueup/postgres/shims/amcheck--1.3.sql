STUB bt_index_check(index regclass) RETURNS void VOLATILE STRICT;
STUB bt_index_parent_check(index regclass) RETURNS void VOLATILE STRICT;
STUB bt_index_check(index regclass, heapallindexed boolean) RETURNS void VOLATILE STRICT;
STUB bt_index_parent_check(index regclass, heapallindexed boolean) RETURNS void VOLATILE STRICT;
STUB bt_index_parent_check(index regclass, heapallindexed boolean, rootdescend boolean) RETURNS void VOLATILE STRICT;
STUB verify_heapam(relation regclass, on_error_stop boolean DEFAULT false, check_toast boolean DEFAULT false, skip text DEFAULT 'none'::text, startblock bigint DEFAULT NULL::bigint, endblock bigint DEFAULT NULL::bigint, OUT blkno bigint, OUT offnum integer, OUT attnum integer, OUT msg text) RETURNS SETOF record VOLATILE;

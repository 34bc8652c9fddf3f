STUB pg_prewarm(regclass, mode text DEFAULT 'buffer'::text, fork text DEFAULT 'main'::text, first_block bigint DEFAULT NULL::bigint, last_block bigint DEFAULT NULL::bigint) RETURNS bigint VOLATILE PARALLEL SAFE;
STUB autoprewarm_start_worker() RETURNS void VOLATILE STRICT;
STUB autoprewarm_dump_now() RETURNS bigint VOLATILE STRICT;

STUB pg_freespace(regclass, bigint) RETURNS smallint VOLATILE STRICT PARALLEL SAFE;
STUB pg_freespace(rel regclass, OUT blkno bigint, OUT avail smallint) RETURNS SETOF record VOLATILE PARALLEL SAFE;

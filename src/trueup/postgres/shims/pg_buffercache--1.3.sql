STUB pg_buffercache_pages() RETURNS SETOF record VOLATILE PARALLEL SAFE;

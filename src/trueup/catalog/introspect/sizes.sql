-- What the server believes, without opening a relation: with its TOAST table and its indexes.
SELECT r.ref,
    c.reltuples::bigint AS rows,
    (c.relpages + coalesce(t.relpages, 0) + coalesce(i.pages, 0))::bigint * pg_catalog.current_setting('block_size')::bigint AS bytes
FROM relation AS r
JOIN pg_catalog.pg_class AS c ON c.oid = r.oid
LEFT JOIN pg_catalog.pg_class AS t ON t.oid = c.reltoastrelid AND c.reltoastrelid <> 0
LEFT JOIN (
    SELECT x.indrelid, pg_catalog.sum(p.relpages)::bigint AS pages
    FROM pg_catalog.pg_index AS x JOIN pg_catalog.pg_class AS p ON p.oid = x.indexrelid
    GROUP BY x.indrelid
) AS i ON i.indrelid = r.oid
WHERE pg_catalog.strpos('rm', r.relkind::text) > 0 AND r.mine AND (c.reltuples > 0 OR c.relpages > 0)
ORDER BY r.place

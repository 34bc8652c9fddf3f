SELECT x.*
FROM (SELECT NULL::pg_catalog.pg_node_tree AS prqual, NULL::pg_catalog.int2vector AS prattrs) AS before_15
CROSS JOIN LATERAL (
    SELECT q.oid::bigint AS _id,
        pg_catalog.json_build_object('kind', 'publication table', 'schema', '',
            'name', pg_catalog.json_build_array(p.pubname, r.nspname, r.relname)) AS ref,
        pg_catalog.json_build_object('kind', 'publication', 'schema', '', 'name', pg_catalog.json_build_array(p.pubname)) AS publication,
        r.ref AS table,
        CASE WHEN prattrs IS NULL THEN '{}'::text[] ELSE ARRAY(
            SELECT a.attname::text FROM pg_catalog.unnest(prattrs::smallint[]) AS u (attnum)
            JOIN pg_catalog.pg_attribute AS a ON a.attrelid = q.prrelid AND a.attnum = u.attnum ORDER BY a.attnum
        ) END AS columns,
        pg_catalog.pg_get_expr(prqual, q.prrelid) AS where
    FROM pg_catalog.pg_publication_rel AS q
    JOIN pg_catalog.pg_publication AS p ON p.oid = q.prpubid
    JOIN relation AS r ON r.oid = q.prrelid
    ORDER BY p.pubname, r.nspname, r.relname
) AS x

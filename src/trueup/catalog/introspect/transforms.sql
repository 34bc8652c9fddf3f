SELECT t.oid::bigint AS _id,
    pg_catalog.json_build_object('kind', 'transform', 'schema', '', 'name', pg_catalog.json_build_array(
        pg_catalog.format_type(t.trftype, NULL), l.lanname
    )) AS ref,
    s.description AS comment,
    pg_catalog.format_type(t.trftype, NULL) AS type,
    l.lanname AS language,
    CASE WHEN t.trffromsql <> 0 THEN t.trffromsql::pg_catalog.regprocedure::text END AS from_sql,
    CASE WHEN t.trftosql <> 0 THEN t.trftosql::pg_catalog.regprocedure::text END AS to_sql
FROM pg_catalog.pg_transform AS t
JOIN pg_catalog.pg_language AS l ON l.oid = t.trflang
LEFT JOIN remark AS s ON s.objoid = t.oid AND s.classoid = 'pg_catalog.pg_transform'::pg_catalog.regclass
LEFT JOIN member AS m ON m.classid = 'pg_catalog.pg_transform'::pg_catalog.regclass AND m.objid = t.oid
WHERE t.oid::bigint >= 16384 AND m.objid IS NULL
ORDER BY pg_catalog.format_type(t.trftype, NULL) COLLATE "C", l.lanname

SELECT (a.attrelid::bigint << 16) + a.attnum AS _id,
    pg_catalog.json_build_object(
        'kind', 'attribute', 'schema', r.nspname, 'name', pg_catalog.json_build_array(r.relname, a.attname)
    ) AS ref,
    s.description AS comment,
    r.ref AS composite,
    pg_catalog.row_number() OVER (PARTITION BY a.attrelid ORDER BY a.attnum) AS position,
    pg_catalog.format_type(a.atttypid, a.atttypmod) AS type,
    CASE WHEN a.attcollation <> t.typcollation THEN a.attcollation::pg_catalog.regcollation::text END AS collation
FROM relation AS r
JOIN pg_catalog.pg_attribute AS a ON a.attrelid = r.oid AND a.attnum > 0 AND NOT a.attisdropped
JOIN pg_catalog.pg_type AS t ON t.oid = a.atttypid
JOIN pg_catalog.pg_class AS c ON c.oid = r.oid
LEFT JOIN remark AS s
    ON s.objoid = r.oid AND pg_catalog.strpos('1259', s.classoid::text) > 0 AND s.objsubid = a.attnum
LEFT JOIN member AS m ON m.classid = 'pg_catalog.pg_type'::pg_catalog.regclass AND m.objid = c.reltype
WHERE pg_catalog.strpos('c', r.relkind::text) > 0 AND r.mine AND m.objid IS NULL
ORDER BY r.place, a.attnum

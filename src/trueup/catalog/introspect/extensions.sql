SELECT e.oid::bigint AS _id,
    pg_catalog.json_build_object('kind', 'extension', 'schema', '', 'name', pg_catalog.json_build_array(e.extname)) AS ref,
    pg_catalog.pg_get_userbyid(e.extowner) AS owner,
    s.description AS comment,
    n.nspname AS schema,
    e.extversion AS version
FROM pg_catalog.pg_extension AS e
JOIN pg_catalog.pg_namespace AS n ON n.oid = e.extnamespace
LEFT JOIN remark AS s ON s.objoid = e.oid AND s.classoid = 'pg_catalog.pg_extension'::pg_catalog.regclass
WHERE e.oid::bigint >= 16384 OR e.extname <> 'plpgsql'
ORDER BY e.extname

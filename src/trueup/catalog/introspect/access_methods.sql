SELECT a.oid::bigint AS _id,
    pg_catalog.json_build_object('kind', 'access method', 'schema', '', 'name', pg_catalog.json_build_array(a.amname)) AS ref,
    s.description AS comment,
    CASE a.amtype WHEN 'i' THEN 'index' ELSE 'table' END AS type,
    a.amhandler::pg_catalog.regproc::text AS handler
FROM pg_catalog.pg_am AS a
LEFT JOIN remark AS s ON s.objoid = a.oid AND s.classoid = 'pg_catalog.pg_am'::pg_catalog.regclass
LEFT JOIN member AS m ON m.classid = 'pg_catalog.pg_am'::pg_catalog.regclass AND m.objid = a.oid
WHERE a.oid::bigint >= 16384 AND m.objid IS NULL
ORDER BY a.amname

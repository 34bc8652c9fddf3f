SELECT e.oid::bigint AS _id,
    pg_catalog.json_build_object('kind', 'statistics', 'schema', n.nspname, 'name', pg_catalog.json_build_array(e.stxname)) AS ref,
    pg_catalog.pg_get_userbyid(e.stxowner) AS owner,
    s.description AS comment,
    r.ref AS table,
    pg_catalog.pg_get_statisticsobjdef(e.oid) AS definition,
    nullif(e.stxstattarget, -1) AS target
FROM pg_catalog.pg_statistic_ext AS e
JOIN pg_catalog.pg_namespace AS n ON n.oid = e.stxnamespace
JOIN relation AS r ON r.oid = e.stxrelid
LEFT JOIN remark AS s ON s.objoid = e.oid AND s.classoid = 'pg_catalog.pg_statistic_ext'::pg_catalog.regclass
LEFT JOIN member AS m ON m.classid = 'pg_catalog.pg_statistic_ext'::pg_catalog.regclass AND m.objid = e.oid
WHERE m.objid IS NULL
ORDER BY n.nspname, e.stxname

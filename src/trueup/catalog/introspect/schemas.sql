SELECT n.oid::bigint AS _id,
    pg_catalog.json_build_object('kind', 'schema', 'schema', '', 'name', pg_catalog.json_build_array(n.nspname)) AS ref,
    pg_catalog.pg_get_userbyid(n.nspowner) AS owner,
    s.description AS comment
FROM pg_catalog.pg_namespace AS n
LEFT JOIN remark AS s ON s.objoid = n.oid AND s.classoid = 'pg_catalog.pg_namespace'::pg_catalog.regclass
LEFT JOIN member AS m ON m.classid = 'pg_catalog.pg_namespace'::pg_catalog.regclass AND m.objid = n.oid
WHERE (n.oid::bigint >= 16384 OR n.nspname = 'public') AND m.objid IS NULL
    AND pg_catalog.strpos(n.nspname, 'pg_toast') <> 1 AND pg_catalog.strpos(n.nspname, 'pg_temp_') <> 1
ORDER BY n.nspname

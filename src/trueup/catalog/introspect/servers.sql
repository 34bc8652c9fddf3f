SELECT v.oid::bigint AS _id,
    pg_catalog.json_build_object('kind', 'server', 'schema', '', 'name', pg_catalog.json_build_array(v.srvname)) AS ref,
    pg_catalog.pg_get_userbyid(v.srvowner) AS owner,
    s.description AS comment,
    w.fdwname AS wrapper,
    v.srvtype AS type,
    v.srvversion AS version,
    ARRAY(SELECT {{masked(o.option)}} FROM pg_catalog.unnest(v.srvoptions) AS o (option) ORDER BY 1) AS options
FROM pg_catalog.pg_foreign_server AS v
JOIN pg_catalog.pg_foreign_data_wrapper AS w ON w.oid = v.srvfdw
LEFT JOIN remark AS s ON s.objoid = v.oid AND s.classoid = 'pg_catalog.pg_foreign_server'::pg_catalog.regclass
LEFT JOIN member AS m ON m.classid = 'pg_catalog.pg_foreign_server'::pg_catalog.regclass AND m.objid = v.oid
WHERE m.objid IS NULL
ORDER BY v.srvname

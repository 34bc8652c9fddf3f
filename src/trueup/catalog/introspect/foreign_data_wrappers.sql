SELECT w.oid::bigint AS _id,
    pg_catalog.json_build_object('kind', 'foreign data wrapper', 'schema', '', 'name', pg_catalog.json_build_array(w.fdwname)) AS ref,
    pg_catalog.pg_get_userbyid(w.fdwowner) AS owner,
    s.description AS comment,
    CASE WHEN w.fdwhandler <> 0 THEN w.fdwhandler::pg_catalog.regproc::text ELSE '' END AS handler,
    CASE WHEN w.fdwvalidator <> 0 THEN w.fdwvalidator::pg_catalog.regproc::text ELSE '' END AS validator,
    ARRAY(SELECT {{masked(o.option)}} FROM pg_catalog.unnest(w.fdwoptions) AS o (option) ORDER BY 1) AS options
FROM pg_catalog.pg_foreign_data_wrapper AS w
LEFT JOIN remark AS s
    ON s.objoid = w.oid AND s.classoid = 'pg_catalog.pg_foreign_data_wrapper'::pg_catalog.regclass
LEFT JOIN member AS m ON m.classid = 'pg_catalog.pg_foreign_data_wrapper'::pg_catalog.regclass AND m.objid = w.oid
WHERE m.objid IS NULL
ORDER BY w.fdwname

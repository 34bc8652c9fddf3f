SELECT t.oid::bigint AS _id,
    pg_catalog.json_build_object('kind', 'text search template', 'schema', n.nspname, 'name', pg_catalog.json_build_array(t.tmplname)) AS ref,
    s.description AS comment,
    pg_catalog.array_remove(ARRAY[
        'init=' || nullif(t.tmplinit::pg_catalog.regproc::text, '-'), 'lexize=' || t.tmpllexize::pg_catalog.regproc
    ], NULL) AS functions
FROM pg_catalog.pg_ts_template AS t
JOIN pg_catalog.pg_namespace AS n ON n.oid = t.tmplnamespace
LEFT JOIN remark AS s ON s.objoid = t.oid AND s.classoid = 'pg_catalog.pg_ts_template'::pg_catalog.regclass
LEFT JOIN member AS m ON m.classid = 'pg_catalog.pg_ts_template'::pg_catalog.regclass AND m.objid = t.oid
WHERE t.oid::bigint >= 16384 AND m.objid IS NULL
ORDER BY n.nspname, t.tmplname

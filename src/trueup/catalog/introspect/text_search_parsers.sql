SELECT t.oid::bigint AS _id,
    pg_catalog.json_build_object('kind', 'text search parser', 'schema', n.nspname, 'name', pg_catalog.json_build_array(t.prsname)) AS ref,
    s.description AS comment,
    pg_catalog.array_remove(ARRAY[
        'end=' || t.prsend::pg_catalog.regproc, 'gettoken=' || t.prstoken::pg_catalog.regproc,
        'headline=' || nullif(t.prsheadline::pg_catalog.regproc::text, '-'), 'lextypes=' || t.prslextype::pg_catalog.regproc,
        'start=' || t.prsstart::pg_catalog.regproc
    ], NULL) AS functions
FROM pg_catalog.pg_ts_parser AS t
JOIN pg_catalog.pg_namespace AS n ON n.oid = t.prsnamespace
LEFT JOIN remark AS s ON s.objoid = t.oid AND s.classoid = 'pg_catalog.pg_ts_parser'::pg_catalog.regclass
LEFT JOIN member AS m ON m.classid = 'pg_catalog.pg_ts_parser'::pg_catalog.regclass AND m.objid = t.oid
WHERE t.oid::bigint >= 16384 AND m.objid IS NULL
ORDER BY n.nspname, t.prsname

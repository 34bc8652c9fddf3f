SELECT t.oid::bigint AS _id,
    pg_catalog.json_build_object('kind', 'text search dictionary', 'schema', n.nspname, 'name', pg_catalog.json_build_array(t.dictname)) AS ref,
    pg_catalog.pg_get_userbyid(t.dictowner) AS owner,
    s.description AS comment,
    (
        SELECT pg_catalog.quote_ident(l.nspname) || '.' || pg_catalog.quote_ident(p.tmplname)
        FROM pg_catalog.pg_ts_template AS p JOIN pg_catalog.pg_namespace AS l ON l.oid = p.tmplnamespace
        WHERE p.oid = t.dicttemplate
    ) AS template,
    t.dictinitoption AS options
FROM pg_catalog.pg_ts_dict AS t
JOIN pg_catalog.pg_namespace AS n ON n.oid = t.dictnamespace
LEFT JOIN remark AS s ON s.objoid = t.oid AND s.classoid = 'pg_catalog.pg_ts_dict'::pg_catalog.regclass
LEFT JOIN member AS m ON m.classid = 'pg_catalog.pg_ts_dict'::pg_catalog.regclass AND m.objid = t.oid
WHERE t.oid::bigint >= 16384 AND m.objid IS NULL
ORDER BY n.nspname, t.dictname

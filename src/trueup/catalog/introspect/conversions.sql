SELECT k.oid::bigint AS _id,
    pg_catalog.json_build_object('kind', 'conversion', 'schema', n.nspname, 'name', pg_catalog.json_build_array(k.conname)) AS ref,
    pg_catalog.pg_get_userbyid(k.conowner) AS owner,
    s.description AS comment,
    pg_catalog.pg_encoding_to_char(k.conforencoding) AS source,
    pg_catalog.pg_encoding_to_char(k.contoencoding) AS target,
    k.conproc::pg_catalog.regproc::text AS function,
    k.condefault AS default
FROM pg_catalog.pg_conversion AS k
JOIN pg_catalog.pg_namespace AS n ON n.oid = k.connamespace
LEFT JOIN remark AS s ON s.objoid = k.oid AND s.classoid = 'pg_catalog.pg_conversion'::pg_catalog.regclass
LEFT JOIN member AS m ON m.classid = 'pg_catalog.pg_conversion'::pg_catalog.regclass AND m.objid = k.oid
WHERE k.oid::bigint >= 16384 AND m.objid IS NULL
ORDER BY n.nspname, k.conname

SELECT l.oid::bigint AS _id,
    pg_catalog.json_build_object('kind', 'language', 'schema', '', 'name', pg_catalog.json_build_array(l.lanname)) AS ref,
    pg_catalog.pg_get_userbyid(l.lanowner) AS owner,
    s.description AS comment,
    l.lanpltrusted AS trusted,
    CASE WHEN l.lanplcallfoid = 0 THEN '' ELSE l.lanplcallfoid::pg_catalog.regproc::text END AS handler,
    CASE WHEN l.laninline = 0 THEN '' ELSE l.laninline::pg_catalog.regproc::text END AS inline,
    CASE WHEN l.lanvalidator = 0 THEN '' ELSE l.lanvalidator::pg_catalog.regproc::text END AS validator
FROM pg_catalog.pg_language AS l
LEFT JOIN remark AS s ON s.objoid = l.oid AND s.classoid = 'pg_catalog.pg_language'::pg_catalog.regclass
LEFT JOIN member AS m ON m.classid = 'pg_catalog.pg_language'::pg_catalog.regclass AND m.objid = l.oid
WHERE l.oid::bigint >= 16384 AND m.objid IS NULL
ORDER BY l.lanname

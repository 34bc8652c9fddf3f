SELECT c.oid::bigint AS _id,
    pg_catalog.json_build_object('kind', 'cast', 'schema', '', 'name', pg_catalog.json_build_array(
        pg_catalog.format_type(c.castsource, NULL), pg_catalog.format_type(c.casttarget, NULL)
    )) AS ref,
    s.description AS comment,
    pg_catalog.format_type(c.castsource, NULL) AS source,
    pg_catalog.format_type(c.casttarget, NULL) AS target,
    CASE WHEN c.castfunc <> 0 THEN c.castfunc::pg_catalog.regprocedure::text END AS function,
    CASE c.castmethod WHEN 'f' THEN 'function' WHEN 'i' THEN 'inout' ELSE 'binary' END AS method,
    CASE c.castcontext WHEN 'i' THEN 'implicit' WHEN 'a' THEN 'assignment' ELSE 'explicit' END AS context
FROM pg_catalog.pg_cast AS c
LEFT JOIN remark AS s ON s.objoid = c.oid AND s.classoid = 'pg_catalog.pg_cast'::pg_catalog.regclass
LEFT JOIN member AS m ON m.classid = 'pg_catalog.pg_cast'::pg_catalog.regclass AND m.objid = c.oid
WHERE c.oid::bigint >= 16384 AND m.objid IS NULL
    AND NOT EXISTS ( -- a range type's own cast to its multirange
        SELECT FROM pg_catalog.pg_depend AS d
        WHERE d.classid = 'pg_catalog.pg_cast'::pg_catalog.regclass AND d.objid = c.oid AND d.deptype = 'i'
    )
ORDER BY pg_catalog.format_type(c.castsource, NULL) COLLATE "C", pg_catalog.format_type(c.casttarget, NULL) COLLATE "C"

SELECT r.oid::bigint AS _id,
    r.ref,
    pg_catalog.pg_get_userbyid(r.relowner) AS owner,
    s.description AS comment,
    pg_catalog.format_type(q.seqtypid, NULL) AS type,
    q.seqstart AS start,
    q.seqincrement AS increment,
    q.seqmin AS minimum,
    q.seqmax AS maximum,
    q.seqcache AS cache,
    q.seqcycle AS cycle,
    CASE WHEN d.refobjid IS NOT NULL THEN pg_catalog.json_build_object(
        'kind', 'column', 'schema', o.nspname, 'name', pg_catalog.json_build_array(o.relname, a.attname)
    ) END AS owned_by,
    coalesce(d.deptype = 'i', false) AS identity,
    CASE r.relpersistence WHEN 'u' THEN 'unlogged' WHEN 't' THEN 'temporary' ELSE 'permanent' END AS persistence,
    CASE WHEN NOT pg_catalog.pg_is_in_recovery() AND pg_catalog.has_sequence_privilege(r.oid, 'USAGE, SELECT')
        THEN pg_catalog.pg_sequence_last_value(r.oid) END AS last_value
FROM relation AS r
JOIN pg_catalog.pg_sequence AS q ON q.seqrelid = r.oid
LEFT JOIN pg_catalog.pg_depend AS d
    ON d.classid = 'pg_catalog.pg_class'::pg_catalog.regclass AND d.objid = r.oid AND d.objsubid = 0
    AND d.refclassid = 'pg_catalog.pg_class'::pg_catalog.regclass AND d.refobjsubid > 0 AND d.deptype IN ('a', 'i')
LEFT JOIN relation AS o ON o.oid = d.refobjid
LEFT JOIN pg_catalog.pg_attribute AS a ON a.attrelid = d.refobjid AND a.attnum = d.refobjsubid
LEFT JOIN remark AS s
    ON s.objoid = r.oid AND pg_catalog.strpos('1259', s.classoid::text) > 0 AND s.objsubid <= 0
WHERE pg_catalog.strpos('S', r.relkind::text) > 0 AND r.mine
ORDER BY r.place

SELECT o.oid::bigint AS _id,
    pg_catalog.json_build_object('kind', 'operator', 'schema', n.nspname, 'name', pg_catalog.json_build_array(
        o.oprname,
        coalesce(pg_catalog.format_type(nullif(o.oprleft, 0), NULL), 'NONE') || ', '
            || coalesce(pg_catalog.format_type(nullif(o.oprright, 0), NULL), 'NONE')
    )) AS ref,
    pg_catalog.pg_get_userbyid(o.oprowner) AS owner,
    s.description AS comment,
    pg_catalog.format_type(nullif(o.oprleft, 0), NULL) AS left,
    pg_catalog.format_type(nullif(o.oprright, 0), NULL) AS right,
    coalesce(pg_catalog.format_type(nullif(o.oprresult, 0), NULL), '') AS result,
    coalesce(nullif(o.oprcode::pg_catalog.regproc::text, '-'), '') AS function,
    CASE WHEN o.oprcom <> 0 THEN o.oprcom::pg_catalog.regoperator::text END AS commutator,
    CASE WHEN o.oprnegate <> 0 THEN o.oprnegate::pg_catalog.regoperator::text END AS negator,
    coalesce(nullif(o.oprrest::pg_catalog.regproc::text, '-'), '') AS restrict,
    coalesce(nullif(o.oprjoin::pg_catalog.regproc::text, '-'), '') AS join,
    o.oprcanhash AS hashes,
    o.oprcanmerge AS merges
FROM pg_catalog.pg_operator AS o
JOIN pg_catalog.pg_namespace AS n ON n.oid = o.oprnamespace
LEFT JOIN remark AS s ON s.objoid = o.oid AND s.classoid = 'pg_catalog.pg_operator'::pg_catalog.regclass
LEFT JOIN member AS m ON m.classid = 'pg_catalog.pg_operator'::pg_catalog.regclass AND m.objid = o.oid
WHERE o.oid::bigint >= 16384 AND m.objid IS NULL
ORDER BY n.nspname, o.oprname, pg_catalog.format_type(o.oprleft, NULL) COLLATE "C", pg_catalog.format_type(o.oprright, NULL) COLLATE "C"

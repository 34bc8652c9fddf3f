SELECT f.oid::bigint AS _id,
    pg_catalog.json_build_object(
        'kind', 'operator family', 'schema', n.nspname, 'name', pg_catalog.json_build_array(f.opfname, a.amname)
    ) AS ref,
    pg_catalog.pg_get_userbyid(f.opfowner) AS owner,
    s.description AS comment,
    a.amname AS method,
    ARRAY(
        SELECT e.text FROM family_member AS e WHERE e.family_oid = f.oid AND e.class_oid = 0 ORDER BY e.text COLLATE "C"
    ) AS members
FROM pg_catalog.pg_opfamily AS f
JOIN pg_catalog.pg_namespace AS n ON n.oid = f.opfnamespace
JOIN pg_catalog.pg_am AS a ON a.oid = f.opfmethod
LEFT JOIN remark AS s ON s.objoid = f.oid AND s.classoid = 'pg_catalog.pg_opfamily'::pg_catalog.regclass
LEFT JOIN member AS m ON m.classid = 'pg_catalog.pg_opfamily'::pg_catalog.regclass AND m.objid = f.oid
WHERE f.oid::bigint >= 16384 AND m.objid IS NULL
ORDER BY n.nspname, f.opfname, a.amname

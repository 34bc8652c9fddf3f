SELECT o.oid::bigint AS _id,
    pg_catalog.json_build_object(
        'kind', 'operator class', 'schema', n.nspname, 'name', pg_catalog.json_build_array(o.opcname, a.amname)
    ) AS ref,
    pg_catalog.pg_get_userbyid(o.opcowner) AS owner,
    s.description AS comment,
    a.amname AS method,
    pg_catalog.format_type(o.opcintype, NULL) AS type,
    pg_catalog.json_build_object(
        'kind', 'operator family', 'schema', fn.nspname, 'name', pg_catalog.json_build_array(f.opfname, a.amname)
    ) AS family,
    o.opcdefault AS default,
    pg_catalog.format_type(nullif(o.opckeytype, 0), NULL) AS storage,
    ARRAY(SELECT e.text FROM family_member AS e WHERE e.class_oid = o.oid ORDER BY e.text COLLATE "C") AS members
FROM pg_catalog.pg_opclass AS o
JOIN pg_catalog.pg_namespace AS n ON n.oid = o.opcnamespace
JOIN pg_catalog.pg_am AS a ON a.oid = o.opcmethod
JOIN pg_catalog.pg_opfamily AS f ON f.oid = o.opcfamily
JOIN pg_catalog.pg_namespace AS fn ON fn.oid = f.opfnamespace
LEFT JOIN remark AS s ON s.objoid = o.oid AND s.classoid = 'pg_catalog.pg_opclass'::pg_catalog.regclass
LEFT JOIN member AS m ON m.classid = 'pg_catalog.pg_opclass'::pg_catalog.regclass AND m.objid = o.oid
WHERE o.oid::bigint >= 16384 AND m.objid IS NULL
ORDER BY n.nspname, o.opcname, a.amname

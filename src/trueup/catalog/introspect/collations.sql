SELECT x.*
FROM (SELECT NULL::text AS colliculocale, NULL::text AS colllocale, NULL::text AS collicurules) AS before_15
CROSS JOIN LATERAL (
    SELECT k.oid::bigint AS _id,
        pg_catalog.json_build_object('kind', 'collation', 'schema', n.nspname, 'name', pg_catalog.json_build_array(k.collname)) AS ref,
        pg_catalog.pg_get_userbyid(k.collowner) AS owner,
        s.description AS comment,
        CASE k.collprovider WHEN 'c' THEN 'libc' WHEN 'i' THEN 'icu' WHEN 'b' THEN 'builtin' ELSE 'default' END AS provider,
        k.collisdeterministic AS deterministic,
        k.collencoding AS encoding,
        -- Before PostgreSQL 15 an ICU locale stood in collcollate, from 17 on in colllocale.
        CASE WHEN k.collprovider = 'c' THEN k.collcollate::text END AS collate,
        CASE WHEN k.collprovider = 'c' THEN k.collctype::text END AS ctype,
        CASE WHEN k.collprovider <> 'c' THEN coalesce(colllocale::text, colliculocale::text, k.collcollate::text) END AS locale,
        collicurules::text AS rules,
        k.collversion AS version
    FROM pg_catalog.pg_collation AS k
    JOIN pg_catalog.pg_namespace AS n ON n.oid = k.collnamespace
    LEFT JOIN remark AS s ON s.objoid = k.oid AND s.classoid = 'pg_catalog.pg_collation'::pg_catalog.regclass
    LEFT JOIN member AS m ON m.classid = 'pg_catalog.pg_collation'::pg_catalog.regclass AND m.objid = k.oid
    WHERE k.oid::bigint >= 16384 AND m.objid IS NULL
    ORDER BY n.nspname, k.collname
) AS x

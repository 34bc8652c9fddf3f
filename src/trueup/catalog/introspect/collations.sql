SELECT x.*
FROM (SELECT NULL::text AS colliculocale, NULL::text AS colllocale, NULL::text AS collicurules) AS before_15
CROSS JOIN LATERAL (
    SELECT k.oid::bigint AS _id,
        pg_catalog.json_build_object('kind', 'collation', 'schema', n.nspname, 'name', pg_catalog.json_build_array(k.collname)) AS ref,
        pg_catalog.pg_get_userbyid(k.collowner) AS owner,
        s.description AS comment,
        -- A scratch server without ICU has stand-ins that say so in their version: icu:t:en-US.
        CASE WHEN stands_in.locale IS NOT NULL THEN 'icu'
            ELSE CASE k.collprovider WHEN 'c' THEN 'libc' WHEN 'i' THEN 'icu' WHEN 'b' THEN 'builtin' ELSE 'default' END
        END AS provider,
        CASE WHEN stands_in.locale IS NULL THEN k.collisdeterministic ELSE stands_in.deterministic END AS deterministic,
        CASE WHEN stands_in.locale IS NULL THEN k.collencoding ELSE -1 END AS encoding,
        -- Before PostgreSQL 15 an ICU locale stood in collcollate, from 17 on in colllocale.
        CASE WHEN k.collprovider = 'c' THEN k.collcollate::text END AS collate,
        CASE WHEN k.collprovider = 'c' THEN k.collctype::text END AS ctype,
        CASE WHEN k.collprovider <> 'c' THEN coalesce(stands_in.locale, colllocale::text, colliculocale::text, k.collcollate::text) END AS locale,
        collicurules::text AS rules,
        CASE WHEN stands_in.locale IS NULL THEN k.collversion END AS version
    FROM pg_catalog.pg_collation AS k
    JOIN pg_catalog.pg_namespace AS n ON n.oid = k.collnamespace
    LEFT JOIN LATERAL (
        SELECT pg_catalog.substr(k.collversion, 5, 1) = 't' AS deterministic, pg_catalog.substr(k.collversion, 7) AS locale
         WHERE k.collversion LIKE 'icu:_:%') AS stands_in ON true
    LEFT JOIN remark AS s ON s.objoid = k.oid AND s.classoid = 'pg_catalog.pg_collation'::pg_catalog.regclass
    LEFT JOIN member AS m ON m.classid = 'pg_catalog.pg_collation'::pg_catalog.regclass AND m.objid = k.oid
    WHERE k.oid::bigint >= 16384 AND m.objid IS NULL
    ORDER BY n.nspname, k.collname
) AS x

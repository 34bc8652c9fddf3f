SELECT x.*
FROM (SELECT ''::"char" AS attcompression, true AS convalidated, false AS conenforced) AS before_14
CROSS JOIN LATERAL (
    SELECT (a.attrelid::bigint << 16) + a.attnum AS _id,
        '{"kind":"column"' || r.inside || pg_catalog.to_json(a.attname::text) || ']}' AS ref,
        s.description AS comment,
        r.ref AS table,
        pg_catalog.row_number() OVER (PARTITION BY r.place ORDER BY a.attnum) AS position,
        pg_catalog.format_type(a.atttypid, a.atttypmod) AS type,
        CASE WHEN a.attndims > 1 THEN a.attndims ELSE 0 END AS dimensions,
        CASE WHEN a.attcollation <> t.typcollation THEN a.attcollation::pg_catalog.regcollation::text END AS collation,
        a.attnotnull AS not_null,
        k.conname AS not_null_name,
        coalesce(k.convalidated, true) AS not_null_valid,
        coalesce(k.connoinherit, false) AS not_null_no_inherit,
        ks.description AS not_null_comment,
        CASE WHEN a.attgenerated = '' THEN pg_catalog.pg_get_expr(d.adbin, 0) END AS default,
        CASE WHEN a.attgenerated <> '' THEN pg_catalog.pg_get_expr(d.adbin, d.adrelid) END AS generated,
        CASE a.attgenerated WHEN 's' THEN 'stored' WHEN 'v' THEN 'virtual' ELSE '' END AS generated_kind,
        CASE a.attidentity WHEN 'a' THEN 'always' WHEN 'd' THEN 'by default' ELSE '' END AS identity,
        CASE WHEN a.attstorage = t.typstorage THEN ''
            ELSE CASE a.attstorage WHEN 'p' THEN 'plain' WHEN 'e' THEN 'external' WHEN 'm' THEN 'main' ELSE 'extended' END
        END AS storage,
        CASE attcompression WHEN 'p' THEN 'pglz' WHEN 'l' THEN 'lz4' ELSE '' END AS compression,
        nullif(a.attstattarget, -1) AS statistics,
        coalesce(a.attoptions, '{}') AS options,
        CASE WHEN a.attfdwoptions IS NULL THEN '{}'::text[] ELSE ARRAY(
            SELECT {{masked(o.option)}} FROM pg_catalog.unnest(a.attfdwoptions) AS o (option) ORDER BY 1
        ) END AS foreign_options,
        a.attinhcount AS inherited,
        a.attislocal AS local
    FROM relation AS r
    JOIN pg_catalog.pg_attribute AS a ON a.attrelid = r.oid AND a.attnum > 0 AND NOT a.attisdropped
    JOIN pg_catalog.pg_type AS t ON t.oid = a.atttypid
    LEFT JOIN pg_catalog.pg_attrdef AS d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
    LEFT JOIN not_null AS k ON k.conrelid = a.attrelid AND k.attnum = a.attnum
    LEFT JOIN remark AS s
        ON s.objoid = r.oid AND pg_catalog.strpos('1259', s.classoid::text) > 0 AND s.objsubid = a.attnum
    LEFT JOIN remark AS ks
        ON ks.objoid = k.oid AND pg_catalog.strpos('2606', ks.classoid::text) > 0
    WHERE pg_catalog.strpos('rpfvm', r.relkind::text) > 0 AND r.mine
    ORDER BY r.place, a.attnum
) AS x

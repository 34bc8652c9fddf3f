SELECT x.*
FROM (SELECT false AS indnullsnotdistinct) AS before_15
CROSS JOIN LATERAL (
    SELECT r.oid::bigint AS _id,
        r.ref,
        '' AS owner,
        s.description AS comment,
        t.ref AS table,
        pg_catalog.pg_get_indexdef(r.oid) AS definition,
        CASE WHEN k.oid IS NOT NULL THEN pg_catalog.json_build_object(
            'kind', 'constraint', 'schema', t.nspname, 'name', pg_catalog.json_build_array(t.relname, k.conname)
        ) END AS constraint,
        (SELECT a.amname FROM pg_catalog.pg_am AS a WHERE a.oid = r.relam) AS method,
        i.indisunique AS unique,
        coalesce(indnullsnotdistinct, false) AS nulls_not_distinct,
        c.columns,
        c.include,
        pg_catalog.pg_get_expr(i.indexprs, i.indrelid) AS expressions,
        pg_catalog.pg_get_expr(i.indpred, i.indrelid) AS predicate,
        c.operator_classes,
        c.operator_class_options,
        c.collations,
        c.ordering,
        coalesce(r.reloptions, '{}') AS options,
        c.statistics,
        coalesce((SELECT p.spcname FROM pg_catalog.pg_tablespace AS p WHERE p.oid = r.reltablespace), '') AS tablespace,
        i.indisvalid AS valid,
        (
            SELECT p.ref FROM pg_catalog.pg_inherits AS h JOIN relation AS p ON p.oid = h.inhparent WHERE h.inhrelid = r.oid
        ) AS attached_to,
        i.indisclustered AS clustered,
        i.indisreplident AS replica_identity
    FROM relation AS r
    JOIN pg_catalog.pg_index AS i ON i.indexrelid = r.oid
    JOIN relation AS t ON t.oid = i.indrelid
    LEFT JOIN pg_catalog.pg_constraint AS k
        ON k.conindid = r.oid AND k.conrelid = i.indrelid AND k.contype IN ('p', 'u', 'x')
    LEFT JOIN pg_catalog.pg_description AS s
        ON s.objoid = r.oid AND s.classoid = 'pg_catalog.pg_class'::pg_catalog.regclass AND s.objsubid = 0
    LEFT JOIN (
        SELECT i.indexrelid,
            coalesce(pg_catalog.array_agg(coalesce(a.attname, '')::text ORDER BY u.place)
                FILTER (WHERE u.place <= i.indnkeyatts), '{}') AS columns,
            coalesce(pg_catalog.array_agg(a.attname::text ORDER BY u.place) FILTER (WHERE u.place > i.indnkeyatts), '{}') AS include,
            coalesce(pg_catalog.array_agg(o.name ORDER BY u.place) FILTER (WHERE u.place <= i.indnkeyatts), '{}') AS operator_classes,
            coalesce(pg_catalog.array_agg(u.place || '=' || e.attoptions::text ORDER BY u.place)
                FILTER (WHERE e.attoptions IS NOT NULL), '{}') AS operator_class_options,
            coalesce(pg_catalog.array_agg(u.place || '=' || u.coll::pg_catalog.regcollation::text ORDER BY u.place)
                FILTER (WHERE u.place <= i.indnkeyatts AND u.coll <> 0 AND u.coll <> coalesce(a.attcollation, 0)),
                '{}') AS collations,
            coalesce(pg_catalog.array_agg(
                CASE u.option & 3 WHEN 0 THEN 'asc nulls last' WHEN 1 THEN 'desc nulls last' WHEN 2 THEN 'asc nulls first'
                    ELSE 'desc nulls first' END ORDER BY u.place
            ) FILTER (WHERE u.place <= i.indnkeyatts), '{}') AS ordering,
            coalesce(pg_catalog.array_agg(u.place || '=' || e.attstattarget ORDER BY u.place)
                FILTER (WHERE e.attstattarget >= 0), '{}') AS statistics
        FROM pg_catalog.pg_index AS i
        CROSS JOIN LATERAL ROWS FROM (
            pg_catalog.unnest(i.indkey::smallint[]), pg_catalog.unnest(i.indclass::pg_catalog.oid[]),
            pg_catalog.unnest(i.indcollation::pg_catalog.oid[]), pg_catalog.unnest(i.indoption::smallint[])
        ) WITH ORDINALITY AS u (attnum, class, coll, option, place)
        LEFT JOIN pg_catalog.pg_attribute AS a ON a.attrelid = i.indrelid AND a.attnum = u.attnum AND u.attnum <> 0
        LEFT JOIN pg_catalog.pg_attribute AS e ON e.attrelid = i.indexrelid AND e.attnum = u.place
        LEFT JOIN operator_class AS o ON o.oid = u.class
        WHERE i.indexrelid::bigint >= 16384
        GROUP BY i.indexrelid
    ) AS c ON c.indexrelid = r.oid
    WHERE pg_catalog.strpos('iI', r.relkind::text) > 0 AND r.mine AND t.mine
    ORDER BY r.nspname, r.relname
) AS x

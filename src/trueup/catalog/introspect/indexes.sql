SELECT x.*
FROM (SELECT false AS indnullsnotdistinct) AS before_15
CROSS JOIN LATERAL (
    SELECT r.oid::bigint AS _id,
        r.ref,
        '' AS owner,
        s.description AS comment,
        t.ref AS table,
        pg_catalog.pg_get_indexdef(r.oid) AS definition,
        '{"kind":"constraint"' || t.inside || pg_catalog.to_json(k.conname::text) || ']}' AS constraint,
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
    FROM index_column AS c
    JOIN relation AS r ON r.oid = c.indexrelid
    JOIN relation AS t ON t.oid = c.indrelid
    JOIN pg_catalog.pg_index AS i ON i.indexrelid = c.indexrelid
    LEFT JOIN pg_catalog.pg_constraint AS k
        ON k.conindid = r.oid AND k.conrelid = i.indrelid AND k.contype IN ('p', 'u', 'x')
    LEFT JOIN remark AS s
        ON s.objoid = r.oid AND pg_catalog.strpos('1259', s.classoid::text) > 0 AND s.objsubid <= 0
    WHERE pg_catalog.strpos('iI', r.relkind::text) > 0 AND r.mine AND t.mine
    ORDER BY r.place
) AS x

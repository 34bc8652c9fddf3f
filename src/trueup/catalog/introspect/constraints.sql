SELECT x.*
FROM (SELECT true AS conenforced) AS before_18
CROSS JOIN LATERAL (
    SELECT k.oid::bigint AS _id,
        '{"kind":"constraint"' || coalesce(r.inside, t.inside) || pg_catalog.to_json(k.conname::text) || ']}' AS ref,
        s.description AS comment,
        coalesce(r.ref, t.ref) AS table,
        CASE k.contype WHEN 'p' THEN 'primary key' WHEN 'u' THEN 'unique' WHEN 'c' THEN 'check' WHEN 'f' THEN 'foreign key'
            WHEN 'x' THEN 'exclude' END AS type,
        pg_catalog.pg_get_constraintdef(k.oid) AS definition,
        coalesce(c.columns, '{}') AS columns,
        pg_catalog.pg_get_expr(k.conbin, k.conrelid) AS expression,
        f.ref AS references,
        coalesce(c.referenced_columns, '{}') AS referenced_columns,
        CASE k.confupdtype WHEN 'a' THEN 'no action' WHEN 'r' THEN 'restrict' WHEN 'c' THEN 'cascade' WHEN 'n' THEN 'set null'
            WHEN 'd' THEN 'set default' ELSE '' END AS on_update,
        CASE k.confdeltype WHEN 'a' THEN 'no action' WHEN 'r' THEN 'restrict' WHEN 'c' THEN 'cascade' WHEN 'n' THEN 'set null'
            WHEN 'd' THEN 'set default' ELSE '' END AS on_delete,
        CASE k.confmatchtype WHEN 's' THEN 'simple' WHEN 'f' THEN 'full' WHEN 'p' THEN 'partial' ELSE '' END AS match,
        coalesce(c.set_columns, '{}') AS set_columns,
        i.ref AS index,
        k.condeferrable AS deferrable,
        k.condeferred AS initially_deferred,
        k.convalidated AS validated,
        conenforced AS enforced,
        -- Keys are NO INHERIT always, and from 18 on a domain's checks are so too.
        k.connoinherit AND k.contype = 'c' AND k.contypid = 0 AS no_inherit,
        k.coninhcount AS inherited,
        k.conislocal AS local,
        '{"kind":"constraint"' || pr.inside || pg_catalog.to_json(p.conname::text) || ']}' AS inherited_from
    FROM pg_catalog.pg_constraint AS k
    LEFT JOIN relation AS r ON r.oid = k.conrelid
    LEFT JOIN named_type AS t ON t.oid = k.contypid
    LEFT JOIN constraint_column AS c ON c.oid = k.oid
    LEFT JOIN relation AS f ON f.oid = k.confrelid
    LEFT JOIN relation AS i ON i.oid = k.conindid
    LEFT JOIN (SELECT o.oid, o.conrelid, o.conname FROM pg_catalog.pg_constraint AS o) AS p ON p.oid = k.conparentid
    LEFT JOIN relation AS pr ON pr.oid = p.conrelid
    LEFT JOIN remark AS s
        ON s.objoid = k.oid AND pg_catalog.strpos('2606', s.classoid::text) > 0
    LEFT JOIN member AS m ON m.classid = 'pg_catalog.pg_constraint'::pg_catalog.regclass AND m.objid = k.oid
    WHERE k.oid::bigint >= 16384 AND k.contype IN ('p', 'u', 'c', 'f', 'x') AND m.objid IS NULL
        AND (r.mine AND r.kind <> 'composite type' OR t.mine)
        -- A foreign key to a partitioned table has one more row per partition there, on the same table: its own affair.
        AND (p.oid IS NULL OR p.conrelid <> k.conrelid)
    ORDER BY r.place, t.nspname, t.typname, k.conname
) AS x

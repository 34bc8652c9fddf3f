SELECT r.oid::bigint AS _id,
    r.ref,
    pg_catalog.pg_get_userbyid(r.relowner) AS owner,
    s.description AS comment,
    pg_catalog.pg_get_viewdef(r.oid) AS definition,
    r.relispopulated AS populated,
    coalesce((SELECT a.amname FROM pg_catalog.pg_am AS a WHERE a.oid = r.relam), '') AS access_method,
    coalesce((SELECT p.spcname FROM pg_catalog.pg_tablespace AS p WHERE p.oid = r.reltablespace), '') AS tablespace,
    ARRAY(
        SELECT o.option
        FROM (
            SELECT pg_catalog.unnest(r.reloptions) AS option
            UNION ALL
            SELECT 'toast.' || pg_catalog.unnest(t.reloptions)
        ) AS o
        ORDER BY o.option COLLATE "C"
    ) AS options
FROM relation AS r
LEFT JOIN pg_catalog.pg_class AS t ON t.oid = r.reltoastrelid AND r.reltoastrelid <> 0
LEFT JOIN remark AS s
    ON s.objoid = r.oid AND pg_catalog.strpos('1259', s.classoid::text) > 0 AND s.objsubid <= 0
WHERE pg_catalog.strpos('m', r.relkind::text) > 0 AND r.mine
ORDER BY r.place

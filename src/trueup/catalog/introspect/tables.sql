SELECT r.oid::bigint AS _id,
    r.ref,
    pg_catalog.pg_get_userbyid(r.relowner) AS owner,
    s.description AS comment,
    CASE WHEN r.relkind = 'p' THEN pg_catalog.pg_get_partkeydef(r.oid) END AS partition_key,
    CASE WHEN r.relispartition THEN (
        SELECT p.ref FROM pg_catalog.pg_inherits AS i JOIN relation AS p ON p.oid = i.inhparent WHERE i.inhrelid = r.oid
    ) END AS partition_of,
    CASE WHEN r.relispartition THEN pg_catalog.pg_get_expr(r.relpartbound, r.oid) END AS partition_bound,
    CASE WHEN h.inhrelid IS NULL THEN '[]'::json ELSE h.parents END AS inherits,
    CASE WHEN r.reloftype <> 0 THEN (SELECT t.ref FROM named_type AS t WHERE t.oid = r.reloftype) END AS of_type,
    CASE r.relpersistence WHEN 'u' THEN 'unlogged' WHEN 't' THEN 'temporary' ELSE 'permanent' END AS persistence,
    coalesce((SELECT a.amname FROM pg_catalog.pg_am AS a WHERE a.oid = r.relam), '') AS access_method,
    coalesce((SELECT p.spcname FROM pg_catalog.pg_tablespace AS p WHERE p.oid = r.reltablespace), '') AS tablespace,
    CASE WHEN r.reloptions IS NULL AND t.reloptions IS NULL THEN '{}'::text[] ELSE ARRAY(
        SELECT o.option
        FROM (
            SELECT pg_catalog.unnest(r.reloptions) AS option
            UNION ALL
            SELECT 'toast.' || pg_catalog.unnest(t.reloptions)
        ) AS o
        ORDER BY o.option COLLATE "C"
    ) END AS options,
    CASE r.relreplident WHEN 'n' THEN 'nothing' WHEN 'f' THEN 'full' WHEN 'i' THEN 'index' ELSE 'default' END AS replica_identity,
    r.relrowsecurity AS row_security,
    r.relforcerowsecurity AS force_row_security,
    coalesce(v.srvname, '') AS server,
    CASE WHEN f.ftoptions IS NULL THEN '{}'::text[] ELSE ARRAY(
        SELECT {{masked(o.option)}} FROM pg_catalog.unnest(f.ftoptions) AS o (option) ORDER BY 1
    ) END AS foreign_options
FROM relation AS r
LEFT JOIN pg_catalog.pg_class AS t ON t.oid = r.reltoastrelid AND r.reltoastrelid <> 0
LEFT JOIN pg_catalog.pg_foreign_table AS f ON f.ftrelid = r.oid
LEFT JOIN pg_catalog.pg_foreign_server AS v ON v.oid = f.ftserver
LEFT JOIN (
    SELECT i.inhrelid, pg_catalog.json_agg(p.ref ORDER BY i.inhseqno) AS parents
    FROM pg_catalog.pg_inherits AS i
    JOIN relation AS p ON p.oid = i.inhparent
    JOIN relation AS c ON c.oid = i.inhrelid AND NOT c.relispartition AND c.kind <> 'index'
    GROUP BY i.inhrelid
) AS h ON h.inhrelid = r.oid
LEFT JOIN remark AS s
    ON s.objoid = r.oid AND pg_catalog.strpos('1259', s.classoid::text) > 0 AND s.objsubid <= 0
WHERE pg_catalog.strpos('rpf', r.relkind::text) > 0 AND r.mine
ORDER BY r.place

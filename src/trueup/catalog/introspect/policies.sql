SELECT p.oid::bigint AS _id,
    '{"kind":"policy"' || r.inside || pg_catalog.to_json(p.polname::text) || ']}' AS ref,
    s.description AS comment,
    r.ref AS table,
    CASE p.polcmd WHEN 'r' THEN 'select' WHEN 'a' THEN 'insert' WHEN 'w' THEN 'update' WHEN 'd' THEN 'delete' ELSE 'all' END AS command,
    p.polpermissive AS permissive,
    ARRAY(
        SELECT CASE WHEN u.role = 0 THEN 'public' ELSE pg_catalog.pg_get_userbyid(u.role)::text END
        FROM pg_catalog.unnest(p.polroles) AS u (role) ORDER BY 1
    ) AS roles,
    pg_catalog.pg_get_expr(p.polqual, p.polrelid) AS using,
    pg_catalog.pg_get_expr(p.polwithcheck, p.polrelid) AS check
FROM pg_catalog.pg_policy AS p
JOIN relation AS r ON r.oid = p.polrelid
LEFT JOIN remark AS s ON s.objoid = p.oid AND pg_catalog.strpos('3256', s.classoid::text) > 0
LEFT JOIN member AS m ON m.classid = 'pg_catalog.pg_policy'::pg_catalog.regclass AND m.objid = p.oid
WHERE m.objid IS NULL
ORDER BY r.place, p.polname

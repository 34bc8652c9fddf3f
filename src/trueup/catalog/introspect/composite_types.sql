SELECT t.oid::bigint AS _id,
    t.ref,
    pg_catalog.pg_get_userbyid(t.typowner) AS owner,
    s.description AS comment
FROM named_type AS t
LEFT JOIN remark AS s ON s.objoid = t.oid AND s.classoid = 'pg_catalog.pg_type'::pg_catalog.regclass
WHERE t.typtype = 'c' AND t.mine
ORDER BY t.nspname, t.typname

SELECT t.oid::bigint AS _id,
    t.ref,
    pg_catalog.pg_get_userbyid(t.typowner) AS owner,
    s.description AS comment,
    ARRAY(
        SELECT e.enumlabel::text FROM pg_catalog.pg_enum AS e WHERE e.enumtypid = t.oid ORDER BY e.enumsortorder
    ) AS labels
FROM named_type AS t
LEFT JOIN remark AS s ON s.objoid = t.oid AND pg_catalog.strpos('1247', s.classoid::text) > 0
WHERE t.typtype = 'e' AND t.mine
ORDER BY t.nspname, t.typname

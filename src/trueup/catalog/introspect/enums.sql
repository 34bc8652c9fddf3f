SELECT t.oid::bigint AS _id,
    t.ref,
    pg_catalog.pg_get_userbyid(t.typowner) AS owner,
    s.description AS comment,
    ARRAY(
        SELECT e.enumlabel::text FROM pg_catalog.pg_enum AS e WHERE e.enumtypid = t.oid ORDER BY e.enumsortorder
    ) AS labels
FROM named_type AS t
LEFT JOIN remark AS s ON s.objoid = t.oid AND s.classoid = 'pg_catalog.pg_type'::pg_catalog.regclass
WHERE t.typtype = 'e' AND t.mine
ORDER BY t.nspname, t.typname

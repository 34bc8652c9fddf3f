SELECT t.oid::bigint AS _id,
    t.ref,
    pg_catalog.pg_get_userbyid(t.typowner) AS owner,
    s.description AS comment,
    pg_catalog.format_type(d.typbasetype, d.typtypmod) AS type,
    CASE WHEN d.typcollation <> b.typcollation THEN d.typcollation::pg_catalog.regcollation::text END AS collation,
    d.typnotnull AS not_null,
    (
        SELECT k.conname FROM pg_catalog.pg_constraint AS k WHERE k.contypid = t.oid AND k.contype = 'n'
    ) AS not_null_name,
    coalesce(pg_catalog.pg_get_expr(d.typdefaultbin, 0), d.typdefault) AS default
FROM named_type AS t
JOIN pg_catalog.pg_type AS d ON d.oid = t.oid
JOIN pg_catalog.pg_type AS b ON b.oid = d.typbasetype
LEFT JOIN remark AS s ON s.objoid = t.oid AND pg_catalog.strpos('1247', s.classoid::text) > 0
WHERE t.typtype = 'd' AND t.mine
ORDER BY t.nspname, t.typname

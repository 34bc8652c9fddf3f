SELECT r.oid::bigint AS _id,
    r.ref,
    pg_catalog.pg_get_userbyid(r.relowner) AS owner,
    s.description AS comment,
    pg_catalog.pg_get_viewdef(r.oid) AS definition,
    coalesce(o.security_invoker::boolean, false) AS security_invoker,
    coalesce(o.security_barrier::boolean, false) AS security_barrier,
    coalesce(o.check_option, '') AS check_option,
    o.options
FROM relation AS r
LEFT JOIN remark AS s
    ON s.objoid = r.oid AND pg_catalog.strpos('1259', s.classoid::text) > 0 AND s.objsubid <= 0
CROSS JOIN LATERAL (
    SELECT pg_catalog.max(p.option_value) FILTER (WHERE p.option_name = 'security_invoker') AS security_invoker,
        pg_catalog.max(p.option_value) FILTER (WHERE p.option_name = 'security_barrier') AS security_barrier,
        pg_catalog.max(p.option_value) FILTER (WHERE p.option_name = 'check_option') AS check_option,
        coalesce(pg_catalog.array_agg(p.option_name || '=' || p.option_value ORDER BY p.option_name)
            FILTER (
                WHERE p.option_name NOT IN ('security_invoker', 'security_barrier', 'check_option')
                    OR (p.option_name <> 'check_option' AND p.option_value <> 'true')
            ), '{}') AS options
    FROM pg_catalog.pg_options_to_table(r.reloptions) AS p
) AS o
WHERE pg_catalog.strpos('v', r.relkind::text) > 0 AND r.mine
ORDER BY r.place

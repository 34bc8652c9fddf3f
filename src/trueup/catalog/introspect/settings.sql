SELECT 0::bigint AS _id,
    pg_catalog.json_build_object('kind', 'setting', 'schema', '',
        'name', pg_catalog.json_build_array(coalesce(r.rolname, ''), pg_catalog.split_part(u.entry, '=', 1))) AS ref,
    coalesce(r.rolname, '') AS role,
    pg_catalog.substr({{masked(u.entry)}}, pg_catalog.strpos(u.entry, '=') + 1) AS value
FROM pg_catalog.pg_db_role_setting AS s
JOIN pg_catalog.pg_database AS d ON d.oid = s.setdatabase AND d.datname = pg_catalog.current_database()
LEFT JOIN pg_catalog.pg_roles AS r ON r.oid = s.setrole
CROSS JOIN pg_catalog.unnest(s.setconfig) AS u (entry)
ORDER BY 3, pg_catalog.split_part(u.entry, '=', 1) COLLATE "C"

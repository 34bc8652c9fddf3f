SELECT u.umid::bigint AS _id,
    pg_catalog.json_build_object('kind', 'user mapping', 'schema', '', 'name', pg_catalog.json_build_array(u.srvname, u.usename)) AS ref,
    u.srvname AS server,
    u.usename AS user,
    -- Who may not see the options gets NULL; their values are masked for everybody, but for the remote user's name.
    CASE WHEN u.umoptions IS NULL THEN '{}'::text[] ELSE ARRAY(
        SELECT CASE WHEN pg_catalog.split_part(o.option, '=', 1) IN ('user', 'username') THEN o.option
            ELSE pg_catalog.split_part(o.option, '=', 1) || '=(masked)' END
        FROM pg_catalog.unnest(u.umoptions) AS o (option) ORDER BY 1
    ) END AS options
FROM pg_catalog.pg_user_mappings AS u
LEFT JOIN member AS m ON m.classid = 'pg_catalog.pg_foreign_server'::pg_catalog.regclass AND m.objid = u.srvid
WHERE m.objid IS NULL
ORDER BY u.srvname, u.usename

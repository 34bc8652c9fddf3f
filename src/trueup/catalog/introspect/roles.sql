SELECT r.rolname AS name,
    r.rolsuper AS superuser,
    r.rolinherit AS inherit,
    r.rolcreaterole AS create_role,
    r.rolcreatedb AS create_database,
    r.rolcanlogin AS login,
    r.rolreplication AS replication,
    r.rolbypassrls AS bypass_rls,
    ARRAY(
        SELECT DISTINCT g.rolname::text FROM pg_catalog.pg_auth_members AS m JOIN pg_catalog.pg_roles AS g ON g.oid = m.roleid
        WHERE m.member = r.oid ORDER BY 1
    ) AS member_of
FROM pg_catalog.pg_roles AS r
WHERE pg_catalog.strpos(r.rolname, 'pg_') <> 1
ORDER BY r.rolname

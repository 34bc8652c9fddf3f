WITH entry AS (
    SELECT d.oid, r.rolname AS role, coalesce(n.nspname, '') AS schema, d.defaclrole AS owned_by, d.defaclacl AS acl,
        CASE d.defaclobjtype WHEN 'r' THEN 'tables' WHEN 'S' THEN 'sequences' WHEN 'f' THEN 'functions' WHEN 'T' THEN 'types'
            WHEN 'n' THEN 'schemas' ELSE 'large objects' END AS object_type,
        CASE WHEN d.defaclnamespace = 0 THEN pg_catalog.acldefault(
            CASE d.defaclobjtype WHEN 'S' THEN 's'::"char" ELSE d.defaclobjtype END, d.defaclrole
        ) END AS usual
    FROM pg_catalog.pg_default_acl AS d
    JOIN pg_catalog.pg_roles AS r ON r.oid = d.defaclrole
    LEFT JOIN pg_catalog.pg_namespace AS n ON n.oid = d.defaclnamespace
)
SELECT 0::bigint AS _id,
    pg_catalog.json_build_object('kind', 'default privileges', 'schema', e.schema,
        'name', pg_catalog.json_build_array(e.role, e.object_type, g.grantee)) AS ref,
    e.role,
    e.schema,
    e.object_type,
    g.grantee,
    g.privileges
FROM entry AS e
CROSS JOIN LATERAL (
    SELECT CASE WHEN u.grantee = 0 THEN 'public' ELSE pg_catalog.pg_get_userbyid(u.grantee)::text END AS grantee,
        coalesce(pg_catalog.json_agg(pg_catalog.json_build_array(pg_catalog.lower(u.privilege_type), u.is_grantable)
            ORDER BY u.privilege_type) FILTER (WHERE u.given), '[]') AS privileges
    FROM (
        SELECT a.grantee, a.privilege_type, a.is_grantable, true AS given FROM pg_catalog.aclexplode(e.acl) AS a
        UNION ALL
        SELECT a.grantee, a.privilege_type, a.is_grantable, false FROM pg_catalog.aclexplode(e.usual) AS a
    ) AS u
    GROUP BY u.grantee
    -- The built-in default itself is nothing to tell.
    HAVING pg_catalog.array_agg(u.privilege_type || u.is_grantable ORDER BY u.privilege_type) FILTER (WHERE u.given)
        IS DISTINCT FROM pg_catalog.array_agg(u.privilege_type || u.is_grantable ORDER BY u.privilege_type) FILTER (WHERE NOT u.given)
) AS g
ORDER BY e.schema, e.role, e.object_type, g.grantee COLLATE "C"

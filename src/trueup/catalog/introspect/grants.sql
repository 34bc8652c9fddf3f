-- Owners' rights stand here only where they differ from those of every owner (see `Grant`).
WITH holder AS (
    SELECT r.ref AS target, r.nspname AS schema, r.relowner AS owned_by, r.relacl AS acl,
        CASE r.relkind WHEN 'S' THEN 's'::"char" ELSE 'r'::"char" END AS type
    FROM relation AS r WHERE r.mine AND r.relacl IS NOT NULL AND pg_catalog.strpos('rpfvmS', r.relkind::text) > 0
    UNION ALL
    SELECT pg_catalog.json_build_object(
            'kind', 'column', 'schema', r.nspname, 'name', pg_catalog.json_build_array(r.relname, a.attname)
        ), r.nspname, r.relowner, a.attacl, 'c'
    FROM pg_catalog.pg_attribute AS a JOIN relation AS r ON r.oid = a.attrelid AND r.mine
    WHERE a.attacl IS NOT NULL AND a.attnum > 0 AND NOT a.attisdropped
    UNION ALL
    SELECT f.ref, f.nspname, f.proowner, coalesce(f.proacl, pg_catalog.acldefault('f', f.proowner)), 'f'
    FROM routine AS f WHERE f.mine
    UNION ALL
    SELECT t.ref, t.nspname, t.typowner, coalesce(t.typacl, pg_catalog.acldefault('T', t.typowner)), 'T'
    FROM named_type AS t WHERE t.mine
    UNION ALL
    SELECT pg_catalog.json_build_object('kind', 'schema', 'schema', '', 'name', pg_catalog.json_build_array(n.nspname)),
        '', n.nspowner, n.nspacl, 'n'
    FROM pg_catalog.pg_namespace AS n
    LEFT JOIN member AS m ON m.classid = 'pg_catalog.pg_namespace'::pg_catalog.regclass AND m.objid = n.oid
    WHERE n.nspacl IS NOT NULL AND (n.oid::bigint >= 16384 OR n.nspname = 'public') AND m.objid IS NULL
        AND pg_catalog.strpos(n.nspname, 'pg_toast') <> 1 AND pg_catalog.strpos(n.nspname, 'pg_temp_') <> 1
    UNION ALL
    SELECT pg_catalog.json_build_object('kind', 'language', 'schema', '', 'name', pg_catalog.json_build_array(l.lanname)),
        '', l.lanowner, coalesce(l.lanacl, pg_catalog.acldefault('l', l.lanowner)), 'l'
    FROM pg_catalog.pg_language AS l
    LEFT JOIN member AS m ON m.classid = 'pg_catalog.pg_language'::pg_catalog.regclass AND m.objid = l.oid
    WHERE l.lanpltrusted AND l.oid::bigint >= 16384 AND m.objid IS NULL
    UNION ALL
    SELECT pg_catalog.json_build_object('kind', 'foreign data wrapper', 'schema', '', 'name', pg_catalog.json_build_array(w.fdwname)),
        '', w.fdwowner, w.fdwacl, 'F'
    FROM pg_catalog.pg_foreign_data_wrapper AS w WHERE w.fdwacl IS NOT NULL
    UNION ALL
    SELECT pg_catalog.json_build_object('kind', 'server', 'schema', '', 'name', pg_catalog.json_build_array(v.srvname)),
        '', v.srvowner, v.srvacl, 'S'
    FROM pg_catalog.pg_foreign_server AS v WHERE v.srvacl IS NOT NULL
    UNION ALL
    SELECT '{"kind": "database", "schema": "", "name": ["current"]}'::json, '', d.datdba, d.datacl, 'd'
    FROM pg_catalog.pg_database AS d WHERE d.datname = pg_catalog.current_database() AND d.datacl IS NOT NULL
),
usual AS (
    SELECT t.type, pg_catalog.array_agg(pg_catalog.lower(e.privilege_type) || ':false' ORDER BY e.privilege_type) AS rights
    FROM (VALUES ('r'::"char"), ('s'), ('f'), ('T'), ('n'), ('l'), ('F'), ('S'), ('d')) AS t (type)
    CROSS JOIN pg_catalog.aclexplode(pg_catalog.acldefault(t.type, 10)) AS e
    WHERE e.grantee = 10
    GROUP BY t.type
),
held AS (
    SELECT h.target, h.schema, h.owned_by, h.type, g.grantee, g.grantor, g.rights, g.privileges
    FROM holder AS h
    CROSS JOIN LATERAL (
        SELECT e.grantee, e.grantor,
            pg_catalog.array_agg(pg_catalog.lower(e.privilege_type) || ':' || e.is_grantable ORDER BY e.privilege_type) AS rights,
            pg_catalog.json_agg(pg_catalog.json_build_array(pg_catalog.lower(e.privilege_type), e.is_grantable)
                ORDER BY e.privilege_type) AS privileges
        FROM pg_catalog.aclexplode(h.acl) AS e
        GROUP BY e.grantee, e.grantor
        UNION ALL
        SELECT h.owned_by, h.owned_by, '{}', '[]'
        WHERE h.type <> 'c' AND NOT EXISTS (SELECT FROM pg_catalog.aclexplode(h.acl) AS e WHERE e.grantee = h.owned_by)
    ) AS g
)
SELECT 0::bigint AS _id,
    pg_catalog.json_build_object('kind', 'grant', 'schema', n.schema, 'name', pg_catalog.to_json(
        ARRAY[n.target ->> 'kind'] || ARRAY(SELECT pg_catalog.json_array_elements_text(n.target -> 'name')) || n.grantee
            || CASE WHEN n.grantor = n.owner_name THEN '{}'::text[] ELSE ARRAY[n.grantor] END
    )) AS ref,
    n.target,
    n.grantee,
    n.grantor,
    n.privileges
FROM (
    SELECT h.target, h.schema, h.privileges, pg_catalog.pg_get_userbyid(h.owned_by)::text AS owner_name,
        CASE WHEN h.grantee = 0 THEN 'public' ELSE pg_catalog.pg_get_userbyid(h.grantee)::text END AS grantee,
        pg_catalog.pg_get_userbyid(h.grantor)::text AS grantor
    FROM held AS h
    LEFT JOIN usual AS u ON u.type = h.type
    WHERE NOT (h.grantee = h.owned_by AND h.grantor = h.owned_by AND h.rights = u.rights AND h.type <> 'c')
) AS n
ORDER BY n.target ->> 'kind', n.schema, (n.target -> 'name')::text COLLATE "C", n.grantee COLLATE "C", n.grantor COLLATE "C"

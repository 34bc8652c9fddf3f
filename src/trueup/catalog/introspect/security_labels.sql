SELECT 0::bigint AS _id,
    pg_catalog.json_build_object('kind', 'security label', 'schema', l.target ->> 'schema',
        'name', (pg_catalog.to_jsonb(ARRAY[l.target ->> 'kind']) || (l.target -> 'name')::jsonb || pg_catalog.to_jsonb(l.provider))::json
    ) AS ref,
    l.target,
    l.provider,
    l.label
FROM (
    SELECT e.provider, e.label, coalesce(
        CASE WHEN e.objsubid = 0 THEN r.ref ELSE pg_catalog.json_build_object(
            'kind', 'column', 'schema', r.nspname, 'name', pg_catalog.json_build_array(r.relname, a.attname)) END,
        f.ref, t.ref,
        CASE WHEN n.oid IS NOT NULL THEN pg_catalog.json_build_object(
            'kind', 'schema', 'schema', '', 'name', pg_catalog.json_build_array(n.nspname)) END
    ) AS target
    FROM pg_catalog.pg_seclabel AS e
    LEFT JOIN relation AS r ON e.classoid = 'pg_catalog.pg_class'::pg_catalog.regclass AND r.oid = e.objoid
    LEFT JOIN pg_catalog.pg_attribute AS a ON a.attrelid = r.oid AND a.attnum = e.objsubid
    LEFT JOIN routine AS f ON e.classoid = 'pg_catalog.pg_proc'::pg_catalog.regclass AND f.oid = e.objoid
    LEFT JOIN named_type AS t ON e.classoid = 'pg_catalog.pg_type'::pg_catalog.regclass AND t.oid = e.objoid
    LEFT JOIN pg_catalog.pg_namespace AS n ON e.classoid = 'pg_catalog.pg_namespace'::pg_catalog.regclass AND n.oid = e.objoid
) AS l
WHERE l.target IS NOT NULL
ORDER BY l.target ->> 'kind', l.target ->> 'schema', (l.target -> 'name')::text COLLATE "C", l.provider

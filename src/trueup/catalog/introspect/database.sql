SELECT d.oid::bigint AS _id,
    '{"kind": "database", "schema": "", "name": ["current"]}'::json AS ref,
    s.description AS comment
FROM pg_catalog.pg_database AS d
LEFT JOIN pg_catalog.pg_shdescription AS s ON s.objoid = d.oid AND s.classoid = 'pg_catalog.pg_database'::pg_catalog.regclass
WHERE d.datname = pg_catalog.current_database()

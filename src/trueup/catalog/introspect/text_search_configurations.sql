SELECT t.oid::bigint AS _id,
    pg_catalog.json_build_object('kind', 'text search configuration', 'schema', n.nspname, 'name', pg_catalog.json_build_array(t.cfgname)) AS ref,
    pg_catalog.pg_get_userbyid(t.cfgowner) AS owner,
    s.description AS comment,
    (
        SELECT pg_catalog.quote_ident(l.nspname) || '.' || pg_catalog.quote_ident(p.prsname)
        FROM pg_catalog.pg_ts_parser AS p JOIN pg_catalog.pg_namespace AS l ON l.oid = p.prsnamespace
        WHERE p.oid = t.cfgparser
    ) AS parser,
    coalesce((
        SELECT pg_catalog.json_agg(pg_catalog.json_build_array(g.token, g.dictionaries) ORDER BY g.token COLLATE "C")
        FROM (
            SELECT y.alias AS token, pg_catalog.array_agg(p.mapdict::pg_catalog.regdictionary::text ORDER BY p.mapseqno) AS dictionaries
            FROM pg_catalog.pg_ts_config_map AS p
            JOIN pg_catalog.ts_token_type(t.cfgparser) AS y ON y.tokid = p.maptokentype
            WHERE p.mapcfg = t.oid
            GROUP BY y.alias
        ) AS g
    ), '[]') AS mappings
FROM pg_catalog.pg_ts_config AS t
JOIN pg_catalog.pg_namespace AS n ON n.oid = t.cfgnamespace
LEFT JOIN remark AS s ON s.objoid = t.oid AND s.classoid = 'pg_catalog.pg_ts_config'::pg_catalog.regclass
LEFT JOIN member AS m ON m.classid = 'pg_catalog.pg_ts_config'::pg_catalog.regclass AND m.objid = t.oid
WHERE t.oid::bigint >= 16384 AND m.objid IS NULL
ORDER BY n.nspname, t.cfgname

SELECT e.oid::bigint AS _id,
    pg_catalog.json_build_object('kind', 'event trigger', 'schema', '', 'name', pg_catalog.json_build_array(e.evtname)) AS ref,
    pg_catalog.pg_get_userbyid(e.evtowner) AS owner,
    s.description AS comment,
    e.evtevent AS event,
    COALESCE(e.evttags, '{}') AS tags,
    pg_catalog.json_build_object('kind', 'function', 'schema', n.nspname, 'name', pg_catalog.json_build_array(p.proname, '')) AS function,
    CASE e.evtenabled WHEN 'D' THEN 'disabled' WHEN 'R' THEN 'replica' WHEN 'A' THEN 'always' ELSE 'origin' END AS enabled
FROM pg_catalog.pg_event_trigger AS e
JOIN pg_catalog.pg_proc AS p ON p.oid = e.evtfoid
JOIN pg_catalog.pg_namespace AS n ON n.oid = p.pronamespace
LEFT JOIN remark AS s ON s.objoid = e.oid AND s.classoid = 'pg_catalog.pg_event_trigger'::pg_catalog.regclass
LEFT JOIN member AS m ON m.classid = 'pg_catalog.pg_event_trigger'::pg_catalog.regclass AND m.objid = e.oid
WHERE m.objid IS NULL
ORDER BY e.evtname

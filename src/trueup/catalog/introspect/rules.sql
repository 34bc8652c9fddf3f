SELECT w.oid::bigint AS _id,
    '{"kind":"rule"' || r.inside || pg_catalog.to_json(w.rulename::text) || ']}' AS ref,
    s.description AS comment,
    r.ref AS table,
    pg_catalog.pg_get_ruledef(w.oid) AS definition,
    CASE w.ev_type WHEN '1' THEN 'select' WHEN '2' THEN 'update' WHEN '3' THEN 'insert' ELSE 'delete' END AS event,
    w.is_instead AS instead,
    CASE w.ev_enabled WHEN 'D' THEN 'disabled' WHEN 'R' THEN 'replica' WHEN 'A' THEN 'always' ELSE 'origin' END AS enabled
FROM pg_catalog.pg_rewrite AS w
JOIN relation AS r ON r.oid = w.ev_class
LEFT JOIN remark AS s ON s.objoid = w.oid AND s.classoid = 'pg_catalog.pg_rewrite'::pg_catalog.regclass
LEFT JOIN member AS m ON m.classid = 'pg_catalog.pg_rewrite'::pg_catalog.regclass AND m.objid = w.oid
WHERE m.objid IS NULL AND NOT (w.rulename = '_RETURN' AND pg_catalog.strpos('vm', r.relkind::text) > 0)
ORDER BY r.place, w.rulename

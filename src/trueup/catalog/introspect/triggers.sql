SELECT t.oid::bigint AS _id,
    '{"kind":"trigger"' || r.inside || pg_catalog.to_json(t.tgname::text) || ']}' AS ref,
    s.description AS comment,
    r.ref AS table,
    d.definition,
    pg_catalog.json_build_object('kind', 'function', 'schema', n.nspname, 'name', pg_catalog.json_build_array(p.proname, '')) AS function,
    CASE WHEN t.tgnargs = 0 THEN '{}'::text[] ELSE (
        SELECT (pg_catalog.array_agg(
            pg_catalog.convert_from(pg_catalog.decode(u.argument, 'escape'), pg_catalog.getdatabaseencoding()) ORDER BY u.place
        ))[1:t.tgnargs]
        FROM pg_catalog.unnest(pg_catalog.string_to_array(pg_catalog.encode(t.tgargs, 'escape'), '\000'))
            WITH ORDINALITY AS u (argument, place)
    ) END AS arguments,
    -- Bits of tgtype: src/include/catalog/pg_trigger.h.
    CASE WHEN t.tgtype & 2 <> 0 THEN 'before' WHEN t.tgtype & 64 <> 0 THEN 'instead of' ELSE 'after' END AS timing,
    pg_catalog.array_remove(ARRAY[
        CASE WHEN t.tgtype & 4 <> 0 THEN 'insert' END, CASE WHEN t.tgtype & 16 <> 0 THEN 'update' END,
        CASE WHEN t.tgtype & 8 <> 0 THEN 'delete' END, CASE WHEN t.tgtype & 32 <> 0 THEN 'truncate' END
    ], NULL) AS events,
    CASE WHEN t.tgattr = '' THEN '{}'::text[] ELSE ARRAY(
        SELECT a.attname::text FROM pg_catalog.unnest(t.tgattr::smallint[]) WITH ORDINALITY AS u (attnum, place)
        JOIN pg_catalog.pg_attribute AS a ON a.attrelid = t.tgrelid AND a.attnum = u.attnum ORDER BY u.place
    ) END AS columns,
    CASE WHEN t.tgtype & 1 <> 0 THEN 'row' ELSE 'statement' END AS level,
    -- pg_get_expr can't print OLD and NEW; the condition is a part of the definition, whose other parts are known.
    CASE WHEN t.tgqual IS NOT NULL THEN pg_catalog.split_part(
        pg_catalog.substr(d.definition, pg_catalog.strpos(d.definition, d.each) + pg_catalog.length(d.each)),
        ') EXECUTE FUNCTION ', 1
    ) END AS condition,
    t.tgoldtable AS old_table,
    t.tgnewtable AS new_table,
    t.tgconstraint <> 0 AS constraint,
    t.tgdeferrable AS deferrable,
    t.tginitdeferred AS initially_deferred,
    f.ref AS constraint_table,
    CASE t.tgenabled WHEN 'D' THEN 'disabled' WHEN 'R' THEN 'replica' WHEN 'A' THEN 'always' ELSE 'origin' END AS enabled,
    t.tgparentid <> 0 AS inherited
FROM pg_catalog.pg_trigger AS t
JOIN relation AS r ON r.oid = t.tgrelid
JOIN pg_catalog.pg_proc AS p ON p.oid = t.tgfoid
JOIN pg_catalog.pg_namespace AS n ON n.oid = p.pronamespace
LEFT JOIN relation AS f ON f.oid = t.tgconstrrelid AND t.tgconstrrelid <> 0
LEFT JOIN remark AS s ON s.objoid = t.oid AND pg_catalog.strpos('2620', s.classoid::text) > 0
LEFT JOIN member AS m ON m.classid = 'pg_catalog.pg_trigger'::pg_catalog.regclass AND m.objid = t.oid
CROSS JOIN LATERAL (
    SELECT pg_catalog.pg_get_triggerdef(t.oid) AS definition,
        CASE WHEN t.tgtype & 1 <> 0 THEN ' FOR EACH ROW WHEN (' ELSE ' FOR EACH STATEMENT WHEN (' END AS each
) AS d
-- Clones on partitions are internal before PostgreSQL 15, and have a parent always.
WHERE m.objid IS NULL AND (NOT t.tgisinternal OR t.tgparentid <> 0 AND t.tgconstraint = 0)
ORDER BY r.place, t.tgname

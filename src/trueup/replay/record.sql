-- Event triggers that say what each statement did, as INFO messages: these reach the client whatever
-- client_min_messages says, survive a rollback, and leave nothing in the catalog. %(prefix)s tells ours from others'.
CREATE SCHEMA trueup_internal;

-- The settings: its query is planned when the catalogs are small, and would read them from end to end ever after.
CREATE FUNCTION trueup_internal.done() RETURNS event_trigger LANGUAGE plpgsql
    SET enable_seqscan = off SET enable_hashjoin = off SET enable_mergejoin = off AS $function$
DECLARE
    told text;
BEGIN
    SELECT pg_catalog.json_build_object('done', pg_catalog.json_agg(pg_catalog.json_build_object(
        'tag', c.command_tag, 'class', c.classid::pg_catalog.int8, 'oid', c.objid::pg_catalog.int8,
        'sub', c.objsubid, 'type', a.type, 'names', a.object_names, 'args', a.object_args, 'schema', t.schema,
        'name', t.typname, 'typtype', t.typtype, 'columns', r.columns, 'constraints', r.constraints)))::pg_catalog.text
      INTO told
      FROM pg_catalog.pg_event_trigger_ddl_commands() AS c
      CROSS JOIN LATERAL pg_catalog.pg_identify_object_as_address(c.classid, c.objid, c.objsubid) AS a
      LEFT JOIN LATERAL (
          SELECT n.nspname AS schema, t.typname, t.typtype
            FROM pg_catalog.pg_type AS t JOIN pg_catalog.pg_namespace AS n ON n.oid = t.typnamespace
           WHERE c.classid = 1247 AND t.oid = c.objid) AS t ON true
      LEFT JOIN LATERAL (
          SELECT ARRAY(SELECT x.attname FROM pg_catalog.pg_attribute AS x
                        WHERE c.classid = 1259 AND x.attrelid = c.objid AND x.attnum > 0 AND NOT x.attisdropped
                       ) AS columns,
                 CASE c.classid
                     WHEN 1259 THEN ARRAY(SELECT x.conname FROM pg_catalog.pg_constraint AS x
                                           WHERE x.conrelid = c.objid)
                     ELSE ARRAY(SELECT x.conname FROM pg_catalog.pg_constraint AS x
                                 WHERE x.conrelid = 0 AND x.contypid = c.objid)
                 END AS constraints
           WHERE (c.classid = 1259 AND a.type IN ('table', 'foreign table', 'view', 'materialized view',
                                                  'table column', 'foreign table column'))
              OR t.typtype = 'd') AS r ON true
     WHERE c.objid IS NOT NULL AND (NOT c.in_extension OR c.object_type = 'extension')
       AND c.schema_name IS DISTINCT FROM 'pg_temp'
       AND c.object_identity IS DISTINCT FROM 'public.trueup_probe';  -- see elevated.sql
    IF told IS NOT NULL THEN
        RAISE INFO USING MESSAGE = '%(prefix)s' || told;
    END IF;
END
$function$;

CREATE FUNCTION trueup_internal.dropped() RETURNS event_trigger LANGUAGE plpgsql AS $function$
DECLARE
    told text;
BEGIN
    SELECT pg_catalog.json_build_object('dropped', pg_catalog.json_agg(pg_catalog.json_build_object(
        'class', d.classid::pg_catalog.int8, 'oid', d.objid::pg_catalog.int8, 'sub', d.objsubid, 'type', d.object_type,
        'names', d.address_names, 'args', d.address_args, 'schema', d.schema_name,
        'name', d.object_name)))::pg_catalog.text
      INTO told
      FROM pg_catalog.pg_event_trigger_dropped_objects() AS d
     WHERE NOT d.is_temporary AND d.object_identity NOT LIKE 'public.trueup\_probe%';
    IF told IS NOT NULL THEN
        RAISE INFO USING MESSAGE = '%(prefix)s' || told;
    END IF;
END
$function$;

CREATE EVENT TRIGGER trueup_done ON ddl_command_end EXECUTE FUNCTION trueup_internal.done();
CREATE EVENT TRIGGER trueup_dropped ON sql_drop EXECUTE FUNCTION trueup_internal.dropped();

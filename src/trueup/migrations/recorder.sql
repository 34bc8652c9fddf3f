-- Tells the client, in INFO messages of SQLSTATE TU001, what each statement made, changed or dropped.
-- A message outlives a rollback, leaves no row behind, and arrives before the result of its own statement.
-- It is dropped again before the catalog is read.
CREATE SCHEMA IF NOT EXISTS trueup_recorder;

CREATE OR REPLACE FUNCTION trueup_recorder.name_of(class oid, object oid, sub integer) RETURNS json
LANGUAGE sql SET search_path = '' AS $$
  SELECT CASE
    WHEN class = 'pg_catalog.pg_proc'::pg_catalog.regclass THEN
      (SELECT json_build_array(
         CASE p.prokind WHEN 'p' THEN 'procedure' WHEN 'a' THEN 'aggregate' ELSE 'function' END, n.nspname,
         json_build_array(p.proname, coalesce(
           (SELECT string_agg(format_type(a.t, NULL), ', ' ORDER BY a.o) FROM unnest(p.proargtypes) WITH ORDINALITY a(t, o)), '')))
       FROM pg_catalog.pg_proc p JOIN pg_catalog.pg_namespace n ON n.oid = p.pronamespace WHERE p.oid = object)
    WHEN class = 'pg_catalog.pg_type'::pg_catalog.regclass THEN
      (SELECT json_build_array(
         CASE t.typtype WHEN 'e' THEN 'enum' WHEN 'd' THEN 'domain' WHEN 'c' THEN 'composite type'
           WHEN 'r' THEN 'range type' ELSE 'base type' END, n.nspname, json_build_array(t.typname))
       FROM pg_catalog.pg_type t JOIN pg_catalog.pg_namespace n ON n.oid = t.typnamespace WHERE t.oid = object)
    ELSE
      (SELECT json_build_array(a.type, n.nspname, to_json(a.object_names), to_json(a.object_args))
       FROM pg_catalog.pg_identify_object_as_address(class, object, sub) a
       LEFT JOIN pg_catalog.pg_namespace n ON n.nspname = a.object_names[1] AND array_length(a.object_names, 1) > 1)
  END
$$;

CREATE OR REPLACE FUNCTION trueup_recorder.on_command_end() RETURNS event_trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = '' AS $$
DECLARE command record;
BEGIN
  FOR command IN SELECT * FROM pg_event_trigger_ddl_commands() LOOP
    RAISE INFO USING ERRCODE = 'TU001', MESSAGE = 'trueup-token' || json_build_array(
      command.command_tag, command.in_extension,
      CASE WHEN command.objid IS NOT NULL
        THEN trueup_recorder.name_of(command.classid, command.objid, command.objsubid) END)::text;
  END LOOP;
END $$;

CREATE OR REPLACE FUNCTION trueup_recorder.on_drop() RETURNS event_trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = '' AS $$
DECLARE gone record;
BEGIN
  FOR gone IN SELECT * FROM pg_event_trigger_dropped_objects() WHERE NOT is_temporary LOOP
    RAISE INFO USING ERRCODE = 'TU001', MESSAGE = 'trueup-token' || json_build_array(
      'DROP', NOT gone.original,
      json_build_array(gone.object_type, gone.schema_name, to_json(gone.address_names), to_json(gone.address_args)))::text;
  END LOOP;
END $$;

GRANT USAGE ON SCHEMA trueup_recorder TO PUBLIC;
DROP EVENT TRIGGER IF EXISTS trueup_recorder_end;
CREATE EVENT TRIGGER trueup_recorder_end ON ddl_command_end EXECUTE FUNCTION trueup_recorder.on_command_end();
DROP EVENT TRIGGER IF EXISTS trueup_recorder_drop;
CREATE EVENT TRIGGER trueup_recorder_drop ON sql_drop EXECUTE FUNCTION trueup_recorder.on_drop();

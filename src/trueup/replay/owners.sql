-- A role that is to own objects needs CREATE in schemas that the text makes, too: granted by whoever makes one.
CREATE FUNCTION trueup_internal.schema_made() RETURNS event_trigger LANGUAGE plpgsql AS $function$
DECLARE
    made record;
BEGIN
    FOR made IN SELECT c.object_identity FROM pg_catalog.pg_event_trigger_ddl_commands() AS c
                 WHERE c.object_type = 'schema' LOOP
        BEGIN
            EXECUTE pg_catalog.format('GRANT CREATE ON SCHEMA %s TO trueup_owners', made.object_identity);
        EXCEPTION WHEN insufficient_privilege THEN NULL;
        END;
    END LOOP;
END
$function$;

CREATE EVENT TRIGGER trueup_schema_made ON ddl_command_end WHEN TAG IN ('CREATE SCHEMA')
    EXECUTE FUNCTION trueup_internal.schema_made();

-- What hosted platforms let a role that is no superuser do (supautils): event triggers, publications of all tables or of
-- a schema. Text from files may call these functions too: they take names, never SQL, and do no more than a platform.
-- %(prefix)s: as in record.sql. Each function that runs as the superuser finds nothing but pg_catalog, and sets no event
-- trigger of the text off.
CREATE FUNCTION trueup_internal.make_event_trigger(
    trigger_name text, event text, tags text[], called pg_catalog.regprocedure, owner_name text)
    RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp SET event_triggers = off AS $function$
DECLARE
    condition text := '';
BEGIN
    IF event NOT IN ('ddl_command_start', 'ddl_command_end', 'sql_drop', 'table_rewrite') THEN
        RAISE insufficient_privilege USING MESSAGE = format('permission denied to create event trigger on %s', event);
    END IF;
    IF NOT pg_has_role(session_user, owner_name, 'MEMBER')
       OR NOT (SELECT pg_has_role(session_user, p.proowner, 'MEMBER') FROM pg_proc AS p WHERE p.oid = called) THEN
        RAISE insufficient_privilege USING MESSAGE = format('must be owner of function %s', called);
    END IF;
    IF cardinality(tags) > 0 THEN
        condition := 'WHEN TAG IN (' || (SELECT string_agg(quote_literal(t), ', ') FROM unnest(tags) AS t) || ')';
    END IF;
    EXECUTE format('CREATE EVENT TRIGGER %I ON %I %s EXECUTE FUNCTION %s', trigger_name, event, condition, called);
    UPDATE pg_event_trigger SET evtowner = owner_name::regrole::oid WHERE evtname = trigger_name;
    RAISE INFO USING MESSAGE = '%(prefix)s' || json_build_object('done', json_build_array(json_build_object(
        'tag', 'CREATE EVENT TRIGGER', 'class', 3466, 'sub', 0, 'type', 'event trigger', 'args', '[]'::json,
        'oid', (SELECT t.oid::int8 FROM pg_event_trigger AS t WHERE t.evtname = trigger_name),
        'names', json_build_array(trigger_name))));
END
$function$;

CREATE FUNCTION trueup_internal.make_publication_of_all(publication_name text)
    RETURNS void LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $function$
    UPDATE pg_publication SET puballtables = true
     WHERE pubname = publication_name AND pg_has_role(session_user, pubowner, 'MEMBER')
$function$;

CREATE FUNCTION trueup_internal.make_publication_of_schema(publication_name text, schema_name text)
    RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp SET event_triggers = off AS $function$
BEGIN
    IF NOT (SELECT pg_has_role(session_user, p.pubowner, 'MEMBER') FROM pg_publication AS p
             WHERE p.pubname = publication_name) THEN
        RAISE insufficient_privilege USING MESSAGE = format('must be owner of publication %s', publication_name);
    END IF;
    EXECUTE format('ALTER PUBLICATION %I ADD TABLES IN SCHEMA %I', publication_name, schema_name);
END
$function$;

-- As the caller. What would keep the statements after it from running is refused: it is tried on a table first.
CREATE FUNCTION trueup_internal.event_trigger(trigger_name text, event text, tags text[], called text)
    RETURNS void LANGUAGE plpgsql AS $function$
DECLARE
    told text;
BEGIN
    PERFORM trueup_internal.make_event_trigger(
        trigger_name, event, tags, called::pg_catalog.regprocedure, CURRENT_USER::pg_catalog.text);
    BEGIN
        CREATE TABLE public.trueup_probe ();
        DROP TABLE public.trueup_probe;
        RAISE SQLSTATE 'TU000';
    EXCEPTION
        WHEN SQLSTATE 'TU000' OR insufficient_privilege OR invalid_schema_name THEN NULL;
        WHEN OTHERS THEN
            GET STACKED DIAGNOSTICS told = MESSAGE_TEXT;
            RAISE insufficient_privilege USING MESSAGE = pg_catalog.format(
                'event trigger %s would keep later statements from running: %s', trigger_name, told);
    END;
END
$function$;

CREATE FUNCTION trueup_internal.publication(publication_name text, plain text, of_all boolean, schemas text[])
    RETURNS void LANGUAGE plpgsql AS $function$
DECLARE
    schema_name text;
BEGIN
    EXECUTE plain;
    IF of_all THEN
        PERFORM trueup_internal.make_publication_of_all(publication_name);
    END IF;
    FOREACH schema_name IN ARRAY schemas LOOP
        PERFORM trueup_internal.make_publication_of_schema(
            publication_name, COALESCE(NULLIF(schema_name, ''), (pg_catalog.current_schemas(false))[1]));
    END LOOP;
END
$function$;

GRANT USAGE ON SCHEMA trueup_internal TO %(role)s;

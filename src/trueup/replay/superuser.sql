-- What only a superuser may do and what runs nobody's code, said for the text: foreign-data wrappers without handler,
-- owners of what only superusers own. Each builds its statement from names and literals alone. event_triggers is off meanwhile, and in
-- every session of the superuser: an event trigger of the text must never run with the superuser's rights. pg_temp is
-- named last: where it is not named it comes first, and a text's temporary pg_event_trigger would be taken for the real.
GRANT USAGE ON SCHEMA trueup_internal TO %(role)s;

CREATE FUNCTION trueup_internal.told(tag text, class oid, object oid) RETURNS void LANGUAGE plpgsql
    SET search_path = pg_catalog, pg_temp AS $function$
DECLARE
    a record;
BEGIN
    SELECT * INTO a FROM pg_identify_object_as_address(class, object, 0);
    RAISE INFO USING MESSAGE = '%(prefix)s' || json_build_object('done', json_build_array(json_build_object(
        'tag', tag, 'class', class::int8, 'oid', object::int8, 'sub', 0,
        'type', a.type, 'names', a.object_names, 'args', a.object_args)))::text;
END
$function$;

CREATE FUNCTION trueup_internal.add_wrapper(name text, options text, validator text) RETURNS void LANGUAGE plpgsql SECURITY DEFINER
    SET search_path = pg_catalog, pg_temp SET event_triggers = off AS $function$
BEGIN
    EXECUTE format('CREATE FOREIGN DATA WRAPPER %I%s %s', name, trueup_internal.validator_text(validator), trueup_internal.options_text(options::jsonb));
    UPDATE pg_foreign_data_wrapper SET fdwowner = quote_ident(session_user)::regrole WHERE fdwname = name;
    PERFORM trueup_internal.told('CREATE FOREIGN DATA WRAPPER', 2328,
        (SELECT oid FROM pg_foreign_data_wrapper WHERE fdwname = name));
END
$function$;

CREATE FUNCTION trueup_internal.alter_wrapper(name text, options text, validator text) RETURNS void LANGUAGE plpgsql SECURITY DEFINER
    SET search_path = pg_catalog, pg_temp SET event_triggers = off AS $function$
BEGIN
    EXECUTE format('ALTER FOREIGN DATA WRAPPER %I%s %s', name, trueup_internal.validator_text(validator), trueup_internal.options_text(options::jsonb));
    PERFORM trueup_internal.told('ALTER FOREIGN DATA WRAPPER', 2328,
        (SELECT oid FROM pg_foreign_data_wrapper WHERE fdwname = name));
END
$function$;

-- Of validators, PostgreSQL's own alone; '' says nothing of one, 'none' that there is none.
CREATE FUNCTION trueup_internal.validator_text(validator text) RETURNS text LANGUAGE sql SET search_path = pg_catalog, pg_temp
AS $function$
    SELECT CASE validator WHEN 'own' THEN ' VALIDATOR pg_catalog.postgresql_fdw_validator' WHEN 'none' THEN ' NO VALIDATOR'
        ELSE '' END
$function$;

-- [[action, name, value], ...] as an OPTIONS clause; an action is one of four words.
CREATE FUNCTION trueup_internal.options_text(options jsonb) RETURNS text LANGUAGE sql SET search_path = pg_catalog, pg_temp
AS $function$
    SELECT coalesce('OPTIONS (' || string_agg(
        CASE o ->> 0 WHEN 'add' THEN 'ADD ' WHEN 'set' THEN 'SET ' WHEN 'drop' THEN 'DROP ' ELSE '' END
        || quote_ident(o ->> 1) || CASE o ->> 0 WHEN 'drop' THEN '' ELSE ' ' || quote_literal(o ->> 2) END, ', ') || ')', '')
      FROM jsonb_array_elements(options) AS o
$function$;

-- It says that a function tells nobody its arguments; that can do no harm where all rows are made up.
CREATE FUNCTION trueup_internal.leakproof(routine regprocedure) RETURNS void LANGUAGE sql SECURITY DEFINER
    SET search_path = pg_catalog, pg_temp AS $function$
    UPDATE pg_proc SET proleakproof = true
     WHERE oid = routine AND pg_has_role(quote_ident(session_user)::regrole, proowner, 'MEMBER')
$function$;

-- None of them runs with its owner's rights, so another owner opens nothing.
CREATE FUNCTION trueup_internal.give(kind text, name text, owner regrole) RETURNS void LANGUAGE plpgsql
    SECURITY DEFINER SET search_path = pg_catalog, pg_temp SET event_triggers = off AS $function$
BEGIN
    IF kind = 'event trigger' THEN
        -- Who could not go on as its owner keeps it: a dump gives the platform's own to its superuser, and goes on.
        UPDATE pg_event_trigger
           SET evtowner = CASE WHEN pg_has_role(session_user, owner, 'MEMBER') THEN owner ELSE evtowner END
         WHERE evtname = name;
    ELSIF kind = 'server' THEN
        PERFORM FROM pg_foreign_server
          WHERE srvname = name AND pg_has_role(quote_ident(session_user)::regrole, srvowner, 'MEMBER');
        IF FOUND THEN
            EXECUTE format('ALTER SERVER %I OWNER TO %s', name, owner);
        END IF;
    ELSIF kind = 'publication' THEN
        PERFORM FROM pg_publication
          WHERE pubname = name AND pg_has_role(quote_ident(session_user)::regrole, pubowner, 'MEMBER');
        IF FOUND THEN
            EXECUTE format('ALTER PUBLICATION %I OWNER TO %s', name, owner);
        END IF;
    ELSE
        UPDATE pg_foreign_data_wrapper SET fdwowner = owner WHERE fdwname = name;
    END IF;
    IF NOT FOUND THEN
        RAISE undefined_object USING MESSAGE = format('%s "%s" does not exist', kind, name);
    END IF;
END
$function$;

-- A shim's members are the superuser's, the real extension's whoever made it, who may move them.
CREATE FUNCTION trueup_internal.move_extension(extension text, place text) RETURNS void
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp SET event_triggers = off AS $function$
BEGIN
    PERFORM FROM pg_extension
      WHERE extname = extension AND pg_has_role(quote_ident(session_user)::regrole, extowner, 'MEMBER');
    IF NOT FOUND THEN
        RAISE insufficient_privilege USING MESSAGE = format('must be owner of extension %s', extension);
    END IF;
    EXECUTE format('ALTER EXTENSION %I SET SCHEMA %I', extension, place);
END
$function$;

-- There is one version of each extension here; which one a text wants is written down.
CREATE FUNCTION trueup_internal.extension_version(extension text, wanted text) RETURNS void LANGUAGE sql
    SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $function$
    UPDATE pg_extension SET extversion = wanted
     WHERE extname = extension AND pg_has_role(quote_ident(session_user)::regrole, extowner, 'MEMBER')
$function$;

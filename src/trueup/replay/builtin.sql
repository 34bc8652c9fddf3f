-- What is made of PostgreSQL's own functions alone, and so runs nobody's code: text-search parsers and templates, access
-- methods, a second name for PL/pgSQL, casts that call nothing. Most of it has no owner: of what a text made any role of it
-- may rename and drop it.
CREATE FUNCTION trueup_internal.refuse_function(what text) RETURNS void LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp
AS $function$
BEGIN
    RAISE insufficient_privilege USING
        MESSAGE = format('must be superuser to create %s of other functions than PostgreSQL''s own', what);
END
$function$;

CREATE FUNCTION trueup_internal.make_parser(place text, parser text, begins oid, token oid, ends oid, headline oid, types oid)
    RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp SET event_triggers = off AS $function$
BEGIN
    PERFORM trueup_internal.may_make(place, session_user);
    PERFORM FROM pg_ts_parser WHERE oid < 16384 AND (headline = 0 OR prsheadline = headline)
        AND (prsstart, prstoken, prsend, prslextype) = (begins, token, ends, types);
    IF NOT FOUND THEN
        PERFORM trueup_internal.refuse_function('a text search parser');
    END IF;
    EXECUTE format('CREATE TEXT SEARCH PARSER %I.%I (START = %s, GETTOKEN = %s, END = %s, LEXTYPES = %s%s)', place, parser,
        begins::regproc, token::regproc, ends::regproc, types::regproc,
        CASE WHEN headline <> 0 THEN ', HEADLINE = ' || headline::regproc END);
    PERFORM trueup_internal.told('CREATE TEXT SEARCH PARSER', 3601, (SELECT oid FROM pg_ts_parser
      WHERE prsname = parser AND prsnamespace = quote_ident(place)::regnamespace));
END
$function$;

CREATE FUNCTION trueup_internal.make_template(place text, template text, init oid, lexize oid)
    RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp SET event_triggers = off AS $function$
BEGIN
    PERFORM trueup_internal.may_make(place, session_user);
    -- One without the init that goes with it has nothing to work with, and ends its session when it is used.
    PERFORM FROM pg_ts_template WHERE oid < 16384 AND tmpllexize = lexize AND (init = 0 OR tmplinit = init);
    IF NOT FOUND THEN
        PERFORM trueup_internal.refuse_function('a text search template');
    END IF;
    EXECUTE format('CREATE TEXT SEARCH TEMPLATE %I.%I (%sLEXIZE = %s)', place, template,
        CASE WHEN init <> 0 THEN format('INIT = %s, ', init::regproc) END, lexize::regproc);
    PERFORM trueup_internal.told('CREATE TEXT SEARCH TEMPLATE', 3764, (SELECT oid FROM pg_ts_template
      WHERE tmplname = template AND tmplnamespace = quote_ident(place)::regnamespace));
END
$function$;

CREATE FUNCTION trueup_internal.make_access_method(method text, kind "char", handler oid)
    RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp SET event_triggers = off AS $function$
BEGIN
    PERFORM FROM pg_am WHERE oid < 16384 AND amtype = kind AND amhandler = handler;
    IF NOT FOUND THEN
        PERFORM trueup_internal.refuse_function('an access method');
    END IF;
    EXECUTE format('CREATE ACCESS METHOD %I TYPE %s HANDLER %s', method,
        CASE kind WHEN 't' THEN 'TABLE' ELSE 'INDEX' END, handler::regproc);
    PERFORM trueup_internal.told('CREATE ACCESS METHOD', 2601, (SELECT oid FROM pg_am WHERE amname = method));
END
$function$;

-- How: ' IS ...' of COMMENT, ' RENAME TO' and ' SET SCHEMA' of ALTER, or DROP.
CREATE FUNCTION trueup_internal.change_ownerless(class regclass, object oid, how text, value text, cascade boolean)
    RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp SET event_triggers = off AS $function$
DECLARE
    it record;
BEGIN
    SELECT * INTO it FROM pg_identify_object(class, object, 0);
    IF object IS NULL OR object < 16384 OR it.type NOT IN ('text search parser', 'text search template', 'access method')
       OR EXISTS (SELECT FROM pg_depend WHERE classid = class AND objid = object AND deptype = 'e') THEN
        RAISE insufficient_privilege USING MESSAGE = format('must be superuser to change %s', coalesce(it.identity, 'it'));
    END IF;
    CASE how
        WHEN 'COMMENT' THEN EXECUTE format('COMMENT ON %s %s IS %L', it.type, it.identity, value);
        WHEN 'RENAME' THEN EXECUTE format('ALTER %s %s RENAME TO %I', it.type, it.identity, value);
        WHEN 'MOVE' THEN
            PERFORM trueup_internal.may_make(value, session_user);
            EXECUTE format('ALTER %s %s SET SCHEMA %I', it.type, it.identity, value);
        WHEN 'DROP' THEN EXECUTE format('DROP %s %s%s', it.type, it.identity, CASE WHEN cascade THEN ' CASCADE' END);
    END CASE;
END
$function$;

CREATE FUNCTION trueup_internal.make_cast(source regtype, target regtype, how text, context text)
    RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp SET event_triggers = off AS $function$
BEGIN
    -- Without a function a value's bytes are taken for the other type's: safe where both are values of one size without
    -- anything behind them, or both are text.
    PERFORM FROM pg_type AS s CROSS JOIN pg_type AS t WHERE s.oid = source AND t.oid = target AND (how = 'INOUT'
        OR (s.typtype = 'b' AND t.typtype = 'b' AND s.oid < 16384 AND t.oid < 16384 AND s.typlen > 0
            AND (s.typlen, s.typbyval, s.typalign) = (t.typlen, t.typbyval, t.typalign))
        OR (source IN ('text', 'varchar') AND target IN ('text', 'varchar', 'bytea')));
    IF NOT FOUND THEN
        RAISE insufficient_privilege USING MESSAGE = format('must be superuser to create a cast from %s to %s without a function',
            source, target);
    END IF;
    EXECUTE format('CREATE CAST (%s AS %s) %s%s', source, target,
        CASE how WHEN 'INOUT' THEN 'WITH INOUT' ELSE 'WITHOUT FUNCTION' END,
        CASE context WHEN 'assignment' THEN ' AS ASSIGNMENT' WHEN 'implicit' THEN ' AS IMPLICIT' END);
    PERFORM trueup_internal.told('CREATE CAST', 2605, (SELECT oid FROM pg_cast WHERE (castsource, casttarget) = (source, target)));
END
$function$;

CREATE FUNCTION trueup_internal.change_cast(source regtype, target regtype, how text, value text, cascade boolean)
    RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp SET event_triggers = off AS $function$
DECLARE
    it pg_cast;
BEGIN
    SELECT * INTO it FROM pg_cast WHERE (castsource, casttarget) = (source, target);
    IF FOUND AND (it.oid < 16384 OR it.castfunc <> 0 AND NOT EXISTS (
        SELECT FROM pg_type WHERE oid IN (source, target) AND pg_has_role(session_user, typowner, 'MEMBER'))
       OR EXISTS (SELECT FROM pg_depend WHERE classid = 'pg_cast'::regclass AND objid = it.oid AND deptype = 'e')) THEN
        RAISE insufficient_privilege USING MESSAGE = format('must be owner of type %s or type %s', source, target);
    END IF;
    IF how = 'COMMENT' THEN
        EXECUTE format('COMMENT ON CAST (%s AS %s) IS %L', source, target, value);
    ELSE
        EXECUTE format('DROP CAST %s (%s AS %s)%s', CASE WHEN how = 'IF EXISTS' THEN how END, source, target,
            CASE WHEN cascade THEN ' CASCADE' END);
    END IF;
END
$function$;

CREATE FUNCTION trueup_internal.make_language(language text, trusted boolean, handler oid, inliner oid, validator oid, owner text)
    RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp SET event_triggers = off AS $function$
BEGIN
    PERFORM FROM pg_language WHERE lanname = 'plpgsql' AND lanplcallfoid = handler
        AND (inliner = 0 OR laninline = inliner) AND (validator = 0 OR lanvalidator = validator);
    IF NOT FOUND OR NOT pg_has_role(session_user, owner::name, 'MEMBER') THEN
        PERFORM trueup_internal.refuse_function('a language');
    END IF;
    EXECUTE format('CREATE%s LANGUAGE %I HANDLER %s%s%s', CASE WHEN trusted THEN ' TRUSTED' END, language, handler::regproc,
        CASE WHEN inliner <> 0 THEN ' INLINE ' || inliner::regproc END,
        CASE WHEN validator <> 0 THEN ' VALIDATOR ' || validator::regproc END);
    EXECUTE format('ALTER LANGUAGE %I OWNER TO %I', language, owner);
    PERFORM trueup_internal.told('CREATE LANGUAGE', 2612, (SELECT oid FROM pg_language WHERE lanname = language));
END
$function$;

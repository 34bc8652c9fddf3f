-- Operator classes and families. A wrong one could crash the server or have a value taken for another type's: each support
-- function must take and give what its method calls it with, or be one that PostgreSQL's own classes have in that place.
CREATE FUNCTION trueup_internal.member_text(item jsonb) RETURNS text LANGUAGE sql STABLE SET search_path = pg_catalog, pg_temp
AS $function$
    SELECT CASE
        WHEN item ? 'operator' THEN (
            SELECT format('OPERATOR %s %I.%s (%s, %s)', (item ->> 'n')::int, n.nspname, o.oprname, o.oprleft::regtype, o.oprright::regtype)
              FROM pg_operator AS o JOIN pg_namespace AS n ON n.oid = o.oprnamespace WHERE o.oid = (item ->> 'operator')::oid)
        WHEN item ? 'function' THEN
            format('FUNCTION %s %s %s', (item ->> 'n')::int, '(' || types.listed || ')', (item ->> 'function')::oid::regprocedure)
        ELSE
            format('%s %s (%s)', CASE item ->> 'drop' WHEN 'operator' THEN 'OPERATOR' ELSE 'FUNCTION' END, (item ->> 'n')::int,
                types.listed)
    END
      FROM (SELECT string_agg(t::oid::regtype::text, ', ' ORDER BY place) AS listed
              FROM jsonb_array_elements_text(item -> 'types') WITH ORDINALITY AS a (t, place)) AS types
$function$;

CREATE FUNCTION trueup_internal.check_family(family oid) RETURNS void LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp
AS $function$
DECLARE
    wrong text;
    called CONSTANT text := (SELECT a.amname FROM pg_opfamily AS f JOIN pg_am AS a ON a.oid = f.opfmethod WHERE f.oid = family);
BEGIN
    IF called IN ('btree', 'hash') THEN
        SELECT m.amproc::regprocedure INTO wrong FROM pg_amproc AS m JOIN pg_proc AS p ON p.oid = m.amproc
         WHERE m.amprocfamily = family AND NOT coalesce(p.prokind = 'f' AND NOT p.proretset AND CASE format('%s %s', called, m.amprocnum)
               WHEN 'btree 1' THEN p.prorettype = 23 AND p.proargtypes = ARRAY[m.amproclefttype, m.amprocrighttype]::oidvector
               WHEN 'btree 3' THEN p.prorettype = 16 AND p.proargtypes
                    = ARRAY[m.amproclefttype, m.amproclefttype, m.amprocrighttype, 16, 16]::oidvector
               WHEN 'btree 4' THEN p.prorettype = 16 AND p.proargtypes = '26'::oidvector
               WHEN 'hash 1' THEN p.prorettype = 23 AND p.proargtypes = ARRAY[m.amproclefttype]::oidvector
               WHEN 'hash 2' THEN p.prorettype = 20 AND p.proargtypes = ARRAY[m.amproclefttype, 20]::oidvector
               END, false)
           AND NOT EXISTS (SELECT FROM pg_amproc AS own WHERE own.amprocfamily < 16384 AND own.amproc = m.amproc
                AND own.amprocnum = m.amprocnum AND own.amproclefttype = m.amproclefttype
                AND own.amprocrighttype = m.amprocrighttype);
    ELSIF NOT EXISTS (
        SELECT FROM pg_opfamily AS like_it
         WHERE like_it.oid < 16384 AND like_it.opfmethod = (SELECT opfmethod FROM pg_opfamily WHERE oid = family)
           AND NOT EXISTS (SELECT FROM pg_amproc AS m WHERE m.amprocfamily = family AND NOT EXISTS (
                SELECT FROM pg_amproc AS own WHERE own.amprocfamily = like_it.oid
                   AND (own.amproc, own.amprocnum, own.amproclefttype, own.amprocrighttype)
                     = (m.amproc, m.amprocnum, m.amproclefttype, m.amprocrighttype)))
           AND NOT EXISTS (SELECT FROM pg_amop AS m WHERE m.amopfamily = family AND NOT EXISTS (
                SELECT FROM pg_amop AS own WHERE own.amopfamily = like_it.oid
                   AND (own.amopstrategy, own.amoplefttype, own.amoprighttype, own.amoppurpose)
                     = (m.amopstrategy, m.amoplefttype, m.amoprighttype, m.amoppurpose)))
           AND NOT EXISTS (SELECT FROM pg_opclass AS m WHERE m.opcfamily = family AND NOT EXISTS (
                SELECT FROM pg_opclass AS own WHERE own.opcfamily = like_it.oid
                   AND (own.opcintype, own.opckeytype) = (m.opcintype, m.opckeytype)))) THEN
        wrong := 'one of its support functions';
    END IF;
    IF wrong IS NOT NULL THEN
        RAISE insufficient_privilege USING MESSAGE = format(
            '%s is not known to take and give what %s calls it with: only a superuser may say so', wrong, called);
    END IF;
END
$function$;

CREATE FUNCTION trueup_internal.may_make(place text, owner text) RETURNS void LANGUAGE plpgsql STABLE
    SET search_path = pg_catalog, pg_temp AS $function$
BEGIN
    IF NOT pg_has_role(session_user, owner::name, 'MEMBER') THEN
        RAISE insufficient_privilege USING MESSAGE = format('must be able to SET ROLE "%s"', owner);
    ELSIF NOT has_schema_privilege(owner::name, quote_ident(place)::regnamespace, 'CREATE') THEN
        RAISE insufficient_privilege USING MESSAGE = format('permission denied for schema %s', place);
    END IF;
END
$function$;

CREATE FUNCTION trueup_internal.make_operator_family(place text, family text, method text, owner text)
    RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp SET event_triggers = off AS $function$
BEGIN
    PERFORM trueup_internal.may_make(place, owner);
    EXECUTE format('CREATE OPERATOR FAMILY %I.%I USING %I', place, family, method);
    EXECUTE format('ALTER OPERATOR FAMILY %I.%I USING %I OWNER TO %I', place, family, method, owner);
    PERFORM trueup_internal.told('CREATE OPERATOR FAMILY', 2753, (SELECT f.oid FROM pg_opfamily AS f
      JOIN pg_am AS a ON a.oid = f.opfmethod JOIN pg_namespace AS n ON n.oid = f.opfnamespace
     WHERE (n.nspname, f.opfname, a.amname) = (place, family, method)));
END
$function$;

CREATE FUNCTION trueup_internal.family_name(family oid) RETURNS text LANGUAGE plpgsql STABLE STRICT SECURITY DEFINER
    SET search_path = pg_catalog, pg_temp AS $function$
DECLARE
    found_it record;
BEGIN
    SELECT f.opfowner, format('%I.%I', n.nspname, f.opfname) AS called, format(' USING %I', a.amname) AS method INTO found_it
      FROM pg_opfamily AS f JOIN pg_namespace AS n ON n.oid = f.opfnamespace JOIN pg_am AS a ON a.oid = f.opfmethod
     WHERE f.oid = family;
    IF NOT FOUND THEN
        RAISE undefined_object USING MESSAGE = 'operator family does not exist';
    ELSIF family < 16384 OR NOT pg_has_role(session_user, found_it.opfowner, 'MEMBER') THEN
        RAISE insufficient_privilege USING MESSAGE = format('must be owner of operator family %s', found_it.called);
    END IF;
    RETURN found_it.called;
END
$function$;

CREATE FUNCTION trueup_internal.make_operator_class(
    place text, class text, usual boolean, type regtype, method text, family oid, items jsonb, storage regtype, owner text)
    RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp SET event_triggers = off AS $function$
DECLARE
    made oid;
    its_family oid;
    members text := (SELECT string_agg(trueup_internal.member_text(i), ', ') FROM jsonb_array_elements(items) AS i);
BEGIN
    PERFORM trueup_internal.may_make(place, owner);
    -- What sorts and hashes a type by default is called by whoever sorts it: of PostgreSQL's own types, by us too.
    IF usual AND NOT (SELECT pg_has_role(session_user, t.typowner, 'MEMBER') FROM pg_type AS t WHERE t.oid = type) THEN
        RAISE insufficient_privilege USING MESSAGE = format('must be owner of type %s', type);
    END IF;
    members := concat_ws(', ', members, 'STORAGE ' || storage::text);
    EXECUTE format('CREATE OPERATOR CLASS %I.%I%s FOR TYPE %s USING %I%s AS %s', place, class,
        CASE WHEN usual THEN ' DEFAULT' END, type, method, ' FAMILY ' || trueup_internal.family_name(family), members);
    SELECT c.oid, c.opcfamily INTO made, its_family FROM pg_opclass AS c JOIN pg_am AS a ON a.oid = c.opcmethod
      JOIN pg_namespace AS n ON n.oid = c.opcnamespace WHERE (n.nspname, c.opcname, a.amname) = (place, class, method);
    PERFORM trueup_internal.check_family(its_family);
    EXECUTE format('ALTER OPERATOR CLASS %I.%I USING %I OWNER TO %I', place, class, method, owner);
    IF family IS NULL THEN
        -- One of the same name that was there already is taken for its family: it must be theirs, too.
        EXECUTE format('ALTER OPERATOR FAMILY %s USING %I OWNER TO %I',
            (SELECT format('%I.%I', n.nspname, f.opfname) FROM pg_opfamily AS f JOIN pg_namespace AS n ON n.oid = f.opfnamespace
              WHERE f.oid = its_family AND (f.opfowner = CURRENT_USER::regrole OR pg_has_role(session_user, f.opfowner, 'MEMBER'))
                AND f.oid >= 16384), method, owner);
    END IF;
    PERFORM trueup_internal.told('CREATE OPERATOR CLASS', 2616, made);
END
$function$;

CREATE FUNCTION trueup_internal.alter_operator_family(family oid, method text, dropping boolean, items jsonb)
    RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp SET event_triggers = off AS $function$
BEGIN
    EXECUTE format('ALTER OPERATOR FAMILY %s USING %I %s %s', trueup_internal.family_name(family), method,
        CASE WHEN dropping THEN 'DROP' ELSE 'ADD' END,
        (SELECT string_agg(trueup_internal.member_text(i), ', ') FROM jsonb_array_elements(items) AS i));
    PERFORM trueup_internal.check_family(family);
    PERFORM trueup_internal.told('ALTER OPERATOR FAMILY', 2753, family);
END
$function$;

-- Subscriptions, which here never reach a publisher: each is the superuser's, so that no text can have it connect, and
-- whose it is meant to be stands in the place of its connection string (`postgres.subscribed` reads it back).
CREATE FUNCTION trueup_internal.subscription_of(subscription text) RETURNS jsonb LANGUAGE plpgsql STABLE SECURITY DEFINER
    SET search_path = pg_catalog, pg_temp SET event_triggers = off AS $function$
DECLARE
    told jsonb;
BEGIN
    SELECT s.subconninfo::jsonb INTO told FROM pg_subscription AS s JOIN pg_database AS d ON d.oid = s.subdbid
     WHERE s.subname = subscription AND d.datname = current_database();
    IF NOT FOUND THEN
        RAISE undefined_object USING MESSAGE = format('subscription "%s" does not exist', subscription);
    ELSIF NOT pg_has_role(session_user, (told ->> 'owner')::name, 'MEMBER') THEN
        RAISE insufficient_privilege USING MESSAGE = format('must be owner of subscription %s', subscription);
    END IF;
    RETURN told;
END
$function$;

CREATE FUNCTION trueup_internal.subscription_says(subscription text, more jsonb) RETURNS void LANGUAGE sql
    SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $function$
    UPDATE pg_subscription SET subconninfo = (trueup_internal.subscription_of(subscription) || more)::text
     WHERE subname = subscription AND subdbid = (SELECT oid FROM pg_database WHERE datname = current_database())
$function$;
-- What it checks is checked by those that call it.
REVOKE ALL ON FUNCTION trueup_internal.subscription_says(text, jsonb) FROM PUBLIC;

-- [[name, value], ...] as a WITH list; without those in `but`.
CREATE FUNCTION trueup_internal.parameters(options jsonb, but text[]) RETURNS text LANGUAGE sql
    SET search_path = pg_catalog, pg_temp AS $function$
    SELECT string_agg(quote_ident(o ->> 0) || coalesce(' = ' || quote_literal(o ->> 1), ''), ', ')
      FROM jsonb_array_elements(options) AS o WHERE o ->> 0 <> ALL (but)
$function$;

CREATE FUNCTION trueup_internal.make_subscription(
    subscription text, connection text, publications text[], options jsonb, owner text)
    RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp SET event_triggers = off AS $function$
DECLARE
    given CONSTANT jsonb := coalesce((SELECT jsonb_object_agg(o ->> 0, o ->> 1) FROM jsonb_array_elements(options) AS o), '{}');
    apart CONSTANT boolean := NOT coalesce((given ->> 'connect')::boolean, true);
    settings text := trueup_internal.parameters(options, ARRAY['connect', 'enabled', 'create_slot', 'copy_data']);
BEGIN
    IF NOT pg_has_role(session_user, owner::name, 'MEMBER') THEN
        RAISE insufficient_privilege USING MESSAGE = format('must be able to SET ROLE "%s"', owner);
    END IF;
    -- Said apart from the publisher it is made as it is said; else what the publisher would have been asked is left out.
    settings := CASE WHEN apart THEN trueup_internal.parameters(options, '{}') ELSE concat_ws(', ', 'connect = false', settings) END;
    EXECUTE format('CREATE SUBSCRIPTION %I CONNECTION %L PUBLICATION %s WITH (%s)', subscription, connection,
        (SELECT string_agg(quote_ident(p), ', ') FROM unnest(publications) AS p), settings);
    UPDATE pg_subscription
       SET subconninfo = jsonb_build_object('owner', owner, 'connection', connection)::text,
           subenabled = NOT apart AND coalesce((given ->> 'enabled')::boolean, true)
     WHERE subname = subscription AND subdbid = (SELECT oid FROM pg_database WHERE datname = current_database());
    PERFORM trueup_internal.told('CREATE SUBSCRIPTION', 6100, (SELECT oid FROM pg_subscription
        WHERE subname = subscription AND subdbid = (SELECT oid FROM pg_database WHERE datname = current_database())));
END
$function$;

-- How: an ALTER of one word, or SET (...), or a list of publications.
CREATE FUNCTION trueup_internal.alter_subscription(subscription text, how text, publications text[], options jsonb)
    RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp SET event_triggers = off AS $function$
DECLARE
    its CONSTANT jsonb := trueup_internal.subscription_of(subscription);
    old pg_subscription;
    listed CONSTANT text := (SELECT string_agg(quote_ident(p), ', ') FROM unnest(publications) AS p);
    given text := trueup_internal.parameters(options, '{}');
BEGIN
    SELECT s.* INTO old FROM pg_subscription AS s JOIN pg_database AS d ON d.oid = s.subdbid
     WHERE s.subname = subscription AND d.datname = current_database();
    IF how IN ('ENABLE', 'DISABLE') THEN
        EXECUTE format('ALTER SUBSCRIPTION %I %s', subscription, how);
    ELSIF how IN ('SET', 'ADD', 'DROP') AND publications <> '{}' THEN
        -- The publisher of an enabled one would be asked what it has: that is no part of the schema.
        given := CASE WHEN old.subenabled THEN 'refresh = false' ELSE given END;
        EXECUTE format('ALTER SUBSCRIPTION %I %s PUBLICATION %s%s', subscription, how, listed, ' WITH (' || given || ')');
    ELSIF how = 'SET' THEN
        PERFORM trueup_internal.set_subscription(old, subscription, options);
    ELSIF how <> 'REFRESH' OR NOT old.subenabled THEN
        RAISE insufficient_privilege USING MESSAGE = format('ALTER SUBSCRIPTION ... %s is not for here', how);
    END IF;
    PERFORM trueup_internal.told('ALTER SUBSCRIPTION', 6100, old.oid);
END
$function$;

-- A slot, and what only its publisher keeps, is written down without asking the publisher.
CREATE FUNCTION trueup_internal.set_subscription(old pg_subscription, subscription text, options jsonb)
    RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp SET event_triggers = off AS $function$
DECLARE
    given CONSTANT jsonb := (SELECT jsonb_object_agg(o ->> 0, o ->> 1) FROM jsonb_array_elements(options) AS o);
    settings CONSTANT text := trueup_internal.parameters(options, ARRAY['failover', 'two_phase']);
BEGIN
    IF given ?| ARRAY['failover', 'two_phase'] AND old.subenabled THEN
        RAISE object_not_in_prerequisite_state USING MESSAGE = 'cannot set this option for enabled subscription';
    END IF;
    IF settings IS NOT NULL THEN
        EXECUTE format('ALTER SUBSCRIPTION %I SET (%s)', subscription, settings);
    END IF;
    IF given ? 'two_phase' THEN
        UPDATE pg_subscription SET subtwophasestate = CASE WHEN (given ->> 'two_phase')::boolean THEN 'p' ELSE 'd' END
         WHERE oid = old.oid;
    END IF;
    IF given ? 'failover' THEN
        UPDATE pg_subscription SET subfailover = (given ->> 'failover')::boolean WHERE oid = old.oid;
    END IF;
END
$function$;
REVOKE ALL ON FUNCTION trueup_internal.set_subscription(pg_subscription, text, jsonb) FROM PUBLIC;

CREATE FUNCTION trueup_internal.connect_subscription(subscription text, connection text) RETURNS void LANGUAGE plpgsql
    SECURITY DEFINER SET search_path = pg_catalog, pg_temp SET event_triggers = off AS $function$
DECLARE
    its CONSTANT jsonb := trueup_internal.subscription_of(subscription);
BEGIN
    EXECUTE format('ALTER SUBSCRIPTION %I CONNECTION %L', subscription, connection);
    UPDATE pg_subscription SET subconninfo = (its || jsonb_build_object('connection', connection))::text
     WHERE subname = subscription AND subdbid = (SELECT oid FROM pg_database WHERE datname = current_database());
END
$function$;

CREATE FUNCTION trueup_internal.give_subscription(subscription text, owner text) RETURNS void LANGUAGE plpgsql
    SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $function$
BEGIN
    IF NOT pg_has_role(session_user, owner::name, 'MEMBER') THEN
        RAISE insufficient_privilege USING MESSAGE = format('must be able to SET ROLE "%s"', owner);
    END IF;
    PERFORM trueup_internal.subscription_says(subscription, jsonb_build_object('owner', owner));
END
$function$;

CREATE FUNCTION trueup_internal.comment_subscription(subscription text, remark text) RETURNS void LANGUAGE sql
    SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $function$
    SELECT trueup_internal.subscription_says(subscription, jsonb_build_object('comment', remark))
$function$;

CREATE FUNCTION trueup_internal.rename_subscription(subscription text, new text) RETURNS void LANGUAGE plpgsql
    SECURITY DEFINER SET search_path = pg_catalog, pg_temp SET event_triggers = off AS $function$
BEGIN
    PERFORM trueup_internal.subscription_of(subscription);
    EXECUTE format('ALTER SUBSCRIPTION %I RENAME TO %I', subscription, new);
END
$function$;

CREATE FUNCTION trueup_internal.drop_subscription(subscription text, if_exists boolean) RETURNS void LANGUAGE plpgsql
    SECURITY DEFINER SET search_path = pg_catalog, pg_temp SET event_triggers = off AS $function$
BEGIN
    PERFORM trueup_internal.subscription_of(subscription);
    -- Without a slot it has nobody to tell.
    UPDATE pg_subscription SET subslotname = NULL, subenabled = false
     WHERE subname = subscription AND subdbid = (SELECT oid FROM pg_database WHERE datname = current_database());
    EXECUTE format('DROP SUBSCRIPTION %I', subscription);
EXCEPTION WHEN undefined_object THEN
    IF NOT if_exists THEN
        RAISE;
    END IF;
END
$function$;

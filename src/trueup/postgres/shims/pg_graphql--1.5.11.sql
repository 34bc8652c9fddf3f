-- Resolves no query; says so in the answer's errors, as the real one says what it can't do.
CREATE SEQUENCE graphql.seq_schema_version AS integer CYCLE;
CREATE FUNCTION graphql._internal_resolve(query text, variables jsonb DEFAULT '{}', "operationName" text DEFAULT NULL,
                                          extensions jsonb DEFAULT NULL) RETURNS jsonb LANGUAGE sql AS $$
  SELECT pg_catalog.jsonb_build_object('data', NULL, 'errors',
    pg_catalog.jsonb_build_array('pg_graphql is a shim here: it resolves no query'))
$$;
CREATE FUNCTION graphql.resolve(query text, variables jsonb DEFAULT '{}', "operationName" text DEFAULT NULL,
                                extensions jsonb DEFAULT NULL) RETURNS jsonb LANGUAGE sql AS $$
  SELECT pg_catalog.jsonb_build_object('data', NULL, 'errors',
    pg_catalog.jsonb_build_array('pg_graphql is a shim here: it resolves no query'))
$$;
CREATE FUNCTION graphql.comment_directive(comment_ text) RETURNS jsonb IMMUTABLE LANGUAGE sql AS $$
  SELECT coalesce((regexp_match(comment_, '@graphql\((.+)\)'))[1]::jsonb, '{}')
$$;
CREATE FUNCTION graphql.exception(message text) RETURNS text LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION USING ERRCODE = '22000', MESSAGE = message;
END
$$;
CREATE FUNCTION graphql.get_schema_version() RETURNS integer SECURITY DEFINER LANGUAGE sql SET search_path = '' AS $$
  SELECT last_value FROM graphql.seq_schema_version
$$;
CREATE FUNCTION graphql.increment_schema_version() RETURNS event_trigger SECURITY DEFINER LANGUAGE plpgsql SET search_path = '' AS $$
BEGIN
  PERFORM pg_catalog.nextval('graphql.seq_schema_version');
END
$$;
GRANT_IF_ROLE postgres USAGE ON SCHEMA graphql;
GRANT_IF_ROLE anon USAGE ON SCHEMA graphql;
GRANT_IF_ROLE authenticated USAGE ON SCHEMA graphql;
GRANT_IF_ROLE service_role USAGE ON SCHEMA graphql;

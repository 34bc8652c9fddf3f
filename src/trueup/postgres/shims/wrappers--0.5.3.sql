-- Wrappers are made without a handler: servers and foreign tables load, a query of one fails. Nothing goes outwards.
CREATE TABLE wrappers_fdw_stats (fdw_name text PRIMARY KEY, create_times bigint, rows_in bigint, rows_out bigint, bytes_in bigint,
  bytes_out bigint, metadata jsonb, created_at timestamptz NOT NULL DEFAULT now(), updated_at timestamptz NOT NULL DEFAULT now());
DO $$
DECLARE
  name text;
BEGIN
  FOREACH name IN ARRAY ARRAY['airtable', 'auth0', 'big_query', 'click_house', 'cognito', 'duckdb', 'firebase', 'hello_world', 'iceberg',
                              'logflare', 'mssql', 'notion', 'redis', 's3', 's3_vectors', 'stripe', 'wasm', 'paddle', 'snowflake'] LOOP
    EXECUTE format('CREATE FUNCTION @extschema@.%I(options text[], catalog oid) RETURNS void LANGUAGE plpgsql AS %L', name || '_fdw_validator', 'BEGIN END');
    EXECUTE format('CREATE FUNCTION @extschema@.%I() RETURNS fdw_handler STRICT LANGUAGE internal AS %L', name || '_fdw_handler', 'internal_in');
    EXECUTE format('CREATE FUNCTION @extschema@.%I() RETURNS TABLE (name text, version text, author text, website text) STRICT LANGUAGE plpgsql AS %L', name || '_fdw_meta', 'BEGIN END');
  END LOOP;
END
$$;

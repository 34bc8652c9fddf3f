-- A hypertable stays the plain table that it was; policies are noted by nobody.
CREATE SCHEMA _timescaledb_catalog;
CREATE SCHEMA _timescaledb_internal;
CREATE SCHEMA _timescaledb_functions;
CREATE SCHEMA _timescaledb_config;
CREATE SCHEMA _timescaledb_cache;
CREATE SCHEMA timescaledb_information;
CREATE SCHEMA timescaledb_experimental;
CREATE TABLE _timescaledb_catalog.hypertable (id serial PRIMARY KEY, schema_name name NOT NULL, table_name name NOT NULL, column_name name);
CREATE TYPE _timescaledb_internal.dimension_info AS (kind text, column_name name, part interval, partitions integer);
CREATE VIEW timescaledb_information.hypertables AS
  SELECT schema_name AS hypertable_schema, table_name AS hypertable_name, NULL::name AS owner, 1 AS num_dimensions, 0 AS num_chunks,
    false AS compression_enabled, NULL::name[] AS tablespaces FROM _timescaledb_catalog.hypertable;
CREATE VIEW timescaledb_information.jobs AS SELECT NULL::integer AS job_id, NULL::text AS application_name, NULL::interval AS schedule_interval,
  NULL::name AS proc_schema, NULL::name AS proc_name, NULL::name AS owner, NULL::boolean AS scheduled, NULL::jsonb AS config,
  NULL::name AS hypertable_schema, NULL::name AS hypertable_name WHERE false;
CREATE VIEW timescaledb_information.chunks AS SELECT NULL::name AS hypertable_schema, NULL::name AS hypertable_name, NULL::name AS chunk_schema,
  NULL::name AS chunk_name, NULL::timestamptz AS range_start, NULL::timestamptz AS range_end, NULL::boolean AS is_compressed WHERE false;
CREATE VIEW timescaledb_information.continuous_aggregates AS SELECT NULL::name AS hypertable_schema, NULL::name AS hypertable_name,
  NULL::name AS view_schema, NULL::name AS view_name, NULL::boolean AS materialized_only, NULL::text AS view_definition WHERE false;
GRANT USAGE ON SCHEMA _timescaledb_catalog, _timescaledb_internal, timescaledb_information TO PUBLIC;
GRANT SELECT, INSERT ON _timescaledb_catalog.hypertable TO PUBLIC;
GRANT USAGE ON SEQUENCE _timescaledb_catalog.hypertable_id_seq TO PUBLIC;
GRANT SELECT ON timescaledb_information.hypertables, timescaledb_information.jobs, timescaledb_information.chunks,
  timescaledb_information.continuous_aggregates TO PUBLIC;
CREATE FUNCTION create_hypertable(relation regclass, time_column_name name, partitioning_column name DEFAULT NULL, number_partitions integer DEFAULT NULL,
  associated_schema_name name DEFAULT NULL, associated_table_prefix name DEFAULT NULL, chunk_time_interval anyelement DEFAULT NULL::bigint,
  create_default_indexes boolean DEFAULT true, if_not_exists boolean DEFAULT false, partitioning_func regproc DEFAULT NULL,
  migrate_data boolean DEFAULT false, chunk_target_size text DEFAULT NULL, chunk_sizing_func regproc DEFAULT NULL,
  time_partitioning_func regproc DEFAULT NULL) RETURNS TABLE (hypertable_id integer, schema_name name, table_name name, created boolean)
  LANGUAGE plpgsql AS $$
DECLARE
  found pg_class := (SELECT c FROM pg_class c WHERE c.oid = relation);
  made integer;
BEGIN
  IF NOT EXISTS (SELECT FROM pg_attribute WHERE attrelid = relation AND attname = time_column_name AND attnum > 0) THEN
    RAISE undefined_column USING MESSAGE = format('column "%s" does not exist', time_column_name);
  END IF;
  IF EXISTS (SELECT FROM pg_index i WHERE i.indrelid = relation AND i.indisunique AND NOT EXISTS (SELECT FROM pg_attribute a
      WHERE a.attrelid = relation AND a.attname = time_column_name AND a.attnum = ANY (i.indkey::smallint[]))) THEN
    RAISE EXCEPTION USING ERRCODE = 'TS103', MESSAGE = 'cannot create a unique index without the column "' || time_column_name || '" (used in partitioning)';
  END IF;
  INSERT INTO _timescaledb_catalog.hypertable AS h (schema_name, table_name, column_name)
    VALUES (found.relnamespace::regnamespace::name, found.relname, time_column_name) RETURNING h.id INTO made;
  IF create_default_indexes THEN
    EXECUTE format('CREATE INDEX ON %s (%I DESC)', relation, time_column_name);
  END IF;
  RETURN QUERY SELECT made, found.relnamespace::regnamespace::name, found.relname, true;
END
$$;
CREATE FUNCTION create_hypertable(relation regclass, dimension _timescaledb_internal.dimension_info, create_default_indexes boolean DEFAULT true,
  if_not_exists boolean DEFAULT false, migrate_data boolean DEFAULT false) RETURNS TABLE (hypertable_id integer, created boolean) LANGUAGE sql AS
  $$ SELECT h.hypertable_id, h.created FROM @extschema@.create_hypertable($1, ($2).column_name, create_default_indexes => $3) AS h $$;
CREATE FUNCTION by_range(column_name name, partition_interval anyelement DEFAULT NULL::bigint, partition_func regproc DEFAULT NULL)
  RETURNS _timescaledb_internal.dimension_info LANGUAGE sql AS $$ SELECT ROW('range', $1, NULL, NULL)::_timescaledb_internal.dimension_info $$;
CREATE FUNCTION by_hash(column_name name, number_partitions integer, partition_func regproc DEFAULT NULL)
  RETURNS _timescaledb_internal.dimension_info LANGUAGE sql AS $$ SELECT ROW('hash', $1, NULL, $2)::_timescaledb_internal.dimension_info $$;
CREATE FUNCTION add_dimension(hypertable regclass, column_name name, number_partitions integer DEFAULT NULL, chunk_time_interval anyelement DEFAULT NULL::bigint,
  partitioning_func regproc DEFAULT NULL, if_not_exists boolean DEFAULT false) RETURNS TABLE (dimension_id integer, schema_name name, table_name name, column_name_ name, created boolean)
  LANGUAGE sql AS $$ SELECT 1, NULL::name, NULL::name, $2, true $$;
CREATE FUNCTION add_dimension(hypertable regclass, dimension _timescaledb_internal.dimension_info, if_not_exists boolean DEFAULT false)
  RETURNS TABLE (dimension_id integer, created boolean) LANGUAGE sql AS $$ SELECT 1, true $$;
CREATE FUNCTION set_chunk_time_interval(hypertable regclass, chunk_time_interval anyelement, dimension_name name DEFAULT NULL) RETURNS void LANGUAGE plpgsql AS 'BEGIN END';
CREATE FUNCTION set_integer_now_func(hypertable regclass, integer_now_func regproc, replace_if_exists boolean DEFAULT false) RETURNS void LANGUAGE plpgsql AS 'BEGIN END';
CREATE FUNCTION add_retention_policy(relation regclass, drop_after "any" DEFAULT NULL, if_not_exists boolean DEFAULT false, schedule_interval interval DEFAULT NULL,
  initial_start timestamptz DEFAULT NULL, timezone text DEFAULT NULL, drop_created_before interval DEFAULT NULL) RETURNS integer LANGUAGE internal AS 'void_in';
CREATE FUNCTION add_compression_policy(hypertable regclass, compress_after "any" DEFAULT NULL, if_not_exists boolean DEFAULT false, schedule_interval interval DEFAULT NULL,
  initial_start timestamptz DEFAULT NULL, timezone text DEFAULT NULL, compress_created_before interval DEFAULT NULL) RETURNS integer LANGUAGE internal AS 'void_in';
CREATE FUNCTION add_continuous_aggregate_policy(continuous_aggregate regclass, start_offset "any", end_offset "any", schedule_interval interval,
  if_not_exists boolean DEFAULT false, initial_start timestamptz DEFAULT NULL, timezone text DEFAULT NULL) RETURNS integer LANGUAGE internal AS 'void_in';
CREATE FUNCTION add_reorder_policy(hypertable regclass, index_name name, if_not_exists boolean DEFAULT false, initial_start timestamptz DEFAULT NULL,
  timezone text DEFAULT NULL) RETURNS integer LANGUAGE sql AS 'SELECT 1';
CREATE PROCEDURE add_columnstore_policy(hypertable regclass, after interval DEFAULT NULL, if_not_exists boolean DEFAULT false) LANGUAGE plpgsql AS 'BEGIN END';
CREATE FUNCTION remove_retention_policy(relation regclass, if_exists boolean DEFAULT false) RETURNS void LANGUAGE plpgsql AS 'BEGIN END';
CREATE FUNCTION remove_compression_policy(hypertable regclass, if_exists boolean DEFAULT false) RETURNS boolean LANGUAGE sql AS 'SELECT true';
CREATE FUNCTION remove_reorder_policy(hypertable regclass, if_exists boolean DEFAULT false) RETURNS void LANGUAGE plpgsql AS 'BEGIN END';
CREATE FUNCTION remove_continuous_aggregate_policy(continuous_aggregate regclass, if_not_exists boolean DEFAULT false, if_exists boolean DEFAULT NULL) RETURNS void LANGUAGE plpgsql AS 'BEGIN END';
CREATE FUNCTION add_job(proc regproc, schedule_interval interval, config jsonb DEFAULT NULL, initial_start timestamptz DEFAULT NULL, scheduled boolean DEFAULT true,
  check_config regproc DEFAULT NULL, fixed_schedule boolean DEFAULT true, timezone text DEFAULT NULL, job_name text DEFAULT NULL) RETURNS integer LANGUAGE sql AS 'SELECT 1000';
CREATE FUNCTION delete_job(job_id integer) RETURNS void LANGUAGE plpgsql AS 'BEGIN END';
CREATE PROCEDURE run_job(job_id integer) LANGUAGE plpgsql AS 'BEGIN END';
CREATE PROCEDURE refresh_continuous_aggregate(continuous_aggregate regclass, window_start timestamptz, window_end timestamptz, force boolean DEFAULT false)
  LANGUAGE plpgsql AS 'BEGIN END';
CREATE FUNCTION drop_chunks(relation regclass, older_than interval DEFAULT NULL, newer_than interval DEFAULT NULL, "verbose" boolean DEFAULT false) RETURNS SETOF text LANGUAGE plpgsql AS 'BEGIN END';
CREATE FUNCTION drop_chunks(relation regclass, older_than timestamptz, newer_than timestamptz DEFAULT NULL, "verbose" boolean DEFAULT false) RETURNS SETOF text LANGUAGE plpgsql AS 'BEGIN END';
CREATE FUNCTION show_chunks(relation regclass, older_than interval DEFAULT NULL, newer_than interval DEFAULT NULL) RETURNS SETOF regclass LANGUAGE plpgsql AS 'BEGIN END';
CREATE FUNCTION compress_chunk(uncompressed_chunk regclass, if_not_compressed boolean DEFAULT true, recompress boolean DEFAULT false) RETURNS regclass LANGUAGE sql AS 'SELECT $1';
CREATE FUNCTION decompress_chunk(uncompressed_chunk regclass, if_compressed boolean DEFAULT true) RETURNS regclass LANGUAGE sql AS 'SELECT $1';
CREATE FUNCTION hypertable_size(hypertable regclass) RETURNS bigint LANGUAGE sql AS 'SELECT pg_total_relation_size($1)';
CREATE FUNCTION approximate_row_count(relation regclass) RETURNS bigint LANGUAGE sql AS 'SELECT reltuples::bigint FROM pg_class WHERE oid = $1';
CREATE FUNCTION time_bucket(bucket_width interval, ts timestamptz) RETURNS timestamptz IMMUTABLE STRICT PARALLEL SAFE LANGUAGE sql AS
  $$ SELECT CASE WHEN extract(month FROM $1) + extract(year FROM $1) > 0 THEN date_trunc('month', $2) ELSE date_bin($1, $2, '2000-01-03 00:00:00+00') END $$;
CREATE FUNCTION time_bucket(bucket_width interval, ts timestamp) RETURNS timestamp IMMUTABLE STRICT PARALLEL SAFE LANGUAGE sql AS
  $$ SELECT CASE WHEN extract(month FROM $1) + extract(year FROM $1) > 0 THEN date_trunc('month', $2) ELSE date_bin($1, $2, '2000-01-03 00:00:00') END $$;
CREATE FUNCTION time_bucket(bucket_width interval, ts date) RETURNS date IMMUTABLE STRICT PARALLEL SAFE LANGUAGE sql AS
  $$ SELECT (CASE WHEN extract(month FROM $1) + extract(year FROM $1) > 0 THEN date_trunc('month', $2::timestamp) ELSE date_bin($1, $2::timestamp, '2000-01-03') END)::date $$;
CREATE FUNCTION time_bucket(bucket_width interval, ts timestamptz, origin timestamptz) RETURNS timestamptz IMMUTABLE STRICT PARALLEL SAFE LANGUAGE sql AS 'SELECT date_bin($1, $2, $3)';
CREATE FUNCTION time_bucket(bucket_width interval, ts timestamp, origin timestamp) RETURNS timestamp IMMUTABLE STRICT PARALLEL SAFE LANGUAGE sql AS 'SELECT date_bin($1, $2, $3)';
CREATE FUNCTION time_bucket(bucket_width interval, ts timestamptz, timezone text, origin timestamptz DEFAULT NULL, "offset" interval DEFAULT NULL) RETURNS timestamptz IMMUTABLE PARALLEL SAFE LANGUAGE sql AS
  $$ SELECT date_bin($1, $2 AT TIME ZONE $3, '2000-01-03') AT TIME ZONE $3 $$;
CREATE FUNCTION time_bucket(bucket_width integer, ts integer) RETURNS integer IMMUTABLE STRICT PARALLEL SAFE LANGUAGE sql AS 'SELECT $2 - ($2 % $1 + $1) % $1';
CREATE FUNCTION time_bucket(bucket_width bigint, ts bigint) RETURNS bigint IMMUTABLE STRICT PARALLEL SAFE LANGUAGE sql AS 'SELECT $2 - ($2 % $1 + $1) % $1';
CREATE FUNCTION time_bucket_gapfill(bucket_width interval, ts timestamptz, start timestamptz DEFAULT NULL, finish timestamptz DEFAULT NULL) RETURNS timestamptz IMMUTABLE LANGUAGE sql AS 'SELECT date_bin($1, $2, ''2000-01-03'')';
CREATE FUNCTION time_bucket_gapfill(bucket_width interval, ts timestamp, start timestamp DEFAULT NULL, finish timestamp DEFAULT NULL) RETURNS timestamp IMMUTABLE LANGUAGE sql AS 'SELECT date_bin($1, $2, ''2000-01-03'')';
CREATE FUNCTION locf(value anyelement, prev anyelement DEFAULT NULL, treat_null_as_missing boolean DEFAULT false) RETURNS anyelement LANGUAGE sql AS 'SELECT $1';
CREATE FUNCTION _timescaledb_internal.first_step(anyelement, anyelement, "any") RETURNS anyelement IMMUTABLE LANGUAGE internal AS 'internal_in';
CREATE AGGREGATE first(anyelement, "any") (SFUNC = _timescaledb_internal.first_step, STYPE = anyelement);
CREATE AGGREGATE last(anyelement, "any") (SFUNC = _timescaledb_internal.first_step, STYPE = anyelement);
CREATE FUNCTION timescaledb_pre_restore() RETURNS boolean LANGUAGE sql AS 'SELECT true';
CREATE FUNCTION timescaledb_post_restore() RETURNS boolean LANGUAGE sql AS 'SELECT true';

-- Partitions are not made: create_parent notes its arguments, and maintenance finds nothing to do.
CREATE TABLE @extschema@.part_config (parent_table text PRIMARY KEY, control text NOT NULL, partition_interval text NOT NULL,
  partition_type text NOT NULL DEFAULT 'range', premake integer NOT NULL DEFAULT 4, automatic_maintenance text NOT NULL DEFAULT 'on',
  template_table text, retention text, retention_schema text, retention_keep_index boolean NOT NULL DEFAULT true,
  retention_keep_table boolean NOT NULL DEFAULT true, epoch text NOT NULL DEFAULT 'none', constraint_cols text[],
  optimize_constraint integer NOT NULL DEFAULT 30, infinite_time_partitions boolean NOT NULL DEFAULT false, datetime_string text,
  jobmon boolean NOT NULL DEFAULT true, sub_partition_set_full boolean NOT NULL DEFAULT false, undo_in_progress boolean NOT NULL DEFAULT false,
  inherit_privileges boolean DEFAULT false, constraint_valid boolean DEFAULT true NOT NULL, ignore_default_data boolean NOT NULL DEFAULT true,
  date_trunc_interval text, maintenance_order integer, retention_keep_publication boolean NOT NULL DEFAULT false, maintenance_last_run timestamptz);
CREATE TABLE @extschema@.part_config_sub (sub_parent text PRIMARY KEY, sub_control text NOT NULL, sub_partition_interval text NOT NULL, sub_partition_type text NOT NULL);
CREATE FUNCTION @extschema@.create_parent(p_parent_table text, p_control text, p_interval text, p_type text DEFAULT 'range',
  p_epoch text DEFAULT 'none', p_premake integer DEFAULT 4, p_start_partition text DEFAULT NULL, p_default_table boolean DEFAULT true,
  p_automatic_maintenance text DEFAULT 'on', p_constraint_cols text[] DEFAULT NULL, p_template_table text DEFAULT NULL,
  p_jobmon boolean DEFAULT true, p_date_trunc_interval text DEFAULT NULL, p_control_not_null boolean DEFAULT true,
  p_time_encoder text DEFAULT NULL, p_time_decoder text DEFAULT NULL) RETURNS boolean LANGUAGE plpgsql AS $$
BEGIN
  PERFORM p_parent_table::regclass;
  INSERT INTO @extschema@.part_config (parent_table, control, partition_interval, partition_type, premake)
    VALUES (p_parent_table, p_control, p_interval, p_type, p_premake);
  RETURN true;
END
$$;
CREATE FUNCTION @extschema@.run_maintenance(p_parent_table text DEFAULT NULL, p_analyze boolean DEFAULT false, p_jobmon boolean DEFAULT true)
  RETURNS void LANGUAGE plpgsql AS 'BEGIN END';
CREATE PROCEDURE @extschema@.run_maintenance_proc(p_wait integer DEFAULT 0, p_analyze boolean DEFAULT false, p_jobmon boolean DEFAULT true)
  LANGUAGE plpgsql AS 'BEGIN END';
CREATE PROCEDURE @extschema@.partition_data_proc(p_parent_table text, p_loop_count integer DEFAULT NULL, p_interval text DEFAULT NULL, p_lock_wait integer DEFAULT 0, p_lock_wait_tries integer DEFAULT 10, p_wait integer DEFAULT 1, p_order text DEFAULT 'ASC', p_source_table text DEFAULT NULL, p_ignored_columns text[] DEFAULT NULL, p_quiet boolean DEFAULT false)
  LANGUAGE plpgsql AS 'BEGIN END';
STUB @extschema@.create_sub_parent(p_top_parent text, p_declarative_check text, p_control text, p_interval text, p_type text DEFAULT 'range') RETURNS boolean;
STUB @extschema@.show_partitions(p_parent_table text, p_order text DEFAULT 'ASC', p_include_default boolean DEFAULT false) RETURNS TABLE (partition_schemaname text, partition_tablename text) STABLE;
STUB @extschema@.undo_partition(p_parent_table text, p_target_table text, p_loop_count integer DEFAULT 1) RETURNS record;
STUB @extschema@.drop_partition_time(p_parent_table text, p_retention interval DEFAULT NULL, p_keep_table boolean DEFAULT NULL, p_keep_index boolean DEFAULT NULL, p_retention_schema text DEFAULT NULL, p_reference_timestamp timestamptz DEFAULT CURRENT_TIMESTAMP) RETURNS integer;
STUB @extschema@.drop_partition_id(p_parent_table text, p_retention bigint DEFAULT NULL, p_keep_table boolean DEFAULT NULL, p_keep_index boolean DEFAULT NULL, p_retention_schema text DEFAULT NULL) RETURNS integer;
STUB @extschema@.check_default(p_exact_count boolean DEFAULT true) RETURNS SETOF record STABLE;
STUB @extschema@.partition_data_time(p_parent_table text, p_batch_count integer DEFAULT 1, p_batch_interval interval DEFAULT NULL) RETURNS bigint;
STUB @extschema@.partition_data_id(p_parent_table text, p_batch_count integer DEFAULT 1, p_batch_interval bigint DEFAULT NULL) RETURNS bigint;
GRANT_IF_ROLE postgres SELECT, INSERT, UPDATE, DELETE ON @extschema@.part_config, @extschema@.part_config_sub;

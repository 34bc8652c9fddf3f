-- Queues are tables, as the real ones are; partitioned ones are plain.
CREATE TABLE pgmq.meta (
  queue_name varchar UNIQUE NOT NULL,
  is_partitioned boolean NOT NULL,
  is_unlogged boolean NOT NULL,
  created_at timestamptz DEFAULT now() NOT NULL
);
CREATE TYPE pgmq.message_record AS (msg_id bigint, read_ct integer, enqueued_at timestamptz, vt timestamptz, message jsonb, headers jsonb);
CREATE TYPE pgmq.queue_record AS (queue_name varchar, is_partitioned boolean, is_unlogged boolean, created_at timestamptz);
CREATE TYPE pgmq.metrics_result AS (queue_name text, queue_length bigint, newest_msg_age_sec integer, oldest_msg_age_sec integer,
                                    total_messages bigint, scrape_time timestamptz, queue_visible_length bigint);
CREATE FUNCTION pgmq.format_table_name(queue_name text, prefix text) RETURNS text LANGUAGE plpgsql AS $$
BEGIN
  IF queue_name ~ '[$;]|--|''' THEN
    RAISE EXCEPTION 'queue name contains invalid characters: $, ;, --, or single quote';
  END IF;
  RETURN lower(prefix || '_' || queue_name);
END
$$;
CREATE FUNCTION pgmq.validate_queue_name(queue_name text) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  IF length(queue_name) > 47 THEN
    RAISE EXCEPTION 'queue name is too long, maximum length is 47 characters';
  END IF;
END
$$;
CREATE FUNCTION pgmq.create_non_partitioned(queue_name text) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
  queue text := pgmq.format_table_name(queue_name, 'q');
  archive text := pgmq.format_table_name(queue_name, 'a');
BEGIN
  PERFORM pgmq.validate_queue_name(queue_name);
  EXECUTE format('CREATE TABLE IF NOT EXISTS pgmq.%I (msg_id bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY, read_ct integer DEFAULT 0 NOT NULL, '
    'enqueued_at timestamptz DEFAULT now() NOT NULL, vt timestamptz NOT NULL, message jsonb, headers jsonb)', queue);
  EXECUTE format('CREATE TABLE IF NOT EXISTS pgmq.%I (msg_id bigint PRIMARY KEY, read_ct integer DEFAULT 0 NOT NULL, '
    'enqueued_at timestamptz DEFAULT now() NOT NULL, archived_at timestamptz DEFAULT now() NOT NULL, vt timestamptz NOT NULL, '
    'message jsonb, headers jsonb)', archive);
  EXECUTE format('CREATE INDEX IF NOT EXISTS %I ON pgmq.%I (vt ASC)', queue || '_vt_idx', queue);
  EXECUTE format('CREATE INDEX IF NOT EXISTS %I ON pgmq.%I (archived_at)', 'archived_at_idx_' || queue_name, archive);
  INSERT INTO pgmq.meta VALUES (queue_name, false, false) ON CONFLICT DO NOTHING;
END
$$;
CREATE FUNCTION pgmq.create(queue_name text) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  PERFORM pgmq.create_non_partitioned(queue_name);
END
$$;
CREATE FUNCTION pgmq.create_unlogged(queue_name text) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  PERFORM pgmq.create_non_partitioned(queue_name);
  EXECUTE format('ALTER TABLE pgmq.%I SET UNLOGGED', pgmq.format_table_name(queue_name, 'q'));
  UPDATE pgmq.meta AS m SET is_unlogged = true WHERE m.queue_name = $1;
END
$$;
CREATE FUNCTION pgmq.create_partitioned(queue_name text, partition_interval text DEFAULT '10000', retention_interval text DEFAULT '100000')
  RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  PERFORM pgmq.create_non_partitioned(queue_name);
  UPDATE pgmq.meta AS m SET is_partitioned = true WHERE m.queue_name = $1;
END
$$;
CREATE FUNCTION pgmq.drop_queue(queue_name text) RETURNS boolean LANGUAGE plpgsql AS $$
BEGIN
  EXECUTE format('DROP TABLE IF EXISTS pgmq.%I, pgmq.%I', pgmq.format_table_name(queue_name, 'q'), pgmq.format_table_name(queue_name, 'a'));
  DELETE FROM pgmq.meta AS m WHERE m.queue_name = $1;
  RETURN FOUND;
END
$$;
CREATE FUNCTION pgmq.drop_queue(queue_name text, partitioned boolean) RETURNS boolean LANGUAGE sql AS 'SELECT pgmq.drop_queue($1)';
CREATE FUNCTION pgmq.send(queue_name text, msg jsonb, headers jsonb, delay timestamptz) RETURNS SETOF bigint LANGUAGE plpgsql AS $$
BEGIN
  RETURN QUERY EXECUTE format('INSERT INTO pgmq.%I (vt, message, headers) VALUES ($1, $2, $3) RETURNING msg_id',
                              pgmq.format_table_name(queue_name, 'q')) USING delay, msg, headers;
END
$$;
CREATE FUNCTION pgmq.send(queue_name text, msg jsonb) RETURNS SETOF bigint LANGUAGE sql AS
  'SELECT * FROM pgmq.send($1, $2, NULL, clock_timestamp())';
CREATE FUNCTION pgmq.send(queue_name text, msg jsonb, headers jsonb) RETURNS SETOF bigint LANGUAGE sql AS
  'SELECT * FROM pgmq.send($1, $2, $3, clock_timestamp())';
CREATE FUNCTION pgmq.send(queue_name text, msg jsonb, delay integer) RETURNS SETOF bigint LANGUAGE sql AS
  'SELECT * FROM pgmq.send($1, $2, NULL, clock_timestamp() + make_interval(secs => $3))';
CREATE FUNCTION pgmq.send(queue_name text, msg jsonb, delay timestamptz) RETURNS SETOF bigint LANGUAGE sql AS
  'SELECT * FROM pgmq.send($1, $2, NULL, $3)';
CREATE FUNCTION pgmq.send(queue_name text, msg jsonb, headers jsonb, delay integer) RETURNS SETOF bigint LANGUAGE sql AS
  'SELECT * FROM pgmq.send($1, $2, $3, clock_timestamp() + make_interval(secs => $4))';
CREATE FUNCTION pgmq.send_batch(queue_name text, msgs jsonb[], headers jsonb[], delay timestamptz) RETURNS SETOF bigint LANGUAGE sql AS
  'SELECT pgmq.send($1, m, h, $4) FROM unnest($2, $3) AS u(m, h)';
CREATE FUNCTION pgmq.send_batch(queue_name text, msgs jsonb[]) RETURNS SETOF bigint LANGUAGE sql AS
  'SELECT * FROM pgmq.send_batch($1, $2, NULL, clock_timestamp())';
CREATE FUNCTION pgmq.send_batch(queue_name text, msgs jsonb[], headers jsonb[]) RETURNS SETOF bigint LANGUAGE sql AS
  'SELECT * FROM pgmq.send_batch($1, $2, $3, clock_timestamp())';
CREATE FUNCTION pgmq.send_batch(queue_name text, msgs jsonb[], delay integer) RETURNS SETOF bigint LANGUAGE sql AS
  'SELECT * FROM pgmq.send_batch($1, $2, NULL, clock_timestamp() + make_interval(secs => $3))';
CREATE FUNCTION pgmq.send_batch(queue_name text, msgs jsonb[], delay timestamptz) RETURNS SETOF bigint LANGUAGE sql AS
  'SELECT * FROM pgmq.send_batch($1, $2, NULL, $3)';
CREATE FUNCTION pgmq.send_batch(queue_name text, msgs jsonb[], headers jsonb[], delay integer) RETURNS SETOF bigint LANGUAGE sql AS
  'SELECT * FROM pgmq.send_batch($1, $2, $3, clock_timestamp() + make_interval(secs => $4))';
CREATE FUNCTION pgmq.read(queue_name text, vt integer, qty integer, conditional jsonb DEFAULT '{}') RETURNS SETOF pgmq.message_record
  LANGUAGE plpgsql AS $$
BEGIN
  RETURN QUERY EXECUTE format('UPDATE pgmq.%1$I AS q SET vt = clock_timestamp() + make_interval(secs => $1), read_ct = read_ct + 1 '
    'WHERE msg_id IN (SELECT msg_id FROM pgmq.%1$I WHERE vt <= clock_timestamp() AND message @> $3 ORDER BY msg_id LIMIT $2 FOR UPDATE SKIP LOCKED) '
    'RETURNING q.msg_id, q.read_ct, q.enqueued_at, q.vt, q.message, q.headers', pgmq.format_table_name(queue_name, 'q'))
    USING vt, qty, conditional;
END
$$;
CREATE FUNCTION pgmq.read_with_poll(queue_name text, vt integer, qty integer, max_poll_seconds integer DEFAULT 5,
                                    poll_interval_ms integer DEFAULT 100, conditional jsonb DEFAULT '{}') RETURNS SETOF pgmq.message_record
  LANGUAGE sql AS 'SELECT * FROM pgmq.read($1, $2, $3, $6)';
CREATE FUNCTION pgmq.pop(queue_name text) RETURNS SETOF pgmq.message_record LANGUAGE plpgsql AS $$
BEGIN
  RETURN QUERY EXECUTE format('DELETE FROM pgmq.%1$I WHERE msg_id = (SELECT min(msg_id) FROM pgmq.%1$I WHERE vt <= now()) '
    'RETURNING msg_id, read_ct, enqueued_at, vt, message, headers', pgmq.format_table_name(queue_name, 'q'));
END
$$;
CREATE FUNCTION pgmq.delete(queue_name text, msg_ids bigint[]) RETURNS SETOF bigint LANGUAGE plpgsql AS $$
BEGIN
  RETURN QUERY EXECUTE format('DELETE FROM pgmq.%I WHERE msg_id = ANY ($1) RETURNING msg_id', pgmq.format_table_name(queue_name, 'q'))
    USING msg_ids;
END
$$;
CREATE FUNCTION pgmq.delete(queue_name text, msg_id bigint) RETURNS boolean LANGUAGE sql AS
  'SELECT EXISTS (SELECT FROM pgmq.delete($1, ARRAY[$2]))';
CREATE FUNCTION pgmq.archive(queue_name text, msg_ids bigint[]) RETURNS SETOF bigint LANGUAGE plpgsql AS $$
BEGIN
  RETURN QUERY EXECUTE format('WITH moved AS (DELETE FROM pgmq.%I WHERE msg_id = ANY ($1) RETURNING *) '
    'INSERT INTO pgmq.%I (msg_id, vt, read_ct, enqueued_at, message, headers) SELECT msg_id, vt, read_ct, enqueued_at, message, headers '
    'FROM moved RETURNING msg_id', pgmq.format_table_name(queue_name, 'q'), pgmq.format_table_name(queue_name, 'a')) USING msg_ids;
END
$$;
CREATE FUNCTION pgmq.archive(queue_name text, msg_id bigint) RETURNS boolean LANGUAGE sql AS
  'SELECT EXISTS (SELECT FROM pgmq.archive($1, ARRAY[$2]))';
CREATE FUNCTION pgmq.set_vt(queue_name text, msg_id bigint, vt integer) RETURNS SETOF pgmq.message_record LANGUAGE plpgsql AS $$
BEGIN
  RETURN QUERY EXECUTE format('UPDATE pgmq.%I SET vt = clock_timestamp() + make_interval(secs => $2) WHERE msg_id = $1 '
    'RETURNING msg_id, read_ct, enqueued_at, vt, message, headers', pgmq.format_table_name(queue_name, 'q')) USING msg_id, vt;
END
$$;
CREATE FUNCTION pgmq.purge_queue(queue_name text) RETURNS bigint LANGUAGE plpgsql AS $$
DECLARE
  gone bigint;
BEGIN
  EXECUTE format('WITH gone AS (DELETE FROM pgmq.%I RETURNING 1) SELECT count(*) FROM gone', pgmq.format_table_name(queue_name, 'q')) INTO gone;
  RETURN gone;
END
$$;
CREATE FUNCTION pgmq.list_queues() RETURNS SETOF pgmq.queue_record LANGUAGE sql AS 'SELECT * FROM pgmq.meta';
CREATE FUNCTION pgmq.metrics(queue_name text) RETURNS pgmq.metrics_result LANGUAGE plpgsql AS $$
DECLARE
  result pgmq.metrics_result;
BEGIN
  EXECUTE format('SELECT $1, count(*), extract(epoch FROM now() - max(enqueued_at))::integer, '
    'extract(epoch FROM now() - min(enqueued_at))::integer, count(*), now(), count(*) FILTER (WHERE vt <= now()) FROM pgmq.%I',
    pgmq.format_table_name(queue_name, 'q')) INTO result USING queue_name;
  RETURN result;
END
$$;
CREATE FUNCTION pgmq.metrics_all() RETURNS SETOF pgmq.metrics_result LANGUAGE sql AS
  'SELECT (m).* FROM (SELECT pgmq.metrics(queue_name) AS m FROM pgmq.meta) AS all_queues';
CREATE FUNCTION pgmq.detach_archive(queue_name text) RETURNS void LANGUAGE plpgsql AS 'BEGIN END';
CREATE FUNCTION pgmq.acquire_queue_lock(queue_name text) RETURNS void LANGUAGE plpgsql AS 'BEGIN END';
STUB pgmq.convert_archive_partitioned(table_name text, partition_interval text DEFAULT '10000', retention_interval text DEFAULT '100000', leading_partition integer DEFAULT 10) RETURNS void;
STUB pgmq._get_pg_partman_schema() RETURNS text;
STUB pgmq._belongs_to_pgmq(table_name text) RETURNS boolean;
STUB pgmq._get_partition_col(partition_interval text) RETURNS text;
STUB pgmq._extension_exists(extension_name text) RETURNS boolean;
STUB pgmq._ensure_pg_partman_installed() RETURNS void;
STUB pgmq._get_pg_partman_major_version() RETURNS integer;
GRANT_IF_ROLE postgres ALL ON SCHEMA pgmq;
GRANT_IF_ROLE postgres SELECT, INSERT, UPDATE, DELETE ON pgmq.meta;
GRANT_IF_ROLE pg_monitor SELECT ON pgmq.meta;

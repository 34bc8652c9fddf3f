-- Jobs are kept, never run.
CREATE SCHEMA cron;
CREATE SEQUENCE cron.jobid_seq;
CREATE SEQUENCE cron.runid_seq;
CREATE TABLE cron.job (
  jobid bigint PRIMARY KEY DEFAULT nextval('cron.jobid_seq'),
  schedule text NOT NULL,
  command text NOT NULL,
  nodename text NOT NULL DEFAULT 'localhost',
  nodeport int NOT NULL DEFAULT 5432,
  database text NOT NULL DEFAULT current_database(),
  username text NOT NULL DEFAULT current_user,
  active boolean NOT NULL DEFAULT true,
  jobname text,
  CONSTRAINT jobname_username_uniq UNIQUE (jobname, username)
);
ALTER TABLE cron.job ENABLE ROW LEVEL SECURITY;
CREATE POLICY cron_job_policy ON cron.job USING (username = CURRENT_USER);
CREATE TABLE cron.job_run_details (
  jobid bigint,
  runid bigint PRIMARY KEY DEFAULT nextval('cron.runid_seq'),
  job_pid integer,
  database text,
  username text,
  command text,
  status text,
  return_message text,
  start_time timestamptz,
  end_time timestamptz
);
ALTER TABLE cron.job_run_details ENABLE ROW LEVEL SECURITY;
CREATE POLICY cron_job_run_details_policy ON cron.job_run_details USING (username = CURRENT_USER);
CREATE FUNCTION cron.job_cache_invalidate() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NULL; END';
CREATE TRIGGER cron_job_cache_invalidate AFTER INSERT OR DELETE OR UPDATE OR TRUNCATE ON cron.job
  FOR EACH STATEMENT EXECUTE FUNCTION cron.job_cache_invalidate();
CREATE FUNCTION cron.schedule(schedule text, command text) RETURNS bigint STRICT SECURITY DEFINER LANGUAGE sql SET search_path = '' AS $$
  INSERT INTO cron.job (schedule, command, username) VALUES ($1, $2, session_user) RETURNING jobid $$;
CREATE FUNCTION cron.schedule(job_name text, schedule text, command text) RETURNS bigint STRICT SECURITY DEFINER LANGUAGE sql
  SET search_path = '' AS $$
  INSERT INTO cron.job (jobname, schedule, command, username) VALUES ($1, $2, $3, session_user)
    ON CONFLICT ON CONSTRAINT jobname_username_uniq DO UPDATE SET schedule = EXCLUDED.schedule, command = EXCLUDED.command
    RETURNING jobid $$;
CREATE FUNCTION cron.schedule_in_database(job_name text, schedule text, command text, database text, username text DEFAULT NULL,
                                          active boolean DEFAULT true) RETURNS bigint
  SECURITY DEFINER LANGUAGE sql SET search_path = '' AS $$
  INSERT INTO cron.job (jobname, schedule, command, database, username, active)
    VALUES ($1, $2, $3, $4, coalesce($5, session_user), $6)
    ON CONFLICT ON CONSTRAINT jobname_username_uniq DO UPDATE SET schedule = EXCLUDED.schedule, command = EXCLUDED.command
    RETURNING jobid $$;
CREATE FUNCTION cron.alter_job(job_id bigint, schedule text DEFAULT NULL, command text DEFAULT NULL, database text DEFAULT NULL,
                               username text DEFAULT NULL, active boolean DEFAULT NULL) RETURNS void
  SECURITY DEFINER LANGUAGE sql SET search_path = '' AS $$
  UPDATE cron.job AS j SET schedule = coalesce($2, j.schedule), command = coalesce($3, j.command),
    database = coalesce($4, j.database), username = coalesce($5, j.username), active = coalesce($6, j.active) WHERE j.jobid = $1 $$;
CREATE FUNCTION cron.unschedule(job_id bigint) RETURNS boolean STRICT SECURITY DEFINER LANGUAGE plpgsql SET search_path = '' AS $$
BEGIN
  DELETE FROM cron.job WHERE jobid = job_id;
  IF NOT FOUND THEN
    RAISE EXCEPTION 'could not find valid entry for job %', job_id;
  END IF;
  RETURN true;
END
$$;
CREATE FUNCTION cron.unschedule(job_name text) RETURNS boolean STRICT SECURITY DEFINER LANGUAGE plpgsql SET search_path = '' AS $$
BEGIN
  DELETE FROM cron.job WHERE jobname = job_name AND username = session_user;
  IF NOT FOUND THEN
    RAISE EXCEPTION 'could not find valid entry for job %', quote_literal(job_name);
  END IF;
  RETURN true;
END
$$;
GRANT SELECT ON cron.job TO PUBLIC;
GRANT SELECT, DELETE ON cron.job_run_details TO PUBLIC;
REVOKE ALL ON FUNCTION cron.schedule_in_database(text, text, text, text, text, boolean),
  cron.alter_job(bigint, text, text, text, text, boolean) FROM PUBLIC;
GRANT_IF_ROLE postgres USAGE ON SCHEMA cron;
GRANT_IF_ROLE postgres EXECUTE ON ALL FUNCTIONS IN SCHEMA cron;
GRANT_IF_ROLE postgres USAGE, SELECT ON ALL SEQUENCES IN SCHEMA cron;

-- DO blocks, and commands of pg_cron: what runs like a body and belongs to no function.
CREATE EXTENSION IF NOT EXISTS pg_cron;
CREATE TABLE sessions (id bigint PRIMARY KEY, seen_at timestamptz, owner bigint);
CREATE TABLE audit_log (at timestamptz);
CREATE TABLE renamed_later (id bigint PRIMARY KEY);
CREATE PROCEDURE sweep() LANGUAGE sql AS 'DELETE FROM sessions WHERE seen_at < now()';
CREATE FUNCTION session_count() RETURNS bigint LANGUAGE sql AS 'SELECT count(*) FROM sessions';
DO $$
BEGIN
  IF (SELECT count(*) FROM sessions) > 10 THEN
    DELETE FROM session_archive; -- here
  END IF;
  PERFORM 1 FROM renamed_later;
END $$;
DO $do$
BEGIN
  IF (SELECT count(*) FROM sessions) > 10 THEN
    EXECUTE 'UPDATE sessionss SET owner = 1'; -- here: sessions
    INSERT INTO sessions (id, seenat) VALUES (1, now()); -- here: seen_at
  END IF;
  IF EXISTS (SELECT FROM pg_tables WHERE tablename = 'perhaps') THEN
    DELETE FROM perhaps;
  END IF;
  IF current_setting('server_version_num')::int < 90600 THEN
    PERFORM pg_xlogfile_name(pg_current_xlog_location());
  END IF;
END $do$;
ALTER TABLE renamed_later RENAME TO renamed;
SELECT cron.schedule('a', '0 3 * * *', 'DELETE FROM sesions WHERE seen_at < now()'); -- here: sessions
SELECT cron.schedule('b', '0 3 * * *', $$
  SELECT session_count();
  DELETE FROM sessions
  WHERE seenat < now(); -- here: seen_at
$$);
SELECT cron.schedule('c', '0 3 * * *', 'CALL sweeep()'); -- here: sweep
SELECT cron.schedule('d', '0 3 * * *', 'SELECT sessions_count()'); -- here: session_count
SELECT cron.schedule('e', '0 3 * * *', 'TRUNCATE audit_logs'); -- here: audit_log
SELECT cron.schedule('f', '0 3 * * *', $$
  DO $x$
  DECLARE n bigint;
  BEGIN
    SELECT count(*) INTO n FROM audit_lg; -- here: audit_log
  END
  $x$
$$);
SELECT cron.schedule('fine', '0 4 * * *', 'VACUUM sessions');
SELECT cron.schedule('also fine', '0 4 * * *', 'CALL sweep(); SELECT id FROM sessions; TRUNCATE audit_log;');
SELECT cron.schedule('elsewhere', '0 4 * * *', $$SELECT net.http_post(url := 'https://example.com')$$);

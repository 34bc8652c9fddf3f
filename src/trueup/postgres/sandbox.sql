-- What PostgreSQL leaves open to everyone, or to roles that a platform hands to its project's role, and that text from files
-- has no business with here: ending other sessions, and reading the server's own files and settings files.
REVOKE EXECUTE ON FUNCTION pg_terminate_backend(integer, bigint), pg_cancel_backend(integer) FROM PUBLIC;
REVOKE EXECUTE ON FUNCTION pg_ls_logdir(), pg_ls_waldir(), pg_ls_tmpdir(), pg_ls_tmpdir(oid) FROM pg_monitor;
REVOKE EXECUTE ON FUNCTION pg_current_logfile(), pg_current_logfile(text) FROM pg_monitor;

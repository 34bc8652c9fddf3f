SET ROLE postgres;
DO $do$BEGIN EXECUTE format('GRANT TEMPORARY ON DATABASE %I TO pg_monitor', current_database()); END$do$;
RESET ROLE;
SET ROLE postgres;
DO $do$BEGIN EXECUTE format('GRANT CONNECT, TEMPORARY ON DATABASE %I TO PUBLIC', current_database()); END$do$;
RESET ROLE;

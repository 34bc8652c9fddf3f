create schema s;
alter default privileges in schema s grant all on sequences to pg_monitor;

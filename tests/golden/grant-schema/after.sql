create schema s;
grant usage, create on schema s to pg_monitor;

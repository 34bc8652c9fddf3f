GRANT USAGE ON SEQUENCE public.s TO pg_monitor;

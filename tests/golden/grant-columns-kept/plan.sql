REVOKE SELECT, UPDATE ON TABLE public.t FROM pg_monitor CASCADE;
GRANT UPDATE (a) ON TABLE public.t TO pg_monitor;

REVOKE SELECT ON TABLE public.t FROM pg_monitor CASCADE;
GRANT SELECT (a) ON TABLE public.t TO pg_monitor;
GRANT UPDATE (b) ON TABLE public.t TO pg_monitor;
GRANT SELECT (id) ON TABLE public.t TO pg_monitor;

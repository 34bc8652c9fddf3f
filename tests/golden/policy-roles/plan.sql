ALTER POLICY p ON public.t TO pg_monitor;

ALTER SCHEMA x OWNER TO pg_monitor;
ALTER TYPE public.m OWNER TO pg_monitor;
ALTER SEQUENCE public.s OWNER TO pg_monitor;
ALTER TABLE public.t OWNER TO pg_monitor;
ALTER FUNCTION public.f() OWNER TO pg_monitor;
ALTER VIEW public.v OWNER TO pg_monitor;

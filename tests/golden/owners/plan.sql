ALTER SCHEMA x OWNER TO golden_owner;
ALTER TYPE public.m OWNER TO golden_owner;
ALTER SEQUENCE public.s OWNER TO golden_owner;
ALTER TABLE public.t OWNER TO golden_owner;
ALTER FUNCTION public.f() OWNER TO golden_owner;
ALTER VIEW public.v OWNER TO golden_owner;

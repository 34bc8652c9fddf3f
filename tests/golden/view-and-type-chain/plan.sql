DROP VIEW public.v;
ALTER TABLE public.t ALTER COLUMN c TYPE text USING c::text;
DROP TYPE public.ct;
DROP DOMAIN public.d;
CREATE DOMAIN public.d AS bigint;
CREATE TYPE public.ct AS (x public.d);
ALTER TABLE public.t ALTER COLUMN c TYPE public.ct USING c::public.ct;
CREATE VIEW public.v AS
SELECT (c).x AS x
   FROM public.t;

SET check_function_bodies = off;
DROP VIEW public.v;
DROP FUNCTION public.f(integer);
CREATE FUNCTION public.f(x integer)
    RETURNS bigint
    LANGUAGE sql
AS $$select 1$$;
CREATE VIEW public.v AS
SELECT public.f(1) AS f;

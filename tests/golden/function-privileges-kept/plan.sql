SET check_function_bodies = off;
DROP FUNCTION public.f(integer);
CREATE FUNCTION public.f(x integer)
    RETURNS text
    LANGUAGE sql
AS $$select x::text$$;
REVOKE EXECUTE ON FUNCTION public.f(integer) FROM PUBLIC;
COMMENT ON FUNCTION public.f(integer) IS 'c';

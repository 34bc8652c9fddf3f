SET check_function_bodies = off;
DROP FUNCTION public.f(integer);
CREATE FUNCTION public.f(y integer)
    RETURNS integer
    LANGUAGE sql
AS $$select 1$$;

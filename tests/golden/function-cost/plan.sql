SET check_function_bodies = off;
CREATE OR REPLACE FUNCTION public.f(x integer)
    RETURNS integer
    LANGUAGE sql
    COST 5
AS $$select 1$$;

SET check_function_bodies = off;
CREATE OR REPLACE FUNCTION public.f(x integer)
    RETURNS integer
    LANGUAGE sql
AS $$select 2$$;

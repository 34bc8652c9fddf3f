SET check_function_bodies = off;
CREATE OR REPLACE FUNCTION public.f(x integer)
    RETURNS integer
    LANGUAGE sql
    SET search_path TO 'public', 'pg_temp'
AS $$select 1$$;

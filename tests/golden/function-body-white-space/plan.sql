SET check_function_bodies = off;
CREATE OR REPLACE FUNCTION public.f()
    RETURNS integer
    LANGUAGE sql
AS $$select   1 -- one$$;

SET check_function_bodies = off;
DROP FUNCTION public.f();
CREATE FUNCTION public.f()
    RETURNS TABLE(a integer, b text)
    LANGUAGE sql
    ROWS 5
AS $$select 1, 'x'$$;

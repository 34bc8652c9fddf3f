SET check_function_bodies = off;
DROP POLICY p ON public.t;
DROP FUNCTION public.ok(integer);
CREATE FUNCTION public.ok(i integer, lowest integer)
    RETURNS boolean
    LANGUAGE sql
AS $$select i > lowest$$;
CREATE POLICY p ON public.t FOR ALL TO PUBLIC USING (public.ok(id, 1));

SET check_function_bodies = off;
DROP POLICY p ON public.t;
DROP FUNCTION public.f(public.m);
ALTER TABLE public.t ALTER COLUMN x TYPE text USING x::text;
DROP TYPE public.m;
CREATE TYPE public.m AS ENUM ('a', 'b');
ALTER TABLE public.t ALTER COLUMN x TYPE public.m USING x::public.m;
CREATE FUNCTION public.f(public.m)
    RETURNS public.m
    LANGUAGE sql
AS $$select $1$$;
CREATE POLICY p ON public.t FOR ALL TO PUBLIC USING ((x = 'a'::public.m));

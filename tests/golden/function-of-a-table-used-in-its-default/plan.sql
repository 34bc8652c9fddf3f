SET check_function_bodies = off;
CREATE TABLE public.t (
    a integer,
    b integer
);
CREATE FUNCTION public.f(r public.t)
    RETURNS integer
    LANGUAGE sql
BEGIN ATOMIC
 SELECT (r).a AS a;
END
;
CREATE FUNCTION public.n() RETURNS integer LANGUAGE plpgsql AS $$BEGIN END$$;
ALTER TABLE ONLY public.t ALTER COLUMN b SET DEFAULT public.n();
CREATE OR REPLACE FUNCTION public.n()
    RETURNS integer
    LANGUAGE sql
BEGIN ATOMIC
 SELECT (count(*))::integer AS count
    FROM public.t;
END
;

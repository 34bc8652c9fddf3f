DROP STATISTICS public.s;
DROP INDEX public.i;
ALTER TABLE public.t DROP CONSTRAINT t_x_fkey;
DROP VIEW public.v;
ALTER TABLE ONLY public.child ALTER COLUMN x DROP DEFAULT;
ALTER TABLE ONLY public.r ALTER COLUMN x DROP DEFAULT;
ALTER TABLE public.r ALTER COLUMN x TYPE text USING x::text;
ALTER TABLE ONLY public.t ALTER COLUMN many DROP DEFAULT;
ALTER TABLE public.t ALTER COLUMN many TYPE text[] USING many::text[];
ALTER TABLE public.t ALTER COLUMN x TYPE text USING x::text;
ALTER TABLE public.u ALTER COLUMN w TYPE text USING w::text;
DROP TYPE public.c;
ALTER TABLE public.u ALTER COLUMN z TYPE text USING z::text;
DROP DOMAIN public.d;
DROP TYPE public.e;
CREATE TYPE public.e AS ENUM ('a', 'c');
CREATE TYPE public.c AS (q public.e);
CREATE DOMAIN public.d AS public.e;
ALTER TABLE public.r ALTER COLUMN x TYPE public.e USING x::public.e;
ALTER TABLE ONLY public.r ALTER COLUMN x SET DEFAULT 'a'::public.e;
ALTER TABLE ONLY public.child ALTER COLUMN x SET DEFAULT 'a'::public.e;
ALTER TABLE public.t ALTER COLUMN many TYPE public.e[] USING many::public.e[];
ALTER TABLE ONLY public.t ALTER COLUMN many SET DEFAULT '{a}'::public.e[];
ALTER TABLE public.t ALTER COLUMN x TYPE public.e USING x::public.e;
ALTER TABLE public.u ALTER COLUMN w TYPE public.c USING w::public.c;
ALTER TABLE public.u ALTER COLUMN z TYPE public.d USING z::public.d;
CREATE VIEW public.v AS
SELECT x,
    many
   FROM public.t
  WHERE (x = 'a'::public.e);
ALTER TABLE public.t ADD CONSTRAINT t_x_fkey FOREIGN KEY (x) REFERENCES public.r(x) NOT VALID;
ALTER TABLE public.t VALIDATE CONSTRAINT t_x_fkey;
CREATE INDEX CONCURRENTLY i ON public.t USING btree (x) WHERE (x = 'a'::public.e);
CREATE STATISTICS public.s ON x, (x::text) FROM public.t;

SET check_function_bodies = off;
DROP FUNCTION public.f();
DROP TABLE public.t;
DROP DOMAIN public.d;
DROP TYPE public.m;
DROP SCHEMA public;
CREATE SCHEMA public;
ALTER SCHEMA public OWNER TO pg_database_owner;
COMMENT ON SCHEMA public IS 'p';
CREATE TYPE public.m AS ENUM ('a');
COMMENT ON TYPE public.m IS 'm';
CREATE DOMAIN public.d AS integer
    CONSTRAINT pos CHECK ((VALUE > 0));
COMMENT ON DOMAIN public.d IS 'd';
COMMENT ON CONSTRAINT pos ON DOMAIN public.d IS 'pos';
CREATE TABLE public.t (
    id integer CONSTRAINT t_id_not_null NOT NULL,
    a text,
    b integer
);
COMMENT ON TABLE public.t IS 't';
COMMENT ON COLUMN public.t.a IS 'it''s';
CREATE FUNCTION public.f()
    RETURNS integer
    LANGUAGE sql
AS $$select 1$$;
COMMENT ON FUNCTION public.f() IS 'f';
ALTER TABLE public.t ADD CONSTRAINT t_pkey PRIMARY KEY (id);
COMMENT ON CONSTRAINT t_pkey ON public.t IS 'key';
CREATE INDEX i ON public.t USING btree (a);
COMMENT ON INDEX public.i IS 'i';
GRANT USAGE ON SCHEMA public TO PUBLIC;

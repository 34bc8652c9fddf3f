SET check_function_bodies = off;
CREATE TABLE public.t (
    a integer
);
CREATE FUNCTION public.f(x integer)
    RETURNS integer
    LANGUAGE plpgsql
AS $$begin return g(x); end$$;
CREATE FUNCTION public.g(x integer)
    RETURNS integer
    LANGUAGE plpgsql
AS $$begin return f(x); end$$;

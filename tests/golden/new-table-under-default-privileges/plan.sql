SET check_function_bodies = off;
CREATE TABLE public.t (
    a integer
);
REVOKE SELECT ON TABLE public.t FROM pg_monitor;
CREATE FUNCTION public.f()
    RETURNS integer
    LANGUAGE sql
AS $$select 1$$;
GRANT EXECUTE ON FUNCTION public.f() TO PUBLIC;

SET check_function_bodies = off;
DROP TRIGGER tr ON public.t;
DROP FUNCTION public.f();
CREATE FUNCTION s.f()
    RETURNS trigger
    LANGUAGE plpgsql
AS $$begin return new; end$$;
CREATE TRIGGER tr BEFORE INSERT ON public.t FOR EACH ROW EXECUTE FUNCTION s.f();

COMMENT ON SCHEMA public IS 'p';
COMMENT ON TYPE public.m IS 'm';
COMMENT ON DOMAIN public.d IS 'd';
COMMENT ON TABLE public.t IS 't';
COMMENT ON COLUMN public.t.a IS 'it''s';
COMMENT ON FUNCTION public.f() IS 'f';
COMMENT ON CONSTRAINT pos ON DOMAIN public.d IS 'pos';
COMMENT ON CONSTRAINT t_pkey ON public.t IS 'key';
COMMENT ON INDEX public.i IS 'i';

COMMENT ON COLUMN public.v.a IS 'a';
COMMENT ON VIEW public.v IS 'v';

ALTER TABLE public.tt OF public.ty;

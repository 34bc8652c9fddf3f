ALTER TABLE public.k NO INHERIT public.p;

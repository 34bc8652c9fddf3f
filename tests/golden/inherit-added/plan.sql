ALTER TABLE public.k INHERIT public.p;

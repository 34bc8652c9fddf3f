ALTER TABLE public.t2 NO INHERIT public.t1;
DROP TABLE public.t1;

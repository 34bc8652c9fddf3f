CREATE TABLE public.t2 (c1 integer, c2 integer);
CREATE VIEW public.v AS SELECT c1, c2 FROM public.t2;

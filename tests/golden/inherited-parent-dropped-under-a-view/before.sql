CREATE TABLE public.t1 (c1 integer);
CREATE TABLE public.t2 (c2 integer) INHERITS (public.t1);
CREATE VIEW public.v AS SELECT c1, c2 FROM public.t2;

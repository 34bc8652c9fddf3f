CREATE TABLE public.t (a bigint, b text);
CREATE INDEX t_a ON public.t (a) WHERE a > 0;

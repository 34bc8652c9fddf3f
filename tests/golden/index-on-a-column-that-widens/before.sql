CREATE TABLE public.t (a integer, b text);
CREATE INDEX t_a ON public.t (a) WHERE a > 0;

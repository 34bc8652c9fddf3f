CREATE TABLE public.p (a integer, b text) PARTITION BY LIST (a);
CREATE TABLE public.p1 (a integer, b text);
CREATE INDEX i ON public.p (b);
CREATE INDEX own ON public.p1 (b);

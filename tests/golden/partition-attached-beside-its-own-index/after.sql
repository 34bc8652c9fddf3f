CREATE TABLE public.p (a integer, b text) PARTITION BY LIST (a);
CREATE TABLE public.p1 (a integer, b text);
ALTER TABLE public.p ATTACH PARTITION public.p1 FOR VALUES IN (1);
CREATE INDEX i ON public.p (b);
CREATE INDEX own ON public.p1 (b);

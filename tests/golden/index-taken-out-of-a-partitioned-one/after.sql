CREATE TABLE public.p (id integer NOT NULL, k integer) PARTITION BY RANGE (id);
CREATE TABLE public.p1 PARTITION OF public.p FOR VALUES FROM (0) TO (10);
CREATE TABLE public.p2 PARTITION OF public.p FOR VALUES FROM (10) TO (20);
CREATE INDEX p_k ON ONLY public.p (k);
CREATE INDEX p1_k ON public.p1 (k);

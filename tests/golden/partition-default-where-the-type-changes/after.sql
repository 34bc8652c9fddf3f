CREATE TABLE public.t (id integer, a boolean DEFAULT false) PARTITION BY RANGE (id);
CREATE TABLE public.t1 PARTITION OF public.t FOR VALUES FROM (0) TO (5);
ALTER TABLE public.t1 ALTER a SET DEFAULT true;

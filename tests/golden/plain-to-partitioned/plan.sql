DROP VIEW public.v;
DROP TABLE public.t;
CREATE TABLE public.t (
    a integer,
    b integer
) PARTITION BY LIST (a);
CREATE TABLE public.t1 (
    a integer,
    b integer
);
CREATE VIEW public.v AS
SELECT a
   FROM public.t;
ALTER TABLE ONLY public.t ATTACH PARTITION public.t1 FOR VALUES IN (1);

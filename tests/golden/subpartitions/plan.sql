CREATE TABLE public.p (
    a integer,
    b integer
) PARTITION BY LIST (a);
CREATE TABLE public.p1 (
    a integer,
    b integer
) PARTITION BY RANGE (b);
CREATE TABLE public.p11 (
    a integer,
    b integer
);
CREATE INDEX p11_b_idx ON public.p11 USING btree (b);
ALTER TABLE ONLY public.p1 ATTACH PARTITION public.p11 FOR VALUES FROM (0) TO (10);
CREATE INDEX p1_b_idx ON ONLY public.p1 USING btree (b);
ALTER TABLE ONLY public.p ATTACH PARTITION public.p1 FOR VALUES IN (1);
CREATE INDEX p_b_idx ON ONLY public.p USING btree (b);
ALTER INDEX public.p1_b_idx ATTACH PARTITION public.p11_b_idx;
ALTER INDEX public.p_b_idx ATTACH PARTITION public.p1_b_idx;

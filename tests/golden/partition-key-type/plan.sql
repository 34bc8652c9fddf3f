ALTER TABLE ONLY public.t1 DETACH PARTITION public.t1a;
DROP TABLE public.t1;
DROP TABLE public.t;
ALTER TABLE public.t1a ALTER COLUMN y TYPE text USING y::text;
DROP TYPE public.e;
CREATE TYPE public.e AS ENUM ('a', 'c');
CREATE TABLE public.t (
    x bigint,
    y public.e
) PARTITION BY LIST (x);
CREATE TABLE public.t1 (
    x bigint,
    y public.e
) PARTITION BY LIST (y);
ALTER TABLE public.t1a ALTER COLUMN x TYPE bigint;
ALTER TABLE public.t1a ALTER COLUMN y TYPE public.e USING y::public.e;
CREATE INDEX t1_y_idx ON ONLY public.t1 USING btree (y);
ALTER TABLE ONLY public.t ATTACH PARTITION public.t1 FOR VALUES IN ('1');
ALTER TABLE ONLY public.t1 ATTACH PARTITION public.t1a FOR VALUES IN ('a');
CREATE INDEX t_y ON ONLY public.t USING btree (y);
ALTER INDEX public.t1_y_idx ATTACH PARTITION public.t1a_y_idx;
ALTER INDEX public.t_y ATTACH PARTITION public.t1_y_idx;

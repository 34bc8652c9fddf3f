ALTER TABLE ONLY public.t DETACH PARTITION public.t1;
DROP TABLE public.t;
CREATE TABLE public.t (
    a integer,
    b integer
);

CREATE TABLE public.p1 (
    id integer CONSTRAINT p_id_not_null NOT NULL,
    at date CONSTRAINT p_at_not_null NOT NULL
);
CREATE TABLE public.pd (
    id integer CONSTRAINT p_id_not_null NOT NULL,
    at date CONSTRAINT p_at_not_null NOT NULL
);
ALTER TABLE public.p1 ADD CONSTRAINT p1_pkey PRIMARY KEY (id, at);
ALTER TABLE public.pd ADD CONSTRAINT pd_pkey PRIMARY KEY (id, at);
CREATE INDEX p1_at_idx ON public.p1 USING btree (at);
ALTER TABLE ONLY public.p ATTACH PARTITION public.p1 FOR VALUES FROM ('2024-01-01') TO ('2025-01-01');
CREATE INDEX pd_at_idx ON public.pd USING btree (at);
ALTER TABLE ONLY public.p ATTACH PARTITION public.pd DEFAULT;
ALTER INDEX public.p_at ATTACH PARTITION public.p1_at_idx;
ALTER INDEX public.p_pkey ATTACH PARTITION public.p1_pkey;
ALTER INDEX public.p_at ATTACH PARTITION public.pd_at_idx;
ALTER INDEX public.p_pkey ATTACH PARTITION public.pd_pkey;

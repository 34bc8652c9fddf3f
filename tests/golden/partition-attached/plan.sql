ALTER TABLE public.p1 RENAME CONSTRAINT p1_at_not_null TO p_at_not_null;
ALTER TABLE public.p1 RENAME CONSTRAINT p1_id_not_null TO p_id_not_null;
ALTER TABLE ONLY public.p ATTACH PARTITION public.p1 FOR VALUES FROM ('2024-01-01') TO ('2025-01-01');

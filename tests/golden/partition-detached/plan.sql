ALTER TABLE ONLY public.p DETACH PARTITION public.p1;
ALTER TABLE public.p1 RENAME CONSTRAINT p_at_not_null TO p1_at_not_null;
ALTER TABLE public.p1 RENAME CONSTRAINT p_id_not_null TO p1_id_not_null;

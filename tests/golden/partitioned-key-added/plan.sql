ALTER TABLE ONLY public.p ADD CONSTRAINT p_pkey PRIMARY KEY (id, at);
ALTER TABLE public.p1 ADD CONSTRAINT p1_pkey PRIMARY KEY (id, at);
ALTER INDEX public.p_pkey ATTACH PARTITION public.p1_pkey;

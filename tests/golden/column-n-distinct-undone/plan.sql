ALTER TABLE ONLY public.t ALTER COLUMN a RESET (n_distinct, n_distinct_inherited);

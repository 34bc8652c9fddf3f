CREATE INDEX CONCURRENTLY p1_n_idx ON public.p1 USING btree (n);
CREATE INDEX p_n ON ONLY public.p USING btree (n);
ALTER INDEX public.p_n ATTACH PARTITION public.p1_n_idx;

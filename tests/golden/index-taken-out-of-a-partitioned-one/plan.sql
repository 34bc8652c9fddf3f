DROP INDEX public.p_k;
CREATE INDEX CONCURRENTLY p1_k ON public.p1 USING btree (k);
CREATE INDEX p_k ON ONLY public.p USING btree (k);

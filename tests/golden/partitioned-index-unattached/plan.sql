CREATE INDEX p_n ON ONLY public.p USING btree (n);

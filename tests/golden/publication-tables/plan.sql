ALTER PUBLICATION pub DROP TABLE ONLY public.t;
ALTER PUBLICATION pub SET (publish = 'insert', publish_via_partition_root = true);
ALTER PUBLICATION pub ADD TABLE ONLY public.t (id, a);
ALTER PUBLICATION pub ADD TABLE ONLY public.u WHERE ((a > 1));

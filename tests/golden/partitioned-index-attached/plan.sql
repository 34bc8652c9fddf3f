ALTER INDEX public.p_n ATTACH PARTITION public.p1_n;

DROP STATISTICS public.st;
CREATE STATISTICS public.st (mcv) ON a, b FROM public.t;

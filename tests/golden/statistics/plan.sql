CREATE STATISTICS public.st (ndistinct, dependencies) ON a, b FROM public.t;

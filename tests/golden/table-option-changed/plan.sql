ALTER TABLE public.t SET (fillfactor='80');

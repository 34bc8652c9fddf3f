ALTER TABLE public.t SET (autovacuum_enabled='off', fillfactor='70', toast.autovacuum_enabled='off');

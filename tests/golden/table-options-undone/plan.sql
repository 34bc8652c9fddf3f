ALTER TABLE public.t RESET (autovacuum_enabled, fillfactor, toast.autovacuum_enabled);

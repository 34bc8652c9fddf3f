ALTER TABLE public.t ALTER COLUMN c TYPE numeric(12,4);

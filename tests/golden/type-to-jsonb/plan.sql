ALTER TABLE public.t ALTER COLUMN c TYPE jsonb USING c::jsonb;

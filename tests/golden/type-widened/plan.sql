ALTER TABLE public.t ALTER COLUMN c TYPE bigint USING c::bigint;

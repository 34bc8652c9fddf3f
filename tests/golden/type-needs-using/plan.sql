ALTER TABLE public.t ALTER COLUMN c TYPE integer USING c::integer;

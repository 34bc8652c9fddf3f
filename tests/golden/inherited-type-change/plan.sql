ALTER TABLE public.p ALTER COLUMN a TYPE bigint USING a::bigint;

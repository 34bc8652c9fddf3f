ALTER TABLE public.p ALTER COLUMN n TYPE bigint USING n::bigint;

ALTER TABLE public.t ALTER COLUMN id TYPE bigint USING id::bigint;
ALTER TABLE public.u ALTER COLUMN t TYPE bigint USING t::bigint;

ALTER TABLE public.t ALTER COLUMN x TYPE text USING x::text;
DROP TYPE public.r;
CREATE TYPE public.r AS RANGE (subtype = bigint, subtype_opclass = pg_catalog.int8_ops, multirange_type_name = public.r_multirange);
ALTER TABLE public.t ALTER COLUMN x TYPE public.r USING x::public.r;

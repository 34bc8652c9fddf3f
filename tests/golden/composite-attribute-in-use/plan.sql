ALTER TABLE public.t ALTER COLUMN x TYPE text USING x::text;
ALTER TABLE public.t ALTER COLUMN ys TYPE text[] USING ys::text[];
DROP TYPE public.ty;
CREATE TYPE public.ty AS (a bigint, b text);
ALTER TABLE public.t ALTER COLUMN x TYPE public.ty USING x::public.ty;
ALTER TABLE public.t ALTER COLUMN ys TYPE public.ty[] USING ys::public.ty[];

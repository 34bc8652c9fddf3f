ALTER TABLE public.t ALTER COLUMN x TYPE text[] USING x::text[];
DROP DOMAIN public.d;
CREATE DOMAIN public.d AS bigint
    CONSTRAINT d_check CHECK ((VALUE > 0));
ALTER TABLE public.t ALTER COLUMN x TYPE public.d[] USING x::public.d[];

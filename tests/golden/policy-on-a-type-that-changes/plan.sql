DROP POLICY p ON public.t;
ALTER TABLE public.t ALTER COLUMN a TYPE bigint USING a::bigint;
CREATE POLICY p ON public.t FOR ALL TO PUBLIC USING ((a = 1));

DROP VIEW public.v;
ALTER TABLE public.t DROP COLUMN b;
CREATE VIEW public.v AS
SELECT a
   FROM public.t;

DROP VIEW public.v;
CREATE VIEW public.v AS
SELECT id
   FROM public.t;

DROP VIEW public.v;
CREATE VIEW public.v AS
SELECT id,
    a AS text
   FROM public.t;

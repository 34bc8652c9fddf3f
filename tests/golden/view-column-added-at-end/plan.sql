CREATE OR REPLACE VIEW public.v AS
SELECT id,
    a,
    b
   FROM public.t;

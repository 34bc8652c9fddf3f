CREATE OR REPLACE VIEW public.v AS
SELECT id,
    upper(a) AS a,
    1 AS one
   FROM public.t;
CREATE OR REPLACE VIEW public.w AS
SELECT id,
    a,
    one
   FROM public.v;
CREATE OR REPLACE VIEW public.x AS
SELECT id,
    a,
    one
   FROM public.w;

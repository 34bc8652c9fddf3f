DROP VIEW public.w;
DROP VIEW public.v;
ALTER TABLE public.t ALTER COLUMN a TYPE bigint;
CREATE VIEW public.v AS
SELECT id,
    a
   FROM public.t;
CREATE VIEW public.w AS
SELECT a
   FROM public.v;
COMMENT ON VIEW public.w IS 'outer';
GRANT SELECT ON TABLE public.w TO PUBLIC;

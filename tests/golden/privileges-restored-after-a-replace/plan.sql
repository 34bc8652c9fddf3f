DROP VIEW public.v;
CREATE VIEW public.v AS
SELECT (id)::text AS id
   FROM public.t;
COMMENT ON VIEW public.v IS 'kept';
GRANT SELECT ON TABLE public.v TO PUBLIC;

DROP MATERIALIZED VIEW public.m;
CREATE MATERIALIZED VIEW public.m AS
SELECT id,
    n
   FROM public.t;
CREATE UNIQUE INDEX m_id ON public.m USING btree (id);

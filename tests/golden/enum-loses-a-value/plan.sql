DROP VIEW public.v;
ALTER TABLE ONLY public.t ALTER COLUMN m DROP DEFAULT;
ALTER TABLE public.t ALTER COLUMN m TYPE text USING m::text;
ALTER TABLE public.t ALTER COLUMN ms TYPE text[] USING ms::text[];
DROP TYPE public.mood;
CREATE TYPE public.mood AS ENUM ('sad', 'happy');
ALTER TABLE public.t ALTER COLUMN m TYPE public.mood USING m::public.mood;
ALTER TABLE ONLY public.t ALTER COLUMN m SET DEFAULT 'sad'::public.mood;
ALTER TABLE public.t ALTER COLUMN ms TYPE public.mood[] USING ms::public.mood[];
CREATE VIEW public.v AS
SELECT m
   FROM public.t;

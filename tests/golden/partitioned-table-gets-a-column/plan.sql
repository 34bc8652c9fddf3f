ALTER TABLE public.p ADD COLUMN note text DEFAULT 'x'::text;
ALTER TABLE ONLY public.p1 ALTER COLUMN note SET DEFAULT 'y'::text;

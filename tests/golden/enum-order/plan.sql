ALTER TABLE ONLY public.t ALTER COLUMN x DROP DEFAULT;
ALTER TABLE public.t ALTER COLUMN x TYPE text USING x::text;
DROP TYPE public.m;
CREATE TYPE public.m AS ENUM ('c', 'b', 'a');
ALTER TABLE public.t ALTER COLUMN x TYPE public.m USING x::public.m;
ALTER TABLE ONLY public.t ALTER COLUMN x SET DEFAULT 'a'::public.m;

ALTER TYPE public.m ADD VALUE 'b' AFTER 'a';
ALTER TABLE ONLY public.t ALTER COLUMN x SET DEFAULT 'b'::public.m;
ALTER TABLE public.t ADD CONSTRAINT t_x_check CHECK ((x <> 'b'::public.m)) NOT VALID;
ALTER TABLE public.t VALIDATE CONSTRAINT t_x_check;

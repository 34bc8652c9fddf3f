ALTER TABLE public.t RENAME CONSTRAINT pos TO b_positive;

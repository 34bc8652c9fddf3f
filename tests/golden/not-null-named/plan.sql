ALTER TABLE public.t RENAME CONSTRAINT t_a_not_null TO a_there;

CREATE TABLE public.trueup_parent_of_c (a integer);
ALTER TABLE public.c INHERIT public.trueup_parent_of_c;
ALTER TABLE public.c NO INHERIT public.p;
ALTER TABLE public.q ALTER COLUMN b SET NOT NULL;
ALTER TABLE public.trueup_parent_of_c ADD COLUMN b integer CONSTRAINT q_b_not_null NOT NULL;
ALTER TABLE public.c INHERIT public.q;
ALTER TABLE public.c INHERIT public.p;
ALTER TABLE public.c NO INHERIT public.trueup_parent_of_c;
DROP TABLE public.trueup_parent_of_c;

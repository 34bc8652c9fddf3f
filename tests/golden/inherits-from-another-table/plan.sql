CREATE TABLE public.trueup_parent_of_c (id bigint, b integer);
ALTER TABLE public.c INHERIT public.trueup_parent_of_c;
ALTER TABLE public.c NO INHERIT public.p;
ALTER TABLE public.p DROP COLUMN b;
ALTER TABLE public.p DROP COLUMN id;
CREATE TABLE public.p2 (
    id bigint NOT NULL,
    b integer
);
ALTER TABLE ONLY public.q ALTER COLUMN y SET DEFAULT 7;
ALTER TABLE public.p ADD COLUMN f3 integer;
ALTER TABLE public.c ALTER COLUMN id DROP NOT NULL;
ALTER TABLE public.trueup_parent_of_c ADD CONSTRAINT p2_id_not_null NOT NULL id;
ALTER TABLE public.trueup_parent_of_c ADD COLUMN y integer DEFAULT 7;
ALTER TABLE public.c INHERIT public.p2;
ALTER TABLE public.c INHERIT public.q;
ALTER TABLE public.c NO INHERIT public.trueup_parent_of_c;
DROP TABLE public.trueup_parent_of_c;

CREATE TABLE public.t (id integer GENERATED ALWAYS AS IDENTITY (SEQUENCE NAME one), a integer);

CREATE TABLE public.t (a integer, g integer GENERATED ALWAYS AS (a + 1) VIRTUAL);

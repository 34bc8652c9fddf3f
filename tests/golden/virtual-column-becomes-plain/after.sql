CREATE TABLE public.t (a integer, g integer);

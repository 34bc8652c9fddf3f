CREATE TABLE public.s (
    a integer CONSTRAINT t_a_not_null NOT NULL
);
CREATE TABLE public.t (
    a integer CONSTRAINT t_a_not_null NOT NULL
);

CREATE TABLE public.t (
    a integer
);
CREATE OPERATOR public.=== (FUNCTION = public.eq, LEFTARG = integer, RIGHTARG = integer, COMMUTATOR = OPERATOR(public.===));
ALTER TABLE public.t ADD CONSTRAINT t_a_check CHECK ((a OPERATOR(public.===) 1));

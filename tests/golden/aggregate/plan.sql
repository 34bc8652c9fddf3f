CREATE AGGREGATE public.s(integer) (
    SFUNC = public.add,
    STYPE = integer,
    INITCOND = '0'
);

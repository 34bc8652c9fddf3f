CREATE OR REPLACE AGGREGATE public.s(integer) (
    SFUNC = public.add,
    STYPE = integer,
    INITCOND = '5',
    PARALLEL = SAFE
);

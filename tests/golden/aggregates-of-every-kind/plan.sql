CREATE OR REPLACE AGGREGATE public.plain(integer) (
    SFUNC = public.add,
    COMBINEFUNC = public.add,
    FINALFUNC = public.fin,
    FINALFUNC_MODIFY = SHAREABLE,
    MFINALFUNC = public.fin,
    MFINALFUNC_MODIFY = READ_ONLY,
    MINVFUNC = public.less,
    MSFUNC = public.add,
    MSTYPE = integer,
    SSPACE = 8,
    STYPE = integer,
    INITCOND = '0',
    MINITCOND = '1',
    PARALLEL = RESTRICTED
);
CREATE AGGREGATE public.hypo(integer ORDER BY integer) (
    SFUNC = public.add,
    FINALFUNC = public.rank_of,
    FINALFUNC_MODIFY = READ_WRITE,
    STYPE = integer,
    HYPOTHETICAL
);
CREATE AGGREGATE public.largest(text) (
    SFUNC = public.cat,
    SORTOP = >,
    STYPE = text
);
CREATE AGGREGATE public.ordered(integer ORDER BY integer) (
    SFUNC = public.add,
    FINALFUNC = public.fin,
    FINALFUNC_MODIFY = READ_WRITE,
    STYPE = integer
);
CREATE AGGREGATE public.rows_of(*) (
    SFUNC = int8inc,
    STYPE = bigint,
    INITCOND = '0'
);

CREATE TYPE public.r AS RANGE (subtype = double precision, subtype_opclass = pg_catalog.float8_ops, subtype_diff = float8mi, multirange_type_name = public.r_multirange);
CREATE TABLE public.t (
    x public.r
);

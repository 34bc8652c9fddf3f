SET check_function_bodies = off;
CREATE TABLE public.t (
    a integer
);
CREATE FUNCTION public.cmp(a integer, b integer)
    RETURNS integer
    LANGUAGE sql
    IMMUTABLE
AS $$select a - b$$;
CREATE OPERATOR FAMILY public.rev USING btree;
CREATE OPERATOR CLASS public.rev FOR TYPE integer USING btree FAMILY public.rev AS FUNCTION 1 (integer, integer) public.cmp(integer,integer), OPERATOR 1 <(integer,integer), OPERATOR 2 <=(integer,integer), OPERATOR 3 =(integer,integer), OPERATOR 4 >=(integer,integer), OPERATOR 5 >(integer,integer);
CREATE INDEX i ON public.t USING btree (a public.rev);

CREATE OPERATOR public.=== (FUNCTION = public.add, LEFTARG = integer, RIGHTARG = integer);

CREATE OPERATOR public.||++ (FUNCTION = public.f, LEFTARG = text, RIGHTARG = text, COMMUTATOR = OPERATOR(public.||+++), NEGATOR = OPERATOR(public.||+-+));

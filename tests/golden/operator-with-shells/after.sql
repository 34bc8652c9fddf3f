CREATE FUNCTION public.f(text, text) RETURNS boolean LANGUAGE sql IMMUTABLE AS 'SELECT true';
CREATE OPERATOR public.||++ (FUNCTION = public.f, LEFTARG = text, RIGHTARG = text, COMMUTATOR = OPERATOR(public.||+++), NEGATOR = OPERATOR(public.||+-+));

CREATE FUNCTION public.f(text, text) RETURNS boolean LANGUAGE sql IMMUTABLE AS 'SELECT true';

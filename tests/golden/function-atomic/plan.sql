SET check_function_bodies = off;
CREATE OR REPLACE FUNCTION public.f(x integer)
    RETURNS integer
    LANGUAGE sql
BEGIN ATOMIC
 SELECT (x + 1);
END
;

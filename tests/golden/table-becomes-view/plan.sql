DROP TABLE public.t;
CREATE VIEW public.t AS
SELECT 1 AS a;

CREATE CAST (integer AS public.ty) WITH FUNCTION public.c(integer) AS ASSIGNMENT;

DROP RULE r ON public.t;
DROP POLICY p ON public.t;
DROP TABLE public.t1;
DROP TABLE public.t;

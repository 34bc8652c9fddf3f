ALTER VIEW public.w SET (security_barrier='1');
ALTER VIEW public.x RESET (security_invoker);
ALTER VIEW public.y SET (security_invoker='off');
CREATE VIEW public.v WITH (security_invoker='on') AS
SELECT a
   FROM public.t;

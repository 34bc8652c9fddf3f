ALTER VIEW public.a SET (security_invoker='true');
ALTER VIEW public.b RESET (security_invoker);

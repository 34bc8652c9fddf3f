ALTER VIEW public.v SET (security_barrier='true');

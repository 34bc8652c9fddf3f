ALTER VIEW public.v SET (check_option='local');

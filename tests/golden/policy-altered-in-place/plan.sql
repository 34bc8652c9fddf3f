ALTER POLICY p ON public.t USING ((who = CURRENT_USER)) WITH CHECK ((id > 0));

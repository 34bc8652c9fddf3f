SET check_function_bodies = off;
CREATE FUNCTION public.next_id()
    RETURNS integer
    LANGUAGE sql
AS $$select 1$$;
ALTER TABLE ONLY public.t ALTER COLUMN id SET DEFAULT public.next_id();
CREATE INDEX CONCURRENTLY t_idx ON public.t USING btree (((id + 1)));

ALTER TABLE public.t ADD CONSTRAINT no_overlap EXCLUDE USING gist (r WITH &&);

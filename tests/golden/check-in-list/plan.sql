ALTER TABLE public.t ADD CONSTRAINT s_ok CHECK (((s)::text = ANY ((ARRAY['a'::character varying, 'b'::character varying])::character varying[]::text[]))) NOT VALID;
ALTER TABLE public.t VALIDATE CONSTRAINT s_ok;

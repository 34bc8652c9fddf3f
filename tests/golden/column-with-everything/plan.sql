ALTER TABLE public.t ADD COLUMN n numeric(10,2) DEFAULT 0 NOT NULL;
COMMENT ON COLUMN public.t.n IS 'how many';
ALTER TABLE public.t ADD CONSTRAINT t_n_check CHECK ((n >= (0)::numeric)) NOT VALID;
ALTER TABLE public.t VALIDATE CONSTRAINT t_n_check;
GRANT SELECT (n) ON TABLE public.t TO PUBLIC;

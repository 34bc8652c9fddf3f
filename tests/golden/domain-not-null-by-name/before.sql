CREATE DOMAIN public.d AS integer;
CREATE DOMAIN public.renamed AS text CONSTRAINT first NOT NULL;
CREATE DOMAIN public.free AS text CONSTRAINT must NOT NULL;

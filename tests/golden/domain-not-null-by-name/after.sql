CREATE DOMAIN public.d AS integer CONSTRAINT "is There" NOT NULL;
CREATE DOMAIN public.renamed AS text CONSTRAINT second NOT NULL;
CREATE DOMAIN public.free AS text;

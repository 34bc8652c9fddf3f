ALTER TABLE public.t ALTER COLUMN a TYPE integer[][];
ALTER TABLE public.t ALTER COLUMN b TYPE text[][];
ALTER TABLE public.t ADD COLUMN c integer[][][];

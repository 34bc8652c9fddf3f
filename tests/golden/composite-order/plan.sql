DROP TYPE public.ty;
CREATE TYPE public.ty AS (b text, a integer);

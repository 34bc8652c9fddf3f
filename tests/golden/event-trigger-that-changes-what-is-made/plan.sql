CREATE TABLE public.t (
    a integer
);
ALTER TABLE public.t DISABLE ROW LEVEL SECURITY;

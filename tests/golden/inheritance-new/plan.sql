CREATE TABLE public.p (
    a integer DEFAULT 1
);
CREATE TABLE public.k (
    b integer
) INHERITS (public.p);
ALTER TABLE ONLY public.k ALTER COLUMN a SET DEFAULT 2;
ALTER TABLE public.p ADD CONSTRAINT p_a_check CHECK ((a > 0));

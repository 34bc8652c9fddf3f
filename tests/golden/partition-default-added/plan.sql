CREATE TABLE public.pd (
    id integer CONSTRAINT p_id_not_null NOT NULL,
    at date CONSTRAINT p_at_not_null NOT NULL,
    n integer
);
ALTER TABLE ONLY public.p ATTACH PARTITION public.pd DEFAULT;

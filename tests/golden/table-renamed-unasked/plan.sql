DROP TABLE public.old_name;
CREATE TABLE public.new_name (
    id integer NOT NULL,
    title text
);
ALTER TABLE public.new_name ADD CONSTRAINT new_name_pkey PRIMARY KEY (id);

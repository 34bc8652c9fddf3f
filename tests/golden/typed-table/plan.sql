CREATE TABLE public.tt OF public.ty (
    x WITH OPTIONS NOT NULL,
    y WITH OPTIONS
);

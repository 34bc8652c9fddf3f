CREATE COLLATION public.co (provider = builtin, locale = 'C.UTF-8');
CREATE TABLE public.t (
    a text COLLATE public.co
);

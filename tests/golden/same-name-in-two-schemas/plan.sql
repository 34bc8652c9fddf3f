CREATE TABLE s.t (
    a integer,
    b integer
);
CREATE VIEW public.v AS
SELECT t.a,
    x.b
   FROM (public.t
     JOIN s.t x USING (a));

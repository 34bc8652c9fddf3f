create schema s;
create table s.t (a int);
create view s.v as select a from s.t;
create function s.f() returns setof s.t language sql as 'select * from s.t';

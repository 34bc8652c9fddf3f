create table t (id int primary key, a text, b int);
create view v as select id, upper(a) as a, 1 as one from t;
create view w as select * from v;
create view x as select * from w;
grant select on x to public;
